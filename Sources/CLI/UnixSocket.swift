import Curl
import HTTPWire
import NetTypes

/// The daemon, through its control socket.
struct UnixSocket: Transport {
    let path: String

    func send(_ request: HTTPRequest, timeout: Interval) throws(NoAnswer) -> HTTPResponse {
        throw NoAnswer("not yet")
    }
}
