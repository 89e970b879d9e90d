import CMicroHTTP
import Glibc
import Synchronization

/// The connections of a server, and how many each peer has of them.
final class ConnectionList: Sendable {
    private struct Contents {
        var all: [ObjectIdentifier: OpenConnection] = [:]
        var countByPeer: [UInt32: Int] = [:]
        var hasNews = false
        var isWatchAsleep = true
    }

    private let contents = Mutex(Contents())

    func count(of peer: UInt32) -> Int { contents.withLock { $0.countByPeer[peer] ?? 0 } }

    /// - Returns: whether the watch is to be woken.
    func add(_ connection: OpenConnection) -> Bool {
        contents.withLock { contents in
            contents.all[ObjectIdentifier(connection)] = connection
            contents.countByPeer[connection.peer, default: 0] += 1
            contents.hasNews = true
            defer { contents.isWatchAsleep = false }
            return contents.isWatchAsleep
        }
    }

    /// From here on its descriptor may be another one's.
    func remove(_ connection: OpenConnection) {
        contents.withLock { contents in
            contents.all[ObjectIdentifier(connection)] = nil
            let left = (contents.countByPeer[connection.peer] ?? 1) - 1
            contents.countByPeer[connection.peer] = left > 0 ? left : nil
        }
    }

    /// Ends the connections whose requests should have been there by now.
    ///
    /// - Returns: the moment at which the next one may be overdue; `nil` if there was no connection for so long that the watch
    ///   may sleep until `add` says otherwise.
    func endOverdue(at now: Int64, limit: Int64) -> Int64? {
        contents.withLock { contents in
            guard !contents.all.isEmpty || contents.hasNews else {
                contents.isWatchAsleep = true
                return nil
            }
            contents.hasNews = false
            var next = now + limit
            for connection in contents.all.values {
                guard let since = connection.awaitedSince else { continue }
                if now - since >= limit {
                    // Its thread sees the end and closes it; until it is removed here, its descriptor is nobody else's.
                    shutdown(connection.descriptor, Int32(SHUT_RDWR))
                } else {
                    next = min(next, since + limit)
                }
            }
            return next
        }
    }
}

/// One connection, from its first byte to its last.
final class OpenConnection: Sendable {
    let descriptor: Int32
    let peer: UInt32
    /// In ms of the monotonic clock; 0 while the server has its turn.
    private let since: Atomic<Int64>

    init(descriptor: Int32, peer: UInt32) {
        self.descriptor = descriptor
        self.peer = peer
        since = Atomic(monotonicMilliseconds())
    }

    /// Since when the peer has its turn; `nil` while the server has it.
    var awaitedSince: Int64? {
        let since = since.load(ordering: .relaxed)
        return since == 0 ? nil : since
    }

    /// The peer has to send something from now on.
    func awaitPeer() { since.store(monotonicMilliseconds(), ordering: .relaxed) }
    /// The request is here: it is answered from now on.
    func beginAnswer() { since.store(0, ordering: .relaxed) }
}

func monotonicMilliseconds() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}

/// Whether a peer may have one more connection.
func mayConnect(
    _ context: UnsafeMutableRawPointer?, _ address: UnsafePointer<sockaddr>?, _ length: socklen_t
) -> MHD_Result {
    guard let context = unsafe context else { return .NO }
    let server = unsafe Unmanaged<ServerContext>.fromOpaque(context).takeUnretainedValue()
    let peer = unsafe amorce_http_address(address)
    // Those on a Unix socket are let in by its permissions.
    guard peer != 0, server.connections.count(of: peer) >= server.limits.connectionsPerPeer else { return .YES }
    server.hear("a peer is at its connection limit of \(server.limits.connectionsPerPeer)")
    return .NO
}

/// Called when a connection was taken, and before its descriptor is closed.
func connectionChanged(
    _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
    _ state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ change: MHD_ConnectionNotificationCode
) {
    guard let context = unsafe context, let connection = unsafe connection, let state = unsafe state else { return }
    let server = unsafe Unmanaged<ServerContext>.fromOpaque(context).takeUnretainedValue()
    switch change {
    case .CONNECTION_NOTIFY_STARTED:
        let opened = unsafe OpenConnection(
            descriptor: amorce_http_descriptor(connection), peer: amorce_http_peer(connection))
        unsafe state.pointee = Unmanaged.passRetained(opened).toOpaque()
        if server.connections.add(opened) { server.watch.wake() }
    case .CONNECTION_NOTIFY_CLOSED:
        guard let known = unsafe state.pointee else { return }
        server.connections.remove(unsafe Unmanaged<OpenConnection>.fromOpaque(known).takeRetainedValue())
        unsafe state.pointee = nil
    @unknown default: break
    }
}

/// What `connectionChanged` made of a connection.
func opened(_ connection: OpaquePointer) -> OpenConnection? {
    unsafe amorce_http_state(connection).map { state in
        unsafe Unmanaged<OpenConnection>.fromOpaque(state).takeUnretainedValue()
    }
}
