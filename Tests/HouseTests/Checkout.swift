import FoundationEssentials

/// The files of this checkout.
enum Checkout {
    /// The folder of `Package.swift`.
    static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

    /// Every file by its path below the root, sorted; without what git or a build keeps for itself.
    static let paths: [String] = {
        var paths: [String] = []
        var folders = [""]
        while let folder = folders.popLast() {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? [] {
                let path = folder.isEmpty ? name : "\(folder)/\(name)"
                guard name != ".git", name != ".cache", !name.hasPrefix(".build") else { continue }
                if isFolder(path) { folders.append(path) } else { paths.append(path) }
            }
        }
        return paths.sorted()
    }()

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: "\(root)/\(path)") }

    static func isFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: "\(root)/\(path)", isDirectory: &isFolder) && isFolder
    }

    /// `nil` for what is not there, or is no text.
    static func text(_ path: String) -> String? { try? String(contentsOfFile: "\(root)/\(path)", encoding: .utf8) }

    /// The Swift files below a folder, taken apart.
    static func swift(below folder: String) -> [SwiftFile] { allSwift.filter { $0.path.hasPrefix(folder + "/") } }

    /// The folders of `Sources/`.
    static let rooms: [String] = Set(
        paths.compactMap { path in
            let parts = path.split(separator: "/")
            return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
        }
    ).sorted()

    private static let allSwift = paths.filter { $0.hasSuffix(".swift") }.map { SwiftFile($0, text($0) ?? "") }
}
