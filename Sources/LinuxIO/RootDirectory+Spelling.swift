import CLinux
import Glibc

extension RootDirectory {
    /// The most names of a folder that are looked at, and the most folders of a path.
    private static var mostNames: Int { 10_000 }
    private static var mostFolders: Int { 16 }

    /// How a path is written on disk that is known but for upper and lower case; of several, the first in the order of
    /// their names. `nil` where there is none. The kernel keeps it below the root, as it does with every path.
    package func spelling(of relative: String) -> String? {
        let names = relative.split(separator: "/")
        guard !names.isEmpty, names.count <= Self.mostFolders, !names.contains(".."), !relative.utf8.contains(0) else {
            return nil
        }
        var spelled: [String] = []
        for name in names {
            let folder = spelled.isEmpty ? "." : spelled.joined(separator: "/")
            let alike = self.names(in: folder).filter { $0.lowercased() == name.lowercased() }
            guard let found = alike.first(where: { $0 == name }) ?? alike.min() else { return nil }
            spelled.append(found)
        }
        return spelled.joined(separator: "/")
    }

    /// What a folder holds; nothing where there is none.
    private func names(in folder: String) -> [String] {
        let opened = unsafe amorce_open_beneath(descriptor, folder)
        guard opened >= 0 else { return [] }
        guard let stream = unsafe fdopendir(opened) else {
            close(opened)
            return []
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while names.count < Self.mostNames, let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(validatingCString: $0) }
            }
            if let name { names.append(name) }
        }
        return names
    }
}
