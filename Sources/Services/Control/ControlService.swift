import Decisions
import FoundationEssentials
import HTTPWire
import Inventory
import LinuxIO
import NetTypes
import Settings
import Store

/// Serves the control API on the Unix socket. Every route is in `ControlRoute`; a handler looks up, changes, answers.
package final class ControlService: Sendable {
    private let current: Current<ServingPlan>
    private let feed: EventFeed
    private let reloads: ReloadDesk
    private let status: @Sendable () -> StatusReport
    private let names: NameService?
    private let balancers: BalancerService?
    private let deliveries: @Sendable () -> DeliveriesReport
    private let inventory: InventoryWatch?

    package init(
        _ current: Current<ServingPlan>, feed: EventFeed, reloads: ReloadDesk,
        names: NameService? = nil, balancers: BalancerService? = nil,
        deliveries: @escaping @Sendable () -> DeliveriesReport = { DeliveriesReport(now: Clock.now()) },
        inventory: InventoryWatch? = nil,
        status: @escaping @Sendable () -> StatusReport
    ) {
        self.current = current
        self.feed = feed
        self.reloads = reloads
        self.names = names
        self.balancers = balancers
        self.deliveries = deliveries
        self.inventory = inventory
        self.status = status
    }

    /// The answer to a request; what went wrong is answered as problem details (RFC 9457).
    /// Beside the API there is `/metrics`, where Prometheus and its like look for it.
    package func respond(to request: HTTPRequest) -> HTTPResponse {
        if request.path == "/metrics", [.get, .head].contains(request.method) {
            return MetricsPage(of: status()).response
        }
        switch ControlRoute.match(request) {
        case .found(let route, let name):
            do {
                return try answer(route, name, request)
            } catch let problem as Problem {
                return response(to: problem)
            } catch {
                return response(to: Problem(.serverError, "\(error)"))
            }
        case .otherMethod(let methods):
            let allowed = methods.map(\.rawValue).joined(separator: ", ")
            var refusal = response(to: Problem(.methodNotAllowed, "\(request.path) takes \(allowed)"))
            refusal.headers.add("Allow", allowed)
            return refusal
        case .nothing:
            return response(to: Problem(.notFound, "there is no \(request.path) in this API"))
        }
    }

    private func answer(_ route: ControlRoute, _ name: String, _ request: HTTPRequest) throws -> HTTPResponse {
        let desk = current.value.desk
        return switch route {
        case .status: try json(status())
        case .reload: try json(reload())
        case .machines: try json(desk.all())
        case .machine: try json(desk.detail(name))
        case .machineOrigin: try json(desk.origins(name))
        case .log: try json(desk.log(name, request.query))
        case .addMachine: try json(desk.add(try decode(request), request.query), .created)
        case .changeMachine: try json(change(name, try decode(request), request.query, desk))
        case .reinstall: try json(desk.reinstall(name, request.query))
        case .disarm: try json(desk.disarm(name))
        case .removeMachine: try json(remove(name, request.query, desk))
        case .inventory: try json(inventory?.report() ?? InventoryReport())
        case .importMachines: try json(desk.takeIn(try decode(request), request.query))
        case .unusedAddresses: try json(desk.unusedAddresses(request.query, named: addressesOfFiles))
        case .profiles: try json(desk.profiles())
        case .preview: .text(.ok, try desk.preview(name, request.query))
        case .leases: try json(desk.leases())
        case .importLeases: try json(desk.take(try decode(request), request.query))
        case .lease: try json(desk.lease(name))
        case .releaseLease: try json(desk.release(name, request.query))
        case .names: try json(names?.report() ?? NamesReport(now: Clock.now()))
        case .compareNames:
            try json(
                names?.compare(isDryRun: try desk.flag("dry-run", in: request.query)) ?? NameComparisonReport())
        case .balancers: try json(balancers?.report() ?? BalancersReport(now: Clock.now()))
        case .deliveries: try json(deliveries())
        case .events: try json(feed.page(request.query, machine: desk.find))
        }
    }

    /// MAC addresses that the configuration names, or the folder that it follows.
    private var addressesOfFiles: Set<MACAddress> {
        let configuration = current.value.configuration
        return Set(configuration.dhcp.machineOptions.keys).union(configuration.machines.map(\.mac))
            .union(inventory?.addresses ?? [])
    }

    private func change(
        _ name: String, _ change: MachineChange, _ query: [String: String], _ desk: MachineDesk
    ) throws -> MachineReport {
        if let inventory { try desk.check(change, against: inventory.wanted(try desk.find(name).mac)) }
        return try desk.change(name, change, query)
    }

    private func remove(_ name: String, _ query: [String: String], _ desk: MachineDesk) throws -> MachineReport {
        if let inventory { try desk.checkRemoval(of: inventory.wanted(try desk.find(name).mac)) }
        return try desk.remove(name, query)
    }

    private func reload() throws(Problem) -> ReloadReport {
        do { return try reloads.reload(by: "control") } catch { throw Problem(error) }
    }

    private func decode<Body: Decodable>(_ request: HTTPRequest) throws -> Body {
        do {
            return try JSONDecoder().decode(Body.self, from: Data(request.body))
        } catch let DecodingError.dataCorrupted(context) {
            throw Problem(.unprocessable, place(context) + context.debugDescription)
        } catch let DecodingError.keyNotFound(key, _) {
            throw Problem(.unprocessable, "\(key.stringValue) is missing")
        } catch let DecodingError.typeMismatch(_, context) {
            throw Problem(.unprocessable, place(context) + otherKind)
        } catch let DecodingError.valueNotFound(_, context) {
            throw Problem(.unprocessable, place(context) + otherKind)
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

private let otherKind = "a value of another kind is wanted; docs/openapi.yaml shows each"

extension Problem {
    init(_ status: HTTPStatus, _ detail: String) {
        let titles: [HTTPStatus: String] = [
            .notFound: "not found", .methodNotAllowed: "method not allowed", .conflict: "refused",
            .unprocessable: "bad value", .serverError: "failed",
        ]
        self.init(title: titles[status] ?? "failed", status: status.rawValue, detail: detail)
    }
}
