import Foundation

/// The captures of real clients.
func captures() throws -> [URL] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Captures")
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        .filter { $0.pathExtension == "pcap" }.sorted { $0.path < $1.path }
}
