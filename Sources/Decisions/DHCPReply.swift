import DHCPWire
import Inventory
import NetTypes

/// What a reply gives.
enum DHCPGrant: Hashable, Sendable {
    case lease(IPv4Address, Interval)
    /// Everything but an address (RFC 2131 §4.3.5).
    case parameters
    case nothing(Refusal)
}

extension DHCPMessage {
    /// A reply as RFC 2131 §4.3.1, table 3, has it.
    /// - Parameter told: what clients of the network are told.
    init(
        replying type: DHCPMessageType, _ grant: DHCPGrant, to request: ClientRequest, network: ServedNetwork,
        name: HostName, told: [ReplyOption], boot: BootInstructions?
    ) {
        let asked = request.message
        self.init(
            operation: .reply, hardwareType: asked.hardwareType, hardwareLength: asked.hardwareLength,
            transactionID: asked.transactionID, flags: asked.flags, relayAddress: asked.relayAddress,
            hardwareAddress: asked.hardwareAddress)
        options.append(.messageType, type)
        options.append(.serverIdentifier, network.identifier)
        var body = ReplyBody()
        switch grant {
        case .nothing(let refusal):
            options.append(.message, refusal.explanation)
            // The client cannot hear unicast on an address that it must not use (RFC 2131 §4.3.2).
            if !relayAddress.isUnspecified { flags.insert(.broadcast) }
        case .lease(let address, let time):
            yourAddress = address
            clientAddress = type == .ack ? asked.clientAddress : .any
            options.append(time: time)
            body = ReplyBody(told, name: name, domain: network.subnet.domain, boot: boot, asked: asked.options)
        case .parameters:
            clientAddress = asked.clientAddress
            body = ReplyBody(told, name: name, domain: network.subnet.domain, boot: boot, asked: asked.options)
        }
        if let boot, !body.options.isEmpty {
            nextServer = boot.nextServer
            // The header's field is 128 bytes with the zero at its end.
            if boot.file.utf8.count < 128 { bootFile = Array(boot.file.utf8) }
        }
        for option in body.options { options.append(code: option.code, option.value) }
        options.echo(asked.options)
        let room = asked.options.roomInReply
        // Firmware reads the fields themselves, and some of it nothing else.
        if boot == nil { options.overload(body.options.map(\.code), leaving: room) }
        guard options.encodedCount > room else { return }
        for code in body.dispensable where options.encodedCount > room { options.remove(code) }
    }
}

extension DHCPOptions {
    /// The time and when to ask again: half of it, and seven eighths (RFC 2131 §4.4.5).
    fileprivate mutating func append(time: Interval) {
        append(.leaseTime, time)
        append(.renewalTime, .seconds(time.seconds / 2))
        append(.rebindingTime, .seconds(time.seconds - time.seconds / 8))
    }

    /// How many bytes of options a client takes: it says (57), or it is 576 for the whole packet (RFC 2131 §2), never
    /// less; and what an Ethernet frame holds at the most. Before the options stand 28 bytes of IP and UDP, 236 of
    /// header, the cookie, and after them the end option.
    fileprivate var roomInReply: Int {
        let said = (try? value(.maximumMessageSize)).flatMap { $0 } ?? 576
        return min(max(Int(said), 576), 1500) - 28 - 236 - 4 - 1
    }

    /// What goes back as it came: the client's identifiers (RFC 6842 §3, RFC 4578 §2.3), and last what the relay added
    /// (RFC 3046 §2.2).
    fileprivate mutating func echo(_ asked: DHCPOptions) {
        let codes = [
            OptionKey.clientIdentifier.code, OptionKey.machineIdentifier.code, OptionKey.relayAgentInformation.code,
        ]
        for code in codes {
            if let bytes = asked.bytes(code) { append(code: code, Array(bytes)) }
        }
    }
}

extension DHCPAnswer.Destination {
    init(
        of type: DHCPMessageType, to request: ClientRequest, from arrival: Arrival, network: ServedNetwork,
        yourAddress: IPv4Address
    ) {
        let asked = request.message
        if !asked.relayAddress.isUnspecified {
            self = .relay(asked.relayAddress, port: request.relay.usesSourcePort ? arrival.peerPort : 67)
        } else if type == .nak {
            // RFC 2131 §4.3.2 has it sent to everyone; a client that renews from another network would not hear that.
            self = network.isOnLink ? .broadcast : .unicast(asked.clientAddress)
        } else if !asked.clientAddress.isUnspecified {
            self = .unicast(asked.clientAddress)
        } else if asked.flags.contains(.broadcast) || yourAddress.isUnspecified {
            self = .broadcast
        } else {
            self = .link(request.mac, yourAddress)
        }
    }
}
