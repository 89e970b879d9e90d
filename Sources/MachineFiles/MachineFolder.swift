import LinuxIO
import OtherServers

/// A folder of files that hold machines, with all that is below it. Links are not followed: libvirt's `autostart` has the
/// same domains again. What begins with a dot is left alone, such as `.git`.
package enum MachineFolder {
    /// The files in it whose names end in `.xml`, `.csv`, `.yaml` or `.yml`, by their paths from the folder, in order.
    package static func files(of folder: String) throws(SystemError) -> [String] {
        try FileTree.entries(of: folder).compactMap { entry in
            guard case .file = entry.kind, !isHidden(entry.path), isOfMachines(entry.path) else { return nil }
            return entry.path
        }.sorted()
    }

    /// The folders in it, by their paths from it; the folder itself is the empty path.
    package static func folders(of folder: String) throws(SystemError) -> [String] {
        try [""]
            + FileTree.entries(of: folder).compactMap { entry in
                entry.kind == .folder && !isHidden(entry.path) ? entry.path : nil
            }
    }

    /// Reads one file of it; the places in what is read begin with the folder.
    package static func read(_ file: String, in folder: String) -> MachineReading {
        let path = "\(folder)/\(file)"
        do throws(SystemError) {
            guard let bytes = try InputFile.read(path, atMost: MachineReading.byteLimit) else {
                return MachineReading(mistakes: [
                    FileMistake(
                        Place(path, 0), fact: "is larger than \(MachineReading.byteLimit >> 20) MiB", cure: "split it")
                ])
            }
            return MachineReading(bytes, file: path, isNamed: false)
        } catch {
            return MachineReading(mistakes: [
                FileMistake(
                    Place(path, 0), fact: "cannot be read: \(error)", cure: "give it to the user that amorce runs as")
            ])
        }
    }

    private static func isHidden(_ path: String) -> Bool { path.hasPrefix(".") || path.contains("/.") }

    private static func isOfMachines(_ path: String) -> Bool {
        [".xml", ".csv", ".yaml", ".yml"].contains { path.lowercased().hasSuffix($0) }
    }
}
