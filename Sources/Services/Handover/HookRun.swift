import Decisions
import LinuxIO
import NetTypes

/// One hook at work: it has so long, then its process group is told to end, and ended five seconds later. It lives on one
/// event loop, which holds it until it has ended.
final class HookRun {
    /// What came of it.
    struct End: Sendable {
        /// The exit status; 128 and more for a signal.
        let status: Int
        let isTimedOut: Bool
        let output: [UInt8]
    }

    private let process: HookProcess
    private let loop: EventLoop
    private let whenEnded: (End) -> Void
    private var output: [UInt8] = []
    private var isReading = true
    private var isTimedOut = false
    private var timer: TimerID?

    /// - Parameter timeout: how long it has.
    init(
        _ process: HookProcess, timeout: Interval, on loop: EventLoop, whenEnded: @escaping (End) -> Void
    ) throws(SystemError) {
        self.process = process
        self.loop = loop
        self.whenEnded = whenEnded
        try loop.watch(process.outputDescriptor) { self.read() }
        do throws(SystemError) {
            try loop.watch(process.descriptor) { self.hearEnd() }
        } catch {
            loop.unwatch(process.outputDescriptor)
            throw error
        }
        timer = loop.after(timeout) { self.timeOut() }
    }

    private func read() {
        while isReading {
            let bytes = try? process.read()
            guard let bytes else { return }
            // What is too much is read, so that the hook does not wait, and forgotten.
            output += bytes.prefix(max(0, HookOutput.mostBytes - output.count))
            if bytes.isEmpty { stopReading() }
        }
    }

    private func stopReading() {
        guard isReading else { return }
        isReading = false
        loop.unwatch(process.outputDescriptor)
    }

    private func timeOut() {
        process.end(atOnce: isTimedOut)
        timer = isTimedOut ? nil : loop.after(.seconds(5)) { self.timeOut() }
        isTimedOut = true
    }

    private func hearEnd() {
        guard let status = process.status() else { return }
        loop.unwatch(process.descriptor)
        // What it started and left behind goes with it, where it took too long.
        if isTimedOut { process.end(atOnce: true) }
        if let timer { loop.cancel(timer) }
        read()
        stopReading()
        whenEnded(End(status: status, isTimedOut: isTimedOut, output: output))
    }
}
