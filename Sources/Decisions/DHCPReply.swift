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
    /// A reply as RFC 2131 §4.3.1, table 3, has it. The options that every client needs are sent whether it lists them or
    /// not: some firmware sends no list (Raspberry Pi 3).
    init(
        replying type: DHCPMessageType, _ grant: DHCPGrant, to request: ClientRequest, network: ServedNetwork,
        name: HostName, boot: BootInstructions?
    ) {
        let asked = request.message
        self.init(
            operation: .reply, hardwareType: asked.hardwareType, hardwareLength: asked.hardwareLength,
            transactionID: asked.transactionID, flags: asked.flags, relayAddress: asked.relayAddress,
            hardwareAddress: asked.hardwareAddress)
        options.append(.messageType, type)
        options.append(.serverIdentifier, network.identifier)
        switch grant {
        case .nothing(let refusal):
            options.append(.message, refusal.explanation)
            // The client cannot hear unicast on an address that it must not use (RFC 2131 §4.3.2).
            if !relayAddress.isUnspecified { flags.insert(.broadcast) }
        case .lease(let address, let time):
            yourAddress = address
            clientAddress = type == .ack ? asked.clientAddress : .any
            options.append(time: time)
            options.append(network: network.subnet, name: name, asked: asked.options)
            append(boot)
        case .parameters:
            clientAddress = asked.clientAddress
            options.append(network: network.subnet, name: name, asked: asked.options)
            append(boot)
        }
        options.echo(asked.options)
        options.shrink(to: asked.options.roomInReply)
    }

    /// Header fields and options alike: old ROMs, shim and GRUB before 2.04 read only the header.
    private mutating func append(_ boot: BootInstructions?) {
        guard let boot else { return }
        nextServer = boot.nextServer
        // The header's field is 128 bytes with the zero at its end.
        if boot.file.utf8.count < 128 { bootFile = Array(boot.file.utf8) }
        options.append(.tftpServerName, boot.nextServer.description)
        options.append(.bootFileName, boot.file)
        // Without discovery control (43.6), `PXEClient` in option 60 would send EDK2 to port 4011 instead of the boot
        // file; `HTTPClient` it insists on (EDK2 PxeBcDhcp4.c, HttpBootDhcp4.c, 2026).
        if boot.isHTTPBoot { options.append(.vendorClass, "HTTPClient") }
        // 176, no-pxedhcp: take this answer without waiting for a proxyDHCP server.
        if boot.isIPXE { options.append(.ipxe, [176, 1, 1]) }
    }
}

extension DHCPOptions {
    /// The time and when to ask again: half of it, and seven eighths (RFC 2131 §4.4.5).
    fileprivate mutating func append(time: Interval) {
        append(.leaseTime, time)
        append(.renewalTime, .seconds(time.seconds / 2))
        append(.rebindingTime, .seconds(time.seconds - time.seconds / 8))
    }

    fileprivate mutating func append(network subnet: Subnet, name: HostName, asked: DHCPOptions) {
        append(.subnetMask, subnet.prefix.mask)
        append(.broadcastAddress, subnet.prefix.broadcast)
        if !subnet.routers.isEmpty { append(.routers, subnet.routers) }
        if !subnet.dnsServers.isEmpty { append(.dnsServers, subnet.dnsServers) }
        if !subnet.ntpServers.isEmpty { append(.ntpServers, subnet.ntpServers) }
        append(.hostName, name.text)
        if let domain = subnet.domain { append(.domainName, domain.text) }
        let list = asked.bytes(OptionKey.parameterRequestList.code)
        if !subnet.domainSearch.isEmpty, list?.contains(OptionKey.domainSearch.code) == true {
            append(.domainSearch, subnet.domainSearch)
        }
    }

    /// Leaves out what a client can do without, the least needed first, until the rest has room.
    fileprivate mutating func shrink(to room: Int) {
        let dispensable = [
            OptionKey.domainSearch.code, OptionKey.ntpServers.code, OptionKey.broadcastAddress.code,
        ]
        for code in dispensable where encodedCount > room { remove(code) }
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
