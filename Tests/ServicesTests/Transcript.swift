import DHCPWire
import Decisions
import Inventory
import NetTypes
import Services
import Store
import TestSupport

/// A captured exchange as this server would have answered it, to be read by people: each message of a client, what was
/// decided, the answer, and at the end what the store has of it.
struct Transcript {
    private(set) var text = ""

    /// - Parameter subnet: where the client's messages are heard; its pool is what the capture's own server lent.
    init(of capture: PcapFile, in subnet: Subnet, machines: [Machine]) throws {
        let store = try Store.open(at: Store.inMemory)
        try store.transaction { transaction in for machine in machines { try transaction.save(machine) } }
        let policy = BootPolicy(loaders: [:], images: [:], url: "http://\(IPv4Address.server)")
        var desk = LeaseDesk(
            LeasePolicy(isAuthoritative: true, unknownMachines: .prompt, subnets: [subnet]), ownAddresses: [.server]
        ) { _ in policy }
        let heard = capture.datagrams.filter { $0.isDHCP && $0.isForServer }
        guard let start = heard.first?.time else { return }
        for datagram in heard {
            let since = datagram.time - start
            let outcome = try store.transaction { transaction in
                try desk.handle(
                    datagram.payload.span,
                    from: Arrival(link: .server, isBroadcast: datagram.destination == .broadcast), at: .noon + since,
                    &transaction)
            }
            add("== +\(since.inSeconds)")
            add("from \(datagram.source):\(datagram.sourcePort) to \(datagram.destination)")
            if let message = outcome.request?.message { add(message) }
            add("-- \(LogLine(outcome).text)")
            if let answer = outcome.answer {
                add("to \(answer.destination.text)")
                add(answer.message)
            }
            add("")
        }
        add("== in the store")
        try add(store)
    }

    private mutating func add(_ line: String) { text += line + "\n" }

    private mutating func add(_ message: DHCPMessage) {
        add(
            "    op \(message.operation.rawValue) xid \(message.transactionID) secs \(message.secondsElapsed)"
                + (message.flags.contains(.broadcast) ? " broadcast" : ""))
        let addresses = [
            ("ciaddr", message.clientAddress), ("yiaddr", message.yourAddress), ("siaddr", message.nextServer),
            ("giaddr", message.relayAddress),
        ]
        for (name, address) in addresses where !address.isUnspecified { add("    \(name) \(address)") }
        for (name, bytes) in [("sname", message.serverName), ("file", message.bootFile)] where !bytes.isEmpty {
            add("    \(name) \(String(decoding: bytes, as: UTF8.self))")
        }
        for option in message.options.entries { add("    " + optionText(option.code, option.value)) }
    }

    private mutating func add(_ store: Store) throws {
        let (leases, machines) = store.read { image in
            (
                image.leases.leases.sorted { $0.address < $1.address },
                image.machines.values.sorted { $0.mac < $1.mac }
            )
        }
        for lease in leases {
            add(
                "lease \(lease.address) mac=\(lease.mac) name=\(lease.name.map(\.text) ?? "-") \(lease.state.rawValue)"
                    + " +\((lease.start - .noon).inSeconds) for \((lease.expiry - lease.start).inSeconds)")
        }
        for machine in machines {
            add(
                "machine \(machine.mac) name=\(machine.hostName) \(machine.origin.rawValue) \(machine.state.rawValue)"
                    + " firmware=\(machine.firmware.map(\.rawValue) ?? "-")")
        }
        for event in try store.events(limit: .max) {
            add("event +\((event.time - .noon).inSeconds) \(event.stage.rawValue) \(event.detail)")
        }
    }
}

extension Interval {
    /// `12.034s`.
    fileprivate var inSeconds: String {
        let rest = String(milliseconds % 1000)
        return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest + "s"
    }
}

extension DHCPAnswer.Destination {
    fileprivate var text: String {
        switch self {
        case .relay(let address, let port): "relay \(address):\(port)"
        case .unicast(let address): "\(address):68"
        case .broadcast: "everyone on the link, port 68"
        case .link(let mac, let address): "\(address):68 at \(mac)"
        }
    }
}
