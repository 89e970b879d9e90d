import CLinux
import Glibc

/// A program that runs beside the daemon, in a process group of its own: watched by a descriptor, and waited for by nobody.
package final class HookProcess {
    /// For `EventLoop.watch`: readable when the program has ended.
    package let descriptor: Int32
    private let process: pid_t
    private let program: String
    private let output: Int32

    /// Starts it.
    ///
    /// - Parameter words: what follows its own name.
    /// - Parameter input: what it reads at its standard input.
    package init(
        _ program: String, _ words: [String], environment: [String], folder: String, input bytes: [UInt8]
    ) throws(SystemError) {
        let input = try SystemError.check(amorce_memory_file(), "memfd_create", program)
        defer { close(input) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(input, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { throw SystemError("write", program, code: errno) }
            rest = rest.dropFirst(max(0, count))
        }
        lseek(input, 0, SEEK_SET)
        var ends: [Int32] = [-1, -1]
        _ = try SystemError.check(unsafe amorce_hook_pipe(&ends), "pipe2", program)
        let list = CStrings([program] + words)
        let variables = CStrings(environment)
        var process: pid_t = 0
        let started = unsafe amorce_hook_start(
            program, list.start, variables.start, folder, input, ends[1], &process)
        withExtendedLifetime(list) {}
        withExtendedLifetime(variables) {}
        close(ends[1])
        guard started >= 0 else {
            close(ends[0])
            throw SystemError("run", program, code: -started)
        }
        self.program = program
        self.process = process
        descriptor = started
        output = ends[0]
    }

    deinit {
        close(descriptor)
        close(output)
    }

    /// For `EventLoop.watch`: readable when the program has written something, or nobody has its output open any more.
    package var outputDescriptor: Int32 { output }

    /// What it has written; `nil` if nothing is there, no bytes at the end.
    package func read() throws(SystemError) -> [UInt8]? {
        var code = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 16_384) { buffer, count in
            repeat {
                unsafe code = Glibc.read(output, buffer.baseAddress, buffer.count)
            } while code < 0 && errno == EINTR
            count = max(0, code)
        }
        guard code < 0 else { return bytes }
        guard errno != EAGAIN else { return nil }
        throw SystemError("read", program, code: errno)
    }

    /// What it ended with: 0 where all went well, 128 and more for a signal; `nil` while it runs. To be asked for until it
    /// has ended, and then no more.
    package func status() -> Int? {
        var status: Int32 = 0
        switch unsafe amorce_hook_status(process, &status) {
        case 0: return Int(amorce_exit_status(status))
        case -EAGAIN: return nil
        default: return 255
        }
    }

    /// Tells it, and all that it has started, to end; or ends them.
    package func end(atOnce: Bool) { Glibc.kill(-process, atOnce ? SIGKILL : SIGTERM) }
}

/// A file as it would be run.
package struct ProgramFile: Hashable, Sendable {
    /// The permission bits.
    package let mode: UInt32
    package let owner: UInt32
    package let isRegular: Bool

    package init(_ path: String) throws(SystemError) {
        var (mode, owner, isRegular): (UInt32, UInt32, Int32) = (0, 0, 0)
        _ = try SystemError.check(unsafe amorce_hook_file(path, &mode, &owner, &isRegular), "stat", path)
        (self.mode, self.owner, self.isRegular) = (mode, owner, isRegular != 0)
    }

    /// Whom the process runs as.
    package static var user: UInt32 { geteuid() }
}
