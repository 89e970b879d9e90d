import Inventory
import NetTypes

extension Command {
    @Sendable static func exportMachines(_ session: Session) throws(Failure) {
        let typed = try session.choice(.machineFormat)
        guard typed == nil || !session.invocation.has(.json) else {
            throw .usage(session.invocation.command.misused("--json and --format are two forms"))
        }
        let reports: [MachineReport] = try session.daemon().get("machines")
        let document = MachineDocument(reports.map(\.machine))
        try session.print(document) { (typed.flatMap(MachineFormat.init) ?? .yaml).text(of: reports) }
    }

    @Sendable static func generateAddresses(_ session: Session) throws(Failure) {
        let count = try session.parsed(session.invocation[.count] ?? "1", as: "a number from 1 to 1000") { text in
            Int(text).flatMap { (1...1000).contains($0) ? $0 : nil }
        }
        let addresses: [MACAddress] = try session.daemon().get("unused-macs", query: ["count": "\(count)"])
        try session.print(addresses) { addresses.map { "\($0)\n" }.joined() }
    }
}

/// What `machine export --json` prints: YAML's form, in JSON.
private struct MachineDocument: Encodable {
    let machines: [Entry]

    struct Entry: Encodable {
        let mac: MACAddress
        let name: HostName?
        let profile: ProfileName?
        let address: IPv4Address?
        let variables: [String: String]?
    }

    init(_ machines: [Machine]) {
        self.machines = machines.filter(\.isKnown).sorted { $0.hostName < $1.hostName }.map {
            Entry(
                mac: $0.mac, name: $0.name, profile: $0.profile, address: $0.address, variables: $0.variables)
        }
    }
}
