import CLinux
import Glibc
import NetTypes
import Synchronization

/// One thread that waits for descriptors, timers and jobs: the executor of the services that are bound to it. A
/// readable descriptor enters its actor by `assumeIsolated`, without a hop.
package final class EventLoop: SerialExecutor {
    package let name: String
    private let poll: Int32
    private let wakeUp: Int32
    private let shared = Mutex(Shared())

    private struct Shared {
        var jobs: [UnownedJob] = []
        var entries: [@Sendable () -> Void] = []
        var isAwake = false
        var isStopping = false
    }

    // Touched on the loop's own thread only, which `watch`, `after` and the rest check.
    nonisolated(unsafe) private var handlers: [Int32: () -> Void] = [:]
    nonisolated(unsafe) private var timers = TimerQueue()

    package init(name: String) throws(SystemError) {
        self.name = name
        poll = epoll_create1(Int32(EPOLL_CLOEXEC))
        wakeUp = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard poll >= 0, wakeUp >= 0 else { throw SystemError("epoll_create1", name, code: errno) }
        _ = try add(wakeUp, EPOLLIN)
    }

    /// Starts the thread. The loop keeps itself alive until it is stopped.
    package func start() throws(SystemError) {
        var thread = pthread_t()
        let argument = unsafe Unmanaged.passRetained(self).toOpaque()
        let code = unsafe pthread_create(
            &thread, nil,
            { @Sendable argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<EventLoop>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, argument)
        guard code == 0 else {
            unsafe Unmanaged<EventLoop>.fromOpaque(argument).release()
            throw SystemError("pthread_create", name, code: code)
        }
        pthread_detach(thread)
    }

    /// Ends the thread once the jobs that it was given are done.
    package func stop() {
        shared.withLock { $0.isStopping = true }
        wake()
    }

    /// Whether the caller runs on this loop's thread.
    package var isOnLoop: Bool {
        unsafe amorce_current_loop() == UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
    }

    // MARK: Descriptors and timers, on the loop only

    /// Calls back whenever the descriptor is readable, until `unwatch`.
    package func watch(_ descriptor: Int32, readable: @escaping () -> Void) throws(SystemError) {
        precondition(isOnLoop, "not on the loop")
        try add(descriptor, EPOLLIN)
        unsafe handlers[descriptor] = readable
    }

    /// Calls back whenever the descriptor is writable, or broken, until `unwatch`.
    package func watchForWriting(_ descriptor: Int32, writable: @escaping () -> Void) throws(SystemError) {
        precondition(isOnLoop, "not on the loop")
        try add(descriptor, EPOLLOUT)
        unsafe handlers[descriptor] = writable
    }

    /// Call it before the descriptor is closed.
    package func unwatch(_ descriptor: Int32) {
        precondition(isOnLoop, "not on the loop")
        unsafe handlers[descriptor] = nil
        epoll_ctl(poll, EPOLL_CTL_DEL, descriptor, nil)
    }

    /// Calls back once, after at least this long.
    @discardableResult
    package func after(_ interval: Interval, _ action: @escaping () -> Void) -> TimerID {
        precondition(isOnLoop, "not on the loop")
        return unsafe timers.add(at: Clock.monotonic().milliseconds + max(0, interval.milliseconds), action)
    }

    /// A timer that has gone off, or was cancelled before, is left alone.
    package func cancel(_ timer: TimerID) {
        precondition(isOnLoop, "not on the loop")
        unsafe timers.cancel(timer)
    }

    private func add(_ descriptor: Int32, _ readiness: EPOLL_EVENTS) throws(SystemError) {
        var event = unsafe epoll_event()
        unsafe event.events = readiness.rawValue
        unsafe event.data.fd = descriptor
        guard unsafe epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event) == 0 else {
            throw SystemError("epoll_ctl", "descriptor \(descriptor)", code: errno)
        }
    }

    // MARK: Executor

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let mustWake = shared.withLock { shared in
            shared.jobs.append(job)
            defer { shared.isAwake = true }
            return !shared.isAwake
        }
        if mustWake && !isOnLoop { wake() }
    }

    @safe package func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        unsafe UnownedSerialExecutor(ordinary: self)
    }
    package func checkIsolated() { precondition(isOnLoop, "not on the event loop \(name)") }
    package func isIsolatingCurrentContext() -> Bool? { isOnLoop }

    /// Runs something on the loop's thread and waits for it. Not to be called on the loop.
    package func enter<Failure: Error>(_ body: @escaping @Sendable () throws(Failure) -> Void) throws(Failure) {
        precondition(!isOnLoop, "already on the loop")
        let outcome = Outcome<Failure>()
        let mustWake = shared.withLock { shared in
            shared.entries.append { outcome.set(Result(catching: body)) }
            defer { shared.isAwake = true }
            return !shared.isAwake
        }
        if mustWake { wake() }
        try outcome.wait()
    }

    /// Has something run on the loop's thread, soon, and does not wait for it.
    package func post(_ body: @escaping @Sendable () -> Void) {
        let mustWake = shared.withLock { shared in
            // Its descriptors may be another's by now.
            guard !shared.isStopping else { return false }
            shared.entries.append(body)
            defer { shared.isAwake = true }
            return !shared.isAwake
        }
        if mustWake { wake() }
    }

    private func wake() {
        var one: UInt64 = 1
        _ = unsafe write(wakeUp, &one, 8)
    }

    // MARK: The thread

    private func run() {
        unsafe amorce_thread_name(name)
        unsafe amorce_set_current_loop(Unmanaged.passUnretained(self).toOpaque())
        var events = unsafe [epoll_event](repeating: epoll_event(), count: 64)
        while !runJobs() {
            let count = unsafe epoll_wait(poll, &events, Int32(events.count), millisecondsToNextTimer())
            for index in 0..<max(0, Int(count)) {
                let descriptor = unsafe events[index].data.fd
                if descriptor == wakeUp {
                    var value: UInt64 = 0
                    _ = unsafe read(wakeUp, &value, 8)
                } else {
                    unsafe handlers[descriptor]?()
                }
            }
            while let action = unsafe timers.takeDue(at: Clock.monotonic().milliseconds) { action() }
        }
        unsafe handlers.removeAll()
        unsafe timers = TimerQueue()
        close(poll)
        close(wakeUp)
    }

    /// Runs what was enqueued; true when the loop shall end.
    private func runJobs() -> Bool {
        while true {
            let (jobs, entries, isStopping) = shared.withLock { shared in
                let batch = (shared.jobs, shared.entries, shared.isStopping)
                shared.jobs.removeAll(keepingCapacity: true)
                shared.entries.removeAll(keepingCapacity: true)
                if batch.0.isEmpty && batch.1.isEmpty { shared.isAwake = false }
                return batch
            }
            for job in jobs { unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
            for entry in entries { entry() }
            if jobs.isEmpty && entries.isEmpty { return isStopping }
        }
    }

    private func millisecondsToNextTimer() -> Int32 {
        guard let due = unsafe timers.nextDue else { return -1 }
        return Int32(clamping: max(0, due - Clock.monotonic().milliseconds))
    }
}

/// What a body that runs on another thread came to.
private final class Outcome<Failure: Error>: Sendable {
    private let result = Mutex<Result<Void, Failure>?>(nil)
    private let isSet = Signal()

    func set(_ value: Result<Void, Failure>) {
        result.withLock { $0 = value }
        isSet.broadcast()
    }

    func wait() throws(Failure) {
        while isSet.count == 0 { isSet.wait(beyond: 0, for: .seconds(60)) }
        try result.withLock { $0 }?.get()
    }
}
