import HTTPWire
import LinuxIO
import MicroHTTP
import NetTypes
import Settings

/// The servers that machines speak to: HTTP's, and HTTPS's where there is a certificate. The same pages are had from both.
final class WebServers: Sendable {
    private let plain: HTTPServer
    private let secure: HTTPServer?
    private let log: Log

    /// How many threads each has, with connections of their own: one for each processor, within bounds.
    private static var threadCount: Int { min(8, max(2, Processors.count)) }

    init(
        _ http: Configuration.HTTP, identity: TLSIdentity?, log: Log,
        handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse
    ) throws {
        self.log = log
        let open = { (address: IPv4Address, port: UInt16, part: DaemonError.Part) throws(DaemonError) in
            try part.opening { () throws(SystemError) in
                try Listener.tcp(address, port: port, count: Self.threadCount)
            }
        }
        let plainListeners = try open(http.address, http.port, .http(port: http.port))
        let secureListeners = try http.tls.map { tls throws(DaemonError) in
            try open(tls.address, tls.port, .https(port: tls.port))
        }
        let limits = HTTPLimits(http.limits)
        let serve = { (listeners: [Int32], identity: TLSIdentity?) throws(HTTPServerError) in
            try HTTPServer(
                listeners: listeners, threads: .perListener, limits: limits, identity: identity,
                log: { log(.debug, LogLine(identity == nil ? "http" : "https", "library").with("says", $0)) },
                handler: handler)
        }
        plain = try serve(plainListeners, nil)
        secure = try secureListeners.map { listeners throws(HTTPServerError) in try serve(listeners, identity) }
        if let identity { tell(identity) }
    }

    /// Takes over a certificate that was renewed; what runs by the former one goes on.
    func renew(_ identity: TLSIdentity?) throws(HTTPServerError) {
        guard let identity, let secure, try secure.renew(identity) else { return }
        tell(identity)
    }

    func stop() {
        plain.stop()
        secure?.stop()
    }

    private func tell(_ identity: TLSIdentity) {
        let isOver = identity.expiry < Clock.now()
        log(
            isOver ? .warning : .notice,
            LogLine("https", isOver ? "certificate-expired" : "certificate").with("until", identity.expiry))
    }
}

extension HTTPLimits {
    fileprivate init(_ limits: Configuration.WebLimits) {
        self.init(
            connections: limits.connections, connectionsPerPeer: limits.connectionsPerClient,
            idle: limits.idleTimeout, request: limits.requestTimeout, headerBytes: limits.headerBytes,
            bodyBytes: limits.bodyBytes, allBodyBytes: max(64 << 20, limits.bodyBytes))
    }
}

extension Configuration {
    /// How many descriptors there may be at once: each connection has one, and one for the file that it gets.
    var mostDescriptors: Int {
        256 + 2 * http.limits.connections * (http.tls == nil ? 1 : 2) + (tftp.isEnabled ? 2 * tftp.maxTransfers : 0)
    }
}
