import DHCPWire
import Decisions
import Inventory
import NetTypes
import Services
import Store
import TestSupport

/// A captured exchange as it would have been answered in proxy mode from 10.77.0.9, while the capture's own server lends
/// the addresses: each message of a client, what was decided, the answer, and at the end what the store has of it.
struct ProxyTranscript {
    private(set) var text = ""

    init(of capture: PcapFile, in subnet: Subnet) throws {
        let store = try Store.open(at: Store.inMemory)
        let own = IPv4Address.sample(9)
        let policy = BootPolicy(loaders: [:], url: "http://\(own)")
        let desk = ProxyDesk(
            ProxyPolicy(unknownMachines: .prompt, subnets: [subnet]), ownAddresses: [own], sightings: Sightings(),
            hearings: Hearings()
        ) { _ in policy }
        let heard = capture.datagrams.filter { $0.isDHCP && $0.isForServer }
        guard let start = heard.first?.time else { return }
        for datagram in heard {
            let since = datagram.time - start
            let outcome = try store.transaction { transaction in
                try desk.handle(
                    datagram.payload.span, at: .dhcp,
                    from: Arrival(link: own, isBroadcast: datagram.destination == .broadcast),
                    peer: datagram.source, .noon + since, &transaction)
            }
            add("== +\(since.inSeconds)")
            add("from \(datagram.source):\(datagram.sourcePort) to \(datagram.destination)")
            if let message = outcome.request?.message { add(message) }
            add("-- \(LogLine(outcome).text)")
            if let answer = outcome.answer {
                add("to \(answer.destination):\(answer.port)")
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
        let machines = store.read { image in image.machines.values.sorted { $0.mac < $1.mac } }
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
