import LinuxIO
import OtherServers

extension FolderReading {
    /// Reads a folder again, with all that is below it.
    package mutating func look(in folder: String) {
        do throws(SystemError) {
            let files = try MachineFolder.files(of: folder)
            take(Dictionary(uniqueKeysWithValues: files.map { ($0, MachineFolder.read($0, in: folder)) }))
        } catch {
            fail(
                FileMistake(
                    Place(folder, 0), fact: "cannot be read: \(error)",
                    cure: "make the folder, or give it to the user that amorce runs as"))
        }
    }
}
