import CMicroHTTP
import Glibc
import NetTypes
import Synchronization

/// The thread `http-watch`, which ends the connections of peers that take too long over a request. It sleeps while there
/// is no connection.
@safe final class ConnectionWatch: Sendable {
    private let connections: ConnectionList
    private let limit: Int64
    private let pipe: (reading: Int32, writing: Int32)
    private let thread = Mutex<pthread_t?>(nil)

    init(_ connections: ConnectionList, limit: Interval) {
        self.connections = connections
        self.limit = max(1, limit.milliseconds)
        var ends: [Int32] = [-1, -1]
        _ = unsafe Glibc.pipe(&ends)
        for end in ends where end >= 0 {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        pipe = (ends[0], ends[1])
    }

    deinit {
        if pipe.reading >= 0 { close(pipe.reading) }
        if pipe.writing >= 0 { close(pipe.writing) }
    }

    /// `false` where there is no thread or descriptor left.
    func start() -> Bool {
        guard pipe.writing >= 0 else { return false }
        let argument = unsafe Unmanaged.passRetained(self).toOpaque()
        var started = pthread_t()
        let code = unsafe pthread_create(
            &started, nil,
            { argument in
                if let argument = unsafe argument {
                    unsafe amorce_http_name_thread("http-watch")
                    unsafe Unmanaged<ConnectionWatch>.fromOpaque(argument).takeRetainedValue().run()
                }
                return nil
            }, argument)
        guard code == 0 else {
            unsafe Unmanaged<ConnectionWatch>.fromOpaque(argument).release()
            return false
        }
        thread.withLock { $0 = started }
        return true
    }

    /// There is a connection now, where there was none.
    func wake() { say(1) }

    /// Returns when the thread has ended.
    func stop() {
        guard
            let running = thread.withLock({ thread in
                defer { thread = nil }
                return thread
            })
        else { return }
        say(0)
        pthread_join(running, nil)
    }

    private func say(_ word: UInt8) {
        var word = word
        _ = unsafe write(pipe.writing, &word, 1)
    }

    private func run() {
        while true {
            let now = monotonicMilliseconds()
            // Not more than twice a second, however many there are.
            let pause = connections.endOverdue(at: now, limit: limit).map { max(500, $0 - now) }
            var wanted = pollfd(fd: pipe.reading, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&wanted, 1, pause.map { Int32(clamping: $0) } ?? -1) > 0 else { continue }
            var word: UInt8 = 0
            while unsafe read(pipe.reading, &word, 1) == 1 {
                if word == 0 { return }
            }
        }
    }
}
