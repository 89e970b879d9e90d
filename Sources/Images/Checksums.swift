import Decisions
import LinuxIO

/// Sums of files, as Debian's programs count them.
enum Checksums {
    static func sha256(of files: [String], in folder: String) throws(ImageError) -> ChecksumList {
        try sums(of: files, in: folder, by: "sha256sum", .sha256)
    }

    static func md5(of files: [String], in folder: String) throws(ImageError) -> ChecksumList {
        try sums(of: files, in: folder, by: "md5sum", .md5)
    }

    /// The sum of one file.
    static func sha256(of file: String) throws(ImageError) -> String {
        let output = try Tools.output([["sha256sum", "--binary", "--", file]])
        guard let digest = ChecksumList.digest(output.drop { $0 == "\\" }.prefix { $0 != " " }, of: .sha256) else {
            throw .program("sha256sum", said: output)
        }
        return digest
    }

    /// What fits on one command line.
    private static let mostFiles = 1000

    private static func sums(
        of files: [String], in folder: String, by program: String, _ kind: ChecksumList.Kind
    ) throws(ImageError) -> ChecksumList {
        var sums: [String: String] = [:]
        for start in stride(from: 0, to: files.count, by: mostFiles) {
            let some = files[start..<min(files.count, start + mostFiles)]
            let output = try Tools.output([[program, "--binary", "--"] + some], in: folder)
            do {
                sums.merge(try ChecksumList(output, of: kind).sums) { $1 }
            } catch {
                throw .program(program, said: output)
            }
        }
        return ChecksumList(sums)
    }
}

/// Programs of Debian's that have to end well.
enum Tools {
    /// More than any of them writes that is read.
    private static let longestOutput = 16 << 20

    static func run(_ programs: [[String]], in folder: String = "/") throws(ImageError) {
        _ = try output(programs, in: folder)
    }

    /// What the last of them writes.
    static func output(_ programs: [[String]], in folder: String = "/") throws(ImageError) -> String {
        try ImageError.telling { () throws(SystemError) in
            let outcome = try Programs.run(programs, in: folder)
            let bytes = try outcome.output.read(at: 0, count: min(Int(clamping: outcome.output.size), longestOutput))
            return Ended(isDone: outcome.isDone, output: String(decoding: bytes, as: UTF8.self), errors: outcome.errors)
        }.output(of: programs)
    }

    private struct Ended {
        let isDone: Bool
        let output: String
        let errors: String

        func output(of programs: [[String]]) throws(ImageError) -> String {
            guard isDone else {
                throw .program(
                    programs.compactMap(\.first).joined(separator: " | "), said: errors.isEmpty ? output : errors)
            }
            return output
        }
    }
}
