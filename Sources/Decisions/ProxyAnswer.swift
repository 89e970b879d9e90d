import DHCPWire
import NetTypes

/// A reply in proxy mode, and where it goes.
package struct ProxyAnswer: Hashable, Sendable {
    package let message: DHCPMessage
    /// This host's own address that it is sent from.
    package let source: IPv4Address
    /// `broadcast` is everyone on the link: most of those who ask have no address yet.
    package let destination: IPv4Address
    package let port: UInt16

    /// `nil` where the decision is to say nothing.
    /// - Parameter peer: where the message came from, for those who ask at port 4011.
    package init?(
        to request: ClientRequest, _ decision: ProxyDecision, at door: ProxyDoor, from arrival: Arrival,
        peer: IPv4Address, network: ServedNetwork, boot: BootInstructions
    ) {
        switch decision {
        case .offer: message = DHCPMessage(proxying: .offer, to: request, from: network.address, boot)
        case .acknowledge: message = DHCPMessage(proxying: .ack, to: request, from: network.address, boot)
        case .stayQuiet: return nil
        }
        source = network.address
        let asked = request.message
        if !asked.relayAddress.isUnspecified {
            (destination, port) = (asked.relayAddress, request.relay.usesSourcePort ? arrival.peerPort : 67)
        } else if door == .boot && peer.isHost {
            (destination, port) = (peer, arrival.peerPort)
        } else if decision == .acknowledge && asked.clientAddress.isHost {
            (destination, port) = (asked.clientAddress, 68)
        } else {
            (destination, port) = (.broadcast, 68)
        }
    }
}

extension DHCPMessage {
    /// What to boot and where to get it, and nothing about addresses: those are another server's to tell.
    fileprivate init(
        proxying type: DHCPMessageType, to request: ClientRequest, from server: IPv4Address, _ boot: BootInstructions
    ) {
        let asked = request.message
        self.init(
            operation: .reply, hardwareType: asked.hardwareType, hardwareLength: asked.hardwareLength,
            transactionID: asked.transactionID, flags: asked.flags,
            clientAddress: type == .ack ? asked.clientAddress : .any, nextServer: boot.nextServer,
            relayAddress: asked.relayAddress, hardwareAddress: asked.hardwareAddress)
        // The header's field is 128 bytes with the zero at its end.
        if boot.file.utf8.count < 128 { bootFile = Array(boot.file.utf8) }
        options.append(.messageType, type)
        options.append(.serverIdentifier, server)
        if boot.isHTTPBoot {
            options.append(.vendorClass, "HTTPClient")
        } else {
            // Without discovery control, `PXEClient` would send EDK2 to port 4011 instead of the boot file (EDK2
            // PxeBcDhcp4.c, 2026).
            options.append(.vendorClass, "PXEClient")
            options.append(.vendorOptions, vendorOptions(for: asked).encoded(.padded))
        }
        options.append(.tftpServerName, boot.nextServer.description)
        options.append(.bootFileName, boot.file)
        // RFC 6842 §3, RFC 4578 §2.3, and last what a relay added (RFC 3046 §2.2).
        for key in [OptionKey.clientIdentifier, .machineIdentifier, .relayAgentInformation] {
            if let bytes = asked.options.bytes(key.code) { options.append(code: key.code, Array(bytes)) }
        }
    }
}

/// The boot item goes back to who asks for one (71, PXE 2.1 §2.2.3); everyone else is told to take the boot file from
/// this very reply: bit 3 of discovery control (6).
private func vendorOptions(for asked: DHCPMessage) -> SubOptions {
    let said = asked.options.bytes(OptionKey.vendorOptions.code).flatMap { try? SubOptions(decoding: $0, .padded) }
    var options = SubOptions()
    if let item = said?[71] {
        options.append(71, item)
    } else {
        options.append(6, [8])
    }
    return options
}
