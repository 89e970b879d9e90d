import HTTPWire
import Inventory
import NetTypes

extension Command {
    @Sendable static func listLeases(_ session: Session) throws(Failure) {
        let leases: [Lease] = try session.daemon().get("leases")
        let now = session.surroundings.now()

        var table = Table(.text("ADDRESS"), .text("MAC"), .text("NAME"), .text("STATE"), .text("EXPIRES"))
        for lease in leases.sorted(by: { $0.address < $1.address }) {
            let left = lease.expiry - now
            table.add(
                lease.address.description, lease.mac.description, lease.name?.text, lease.state.rawValue,
                left > .seconds(0) ? "in \(left)" : "\(now - lease.expiry) ago")
        }
        try session.print(leases) { table.text(hasHeader: !session.invocation.has(.noHeader), width: 80) }
    }

    @Sendable static func showLease(_ session: Session) throws(Failure) {
        let typed = session.invocation[.lease]
        let id = if let address = IPv4Address(typed) { address.description } else { try session.identity(typed) }
        let detail: LeaseDetail = try session.daemon().get("leases/" + id)
        try session.print(detail) { session.lines(of: detail) }
    }

    @Sendable static func releaseLease(_ session: Session) throws(Failure) {
        let address = try session.parsed(session.invocation[.leasedAddress], as: "an IPv4 address", IPv4Address.init)
        let lease: Lease = try session.daemon().send(
            .post, "leases/\(address)/release", query: session.whileInstalling)
        try session.print(lease) { "\(lease.address) is free; \(lease.mac) had it\n" }
    }

    @Sendable static func exportLeases(_ session: Session) throws(Failure) {
        let typed = try session.choice(.format)
        let format = typed.flatMap(LeaseFormat.init) ?? .json
        guard format == .json || !session.invocation.has(.json) else {
            throw .usage(session.invocation.command.misused("--json and --format \(format.rawValue) are two forms"))
        }

        let leases: [Lease] = try session.daemon().get("leases")
        let sorted = leases.sorted { $0.address < $1.address }
        switch format {
        case .json: try session.print(try JSONText.document(sorted) + "\n")
        case .csv: try session.print(LeaseFormat.csv(of: sorted))
        case .dnsmasq: try session.print(LeaseFormat.dnsmasq(of: sorted, at: session.surroundings.now()))
        }
    }
}

extension Session {
    /// What a lease is, a line for each fact.
    fileprivate func lines(of detail: LeaseDetail) -> String {
        let lease = detail.lease
        let facts: [(String, String)] = [
            ("address", lease.address.description),
            ("mac", lease.mac.description),
            ("name", lease.name?.text ?? "-"),
            ("state", lease.state.rawValue),
            ("start", moment(lease.start)),
            ("expiry", "\(moment(lease.expiry)), \(expiry(of: lease))"),
            ("machine", detail.machine.map { "\($0.hostName), \($0.state.rawValue)" } ?? "-"),
        ]
        return facts.map { "\($0.0.filled(to: 12))\($0.1)\n" }.joined()
    }
}
