import Curl
import HTTPWire
import NetTypes

/// The daemon, through its control socket.
struct UnixSocket: Transport {
    private let client: HTTPClient

    init(path: String) { client = HTTPClient(socket: path) }

    func send(_ request: HTTPRequest, timeout: Interval) throws(NoAnswer) -> HTTPResponse {
        do {
            return try client.send(request, timeout: timeout)
        } catch {
            throw NoAnswer(error.words)
        }
    }
}

extension CurlError {
    /// The fact, and the cure where there is one. The socket's path stands before it.
    fileprivate var words: String {
        switch self {
        case .noSocket: "there is no such socket; is \"amorce serve\" running?"
        case .notListening: "the socket is there and nobody listens; is \"amorce serve\" running?"
        case .notPermitted: "you may not use it; try as root"
        case .timedOut: "no answer in time"
        case .failed(let why): why
        }
    }
}
