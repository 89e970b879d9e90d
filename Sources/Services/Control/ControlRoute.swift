import HTTPWire

/// The control API: every route, as method and path below `/api/v1`. docs/openapi.yaml describes them.
package enum ControlRoute: String, CaseIterable, Sendable {
    case status = "GET /status"
    case reload = "POST /reload"
    case machines = "GET /machines"
    case addMachine = "POST /machines"
    case machine = "GET /machines/{machine}"
    case machineOrigin = "GET /machines/{machine}/origin"
    case changeMachine = "PATCH /machines/{machine}"
    case removeMachine = "DELETE /machines/{machine}"
    case log = "GET /machines/{machine}/log"
    case reinstall = "POST /machines/{machine}/reinstall"
    case inventory = "GET /inventory"
    case importMachines = "POST /inventory"
    case unusedAddresses = "GET /unused-macs"
    case disarm = "POST /machines/{machine}/disarm"
    case profiles = "GET /profiles"
    case preview = "GET /profiles/{profile}/preview"
    case leases = "GET /leases"
    case importLeases = "POST /leases"
    case lease = "GET /leases/{lease}"
    case releaseLease = "POST /leases/{lease}/release"
    case events = "GET /events"
    case names = "GET /dns"
    case compareNames = "POST /dns/sync"
    case balancers = "GET /balancers"
    case deliveries = "GET /hooks"

    /// What a request asks for.
    enum Match: Equatable {
        /// - Parameter name: what stands in the place of the braces, or nothing.
        case found(ControlRoute, name: String)
        /// The path is there, for these methods.
        case otherMethod([HTTPMethod])
        case nothing
    }

    static func match(_ request: HTTPRequest) -> Match {
        let parts = request.path.split(separator: "/").map(String.init)
        guard parts.starts(with: ["api", "v1"]) else { return .nothing }
        let rest = Array(parts.dropFirst(2))
        let matches = allCases.compactMap { route in route.name(in: rest).map { (route, $0) } }
        guard !matches.isEmpty else { return .nothing }
        guard let (route, name) = matches.first(where: { $0.0.method == request.method }) else {
            return .otherMethod(matches.map(\.0.method))
        }
        return .found(route, name: name)
    }

    /// How it is asked for.
    package var method: HTTPMethod { HTTPMethod(rawValue: String(rawValue.prefix { $0 != " " })) }
    /// With `{machine}`, `{profile}` or `{lease}` where a name stands.
    package var path: String { String(rawValue.drop { $0 != "/" }) }

    /// `nil` if the path is another one.
    private func name(in parts: [String]) -> String? {
        let own = path.split(separator: "/")
        guard own.count == parts.count else { return nil }
        var name = ""
        for (wanted, part) in zip(own, parts) {
            if wanted.hasPrefix("{") { name = part } else if wanted != part { return nil }
        }
        return name
    }
}
