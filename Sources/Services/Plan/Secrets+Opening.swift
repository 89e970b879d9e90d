import LinuxIO
import Settings

extension Secrets {
    /// What `secrets:` names: a file of all, or a folder with a file for each, such as the one where systemd puts credentials.
    static func open(_ path: String) throws -> Secrets {
        guard case .folder? = try FileTree.kind(of: path) else { return try load(file: path) }
        return try load(files: try Directory.names(in: path).filter { !$0.hasPrefix(".") }, of: path)
    }
}
