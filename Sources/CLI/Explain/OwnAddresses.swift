import Captures
import Inventory
import NetTypes
import Settings

/// The addresses that count as the daemon's in a capture.
struct OwnAddresses {
    /// The one in the network that was captured.
    let link: IPv4Address
    let all: Set<IPv4Address>
    /// Where that network's broadcasts go.
    let broadcast: IPv4Address

    /// What is explained from, for people.
    func text(known state: KnownState, _ configuration: Configuration) -> String {
        let machines = Set((state.machines + configuration.machines).map(\.mac)).count
        return "answers of \(link); machines known: \(machines), leases known: \(state.leases.count)\n\n"
    }
}

extension Session {
    /// As the command line says; else that of the only interface in the configuration, or of the one that is spoken of in
    /// the capture.
    func ownAddresses(
        _ configuration: Configuration, heardIn reader: CaptureReader
    ) throws(Failure) -> OwnAddresses {
        let interfaces = configuration.dhcp.interfaces.compactMap { surroundings.interfaceAddress($0) }
        let link = try namedAddress() ?? address(among: interfaces, heardIn: reader)
        guard let link else {
            let example = configuration.dhcp.subnets.first?.prefix.hosts.first ?? IPv4Address(192, 0, 2, 1)
            throw .usage(
                invocation.command.misused(
                    "which address does the daemon have where this was captured? Say --address, such as \(example)"))
        }
        guard let subnet = configuration.dhcp.subnets.first(where: { $0.prefix.contains(link) }) else {
            let subnets = configuration.dhcp.subnets.map(\.prefix.description).joined(separator: ", ")
            throw .usage(
                invocation.command.misused(
                    "the daemon does not serve a link with the address \(link): none of dhcp.subnets has it (\(subnets))"
                ))
        }
        return OwnAddresses(link: link, all: Set(interfaces + [link]), broadcast: subnet.prefix.broadcast)
    }

    private func namedAddress() throws(Failure) -> IPv4Address? {
        if let text = invocation[.ownAddress] { return try parsed(text, as: "an IPv4 address", IPv4Address.init) }
        guard let name = invocation[.interface] else { return nil }
        if let address = surroundings.interfaceAddress(name) { return address }
        throw .usage(
            invocation.command.misused("this host has no interface \(name) with an address; say --address ADDRESS"))
    }

    private func address(among candidates: [IPv4Address], heardIn reader: CaptureReader) -> IPv4Address? {
        guard candidates.count > 1 else { return candidates.first }
        var reader = reader
        // What is broken behind the place where it stops is said later.
        while let packet = try? reader.next() {
            guard case .datagram(let datagram) = packet.content, datagram.isOfDHCP else { continue }
            let named = candidates.first { $0 == datagram.source || $0 == datagram.destination }
            if let named { return named }
        }
        return nil
    }
}

extension CapturedDatagram {
    /// Whether one of its ports is a DHCP server's, a client's, or PXE's.
    var isOfDHCP: Bool { [sourcePort, destinationPort].contains { [67, 68, 4011].contains($0) } }
}
