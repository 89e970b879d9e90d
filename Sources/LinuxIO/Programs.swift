import CLinux
import Glibc

/// Programs of Debian's, run without a shell: each by its name in `/usr/bin`, or by its path, with words, in an environment of a few variables.
package enum Programs {
    /// What came of a run.
    package struct Outcome: ~Copyable {
        /// What the last program wrote.
        package let output: OpenFile
        /// What any of them complained of.
        package let errors: String
        /// What each ended with: 0 where all went well, 128 and more for a signal.
        package let statuses: [Int]

        package var isDone: Bool { statuses.allSatisfy { $0 == 0 } }
    }

    /// Runs programs, each with the output of the one before it as its input, and waits for all.
    ///
    /// - Parameter folder: where they run.
    package static func run(_ programs: [[String]], in folder: String = "/") throws(SystemError) -> Outcome {
        let subject = programs.compactMap(\.first).joined(separator: " | ")
        let output = try memory(subject)
        let errors: Int32
        do throws(SystemError) {
            errors = try memory(subject)
        } catch {
            close(output)
            throw error
        }
        defer { close(errors) }
        var statuses = [Int32](repeating: 0, count: programs.count)
        let lists = programs.map { words in
            CStrings([path(of: words.first ?? "")] + words.dropFirst())
        }
        let environment = CStrings(environment())
        let pointers: [UnsafePointer<UnsafeMutablePointer<CChar>?>?] = unsafe lists.map { unsafe $0.start }
        let result = unsafe amorce_programs_run(
            pointers, UInt32(programs.count), environment.start, folder, output, errors, &statuses)
        withExtendedLifetime(lists) {}
        withExtendedLifetime(environment) {}
        guard result == 0 else {
            close(output)
            throw SystemError("run", subject, code: -result)
        }
        let complaint = try text(of: errors)
        do throws(FileError) {
            return Outcome(
                output: try OpenFile(descriptor: output, path: subject), errors: complaint,
                statuses: statuses.map { Int(amorce_exit_status($0)) })
        } catch {
            throw SystemError("fstat", subject, code: EIO)
        }
    }

    private static func path(of program: String) -> String {
        program.hasPrefix("/") ? program : "/usr/bin/\(program)"
    }

    private static func memory(_ subject: String) throws(SystemError) -> Int32 {
        try SystemError.check(amorce_memory_file(), "memfd_create", subject)
    }

    /// A few lines of it: enough to know what is wrong.
    private static func text(of descriptor: Int32) throws(SystemError) -> String {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, 0) }
        guard count >= 0 else { throw SystemError("pread", "what a program complained of", code: errno) }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    /// What programs see: nothing that changes their language or what they read, but how to reach the network.
    private static func environment() -> [String] {
        let names: [String] = ["http_proxy", "https_proxy", "no_proxy", "TMPDIR"]
        let passed = names.compactMap { name -> String? in
            guard let value = unsafe getenv(name) else { return nil }
            return unsafe "\(name)=\(String(cString: value))"
        }
        return ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "HOME=/"] + passed
    }
}

/// Texts as C programs take them: one after the other, and a null pointer at the end.
@safe private final class CStrings {
    private let list: UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>
    var start: UnsafePointer<UnsafeMutablePointer<CChar>?>? { unsafe UnsafePointer(list.baseAddress) }

    init(_ texts: [String]) {
        unsafe list = .allocate(capacity: texts.count + 1)
        for (place, text) in texts.enumerated() { unsafe list.initializeElement(at: place, to: strdup(text)) }
        unsafe list.initializeElement(at: texts.count, to: nil)
    }

    deinit {
        unsafe list.indices.forEach { unsafe free(list[$0]) }
        unsafe list.deallocate()
    }
}
