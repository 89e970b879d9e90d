import Decisions
import FoundationEssentials
import HTTPWire
import Inventory
import LinuxIO
import NetTypes
import Store

/// Serves the control API on the Unix socket. Every route is in `ControlRoute`; a handler looks up, changes, answers.
package final class ControlService: Sendable {
    private let desk: MachineDesk
    private let feed: EventFeed
    private let status: @Sendable () -> StatusReport

    package init(desk: MachineDesk, feed: EventFeed, status: @escaping @Sendable () -> StatusReport) {
        self.desk = desk
        self.feed = feed
        self.status = status
    }

    /// The answer to a request; what went wrong is answered as problem details (RFC 9457).
    package func respond(to request: HTTPRequest) -> HTTPResponse {
        do {
            guard let route = ControlRoute(request) else {
                throw Problem(.notFound, "there is no \(request.method.rawValue) \(request.path) in this API")
            }
            return try answer(route, request)
        } catch let problem as Problem {
            return response(to: problem)
        } catch {
            return response(to: Problem(.serverError, "\(error)"))
        }
    }

    private func answer(_ route: ControlRoute, _ request: HTTPRequest) throws -> HTTPResponse {
        switch route {
        case .status: try json(status())
        case .machines: try json(desk.all())
        case .machine(let id): try json(desk.detail(id))
        case .addMachine: try json(desk.add(try decode(request)), .created)
        case .changeMachine(let id): try json(desk.change(id, try decode(request)))
        case .reinstall(let id): try json(desk.reinstall(id))
        case .removeMachine(let id): try json(desk.remove(id))
        case .profiles: try json(desk.profiles())
        case .preview(let profile): .text(.ok, try desk.preview(profile, request.query))
        case .leases: try json(desk.leases())
        case .events: try json(feed.page(request.query, machine: desk.find))
        }
    }

    private func decode<Body: Decodable>(_ request: HTTPRequest) throws -> Body {
        do {
            return try JSONDecoder().decode(Body.self, from: Data(request.body))
        } catch let DecodingError.dataCorrupted(context) {
            throw Problem(.unprocessable, place(context) + context.debugDescription)
        } catch let DecodingError.keyNotFound(key, _) {
            throw Problem(.unprocessable, "\(key.stringValue) is missing")
        } catch let DecodingError.typeMismatch(_, context) {
            throw Problem(.unprocessable, place(context) + context.debugDescription)
        }
    }

    private func place(_ context: DecodingError.Context) -> String {
        context.codingPath.isEmpty ? "" : context.codingPath.map(\.stringValue).joined(separator: ".") + ": "
    }

    private func json(_ value: some Encodable, _ status: HTTPStatus = .ok) throws -> HTTPResponse {
        HTTPResponse(status, headers: ["Content-Type": "application/json"], body: .bytes(try encoded(value)))
    }

    private func response(to problem: Problem) -> HTTPResponse {
        let body = (try? encoded(problem)) ?? Array("{}".utf8)
        return HTTPResponse(
            HTTPStatus(rawValue: problem.status), headers: ["Content-Type": "application/problem+json"],
            body: .bytes(body))
    }

    private func encoded(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }
}

/// The control API, method and path.
enum ControlRoute: Hashable, Sendable {
    case status, machines, addMachine, profiles, leases, events
    case machine(String), changeMachine(String), reinstall(String), removeMachine(String)
    case preview(String)

    init?(_ request: HTTPRequest) {
        let parts = request.path.split(separator: "/").map(String.init)
        guard parts.count >= 3, parts[0] == "api", parts[1] == "v1" else { return nil }
        switch (request.method, Array(parts.dropFirst(2))) {
        case (.get, ["status"]): self = .status
        case (.get, ["machines"]): self = .machines
        case (.post, ["machines"]): self = .addMachine
        case (.get, let rest) where rest.count == 2 && rest[0] == "machines": self = .machine(rest[1])
        case (.patch, let rest) where rest.count == 2 && rest[0] == "machines": self = .changeMachine(rest[1])
        case (.delete, let rest) where rest.count == 2 && rest[0] == "machines": self = .removeMachine(rest[1])
        case (.post, let rest) where rest.count == 3 && rest[0] == "machines" && rest[2] == "reinstall":
            self = .reinstall(rest[1])
        case (.get, ["profiles"]): self = .profiles
        case (.get, let rest) where rest.count == 3 && rest[0] == "profiles" && rest[2] == "preview":
            self = .preview(rest[1])
        case (.get, ["leases"]): self = .leases
        case (.get, ["events"]): self = .events
        default: return nil
        }
    }
}

extension Problem {
    init(_ status: HTTPStatus, _ detail: String) {
        let titles: [HTTPStatus: String] = [
            .notFound: "not found", .conflict: "refused", .unprocessable: "bad value", .serverError: "failed",
        ]
        self.init(title: titles[status] ?? "failed", status: status.rawValue, detail: detail)
    }
}
