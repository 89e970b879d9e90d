import HTTPWire
import Inventory
import NetTypes

/// The daemon's control API, from the outside.
struct ControlClient {
    let socket: String
    let transport: any Transport

    func get<Answer: Decodable>(
        _ path: String, query: [String: String] = [:], timeout: Interval = .seconds(30)
    ) throws(Failure) -> Answer {
        try JSONText.decoded(try answer(to: HTTPRequest(.get, "/api/v1/" + path, query: query), within: timeout))
    }

    /// An answer that is not JSON.
    func text(_ path: String, query: [String: String] = [:]) throws(Failure) -> String {
        let bytes = try answer(to: HTTPRequest(.get, "/api/v1/" + path, query: query))
        return String(decoding: bytes, as: UTF8.self)
    }

    func send<Answer: Decodable>(
        _ method: HTTPMethod, _ path: String, query: [String: String] = [:]
    ) throws(Failure) -> Answer {
        try JSONText.decoded(try answer(to: HTTPRequest(method, "/api/v1/" + path, query: query)))
    }

    func send<Answer: Decodable>(
        _ method: HTTPMethod, _ path: String, query: [String: String] = [:], _ body: some Encodable,
        timeout: Interval = .seconds(30)
    ) throws(Failure) -> Answer {
        let body = Array(try JSONText.line(body).utf8)
        let request = HTTPRequest(
            method, "/api/v1/" + path, query: query, headers: ["Content-Type": "application/json"], body: body)
        return try JSONText.decoded(try answer(to: request, within: timeout))
    }

    private func answer(to request: HTTPRequest, within timeout: Interval = .seconds(30)) throws(Failure) -> [UInt8] {
        let response: HTTPResponse
        do {
            response = try transport.send(request, timeout: timeout)
        } catch {
            throw .unreachable(socket: socket, reason: error.reason)
        }
        guard case .bytes(let body) = response.body else { throw .badAnswer("it is a file") }
        guard response.status.isSuccess else { throw Self.failure(of: response.status, saying: body) }
        return body
    }

    private static func failure(of status: HTTPStatus, saying body: [UInt8]) -> Failure {
        if let problem: Problem = try? JSONText.decoded(body), problem.status == status.rawValue {
            return .problem(problem)
        }
        let words = "the daemon answered \(status.rawValue): " + String(decoding: body.prefix(200), as: UTF8.self)
        return .problem(Problem(title: "Failure", status: status.rawValue, detail: words))
    }
}
