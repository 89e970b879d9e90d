import DHCPWire
import NetTypes

/// A question to every DHCP server on a link, asked as a relay would (RFC 2131 §4.1): so the answers come to port 67 of
/// this host and not to everyone.
package struct ServerProbe: Hashable, Sendable {
    /// `xid`, by which answers are known.
    package let transactionID: UInt32
    /// This host's own address on the link.
    package let address: IPv4Address
    /// The hardware address of its interface.
    package let hardware: MACAddress

    package init(transactionID: UInt32, address: IPv4Address, hardware: MACAddress) {
        self.transactionID = transactionID
        self.address = address
        self.hardware = hardware
    }

    /// What goes to everyone on the link, port 67. An offer that it brings about runs out by itself.
    package var message: DHCPMessage {
        var message = DHCPMessage(
            operation: .request, hops: 1, transactionID: transactionID, relayAddress: address,
            hardwareAddress: DHCPMessage.HardwareAddress(hardware))
        message.options.append(.messageType, .discover)
        return message
    }

    /// What a datagram is to who sent this.
    package enum Echo: Hashable, Sendable {
        /// The question itself: what is sent to everyone comes back to the sender.
        case question
        /// The answer of another server, known by this address.
        case answer(IPv4Address)
    }

    /// `nil` for what has nothing to do with it.
    package func echo(in message: DHCPMessage) -> Echo? {
        guard message.transactionID == transactionID, message.relayAddress == address,
            message.hardwareAddress == DHCPMessage.HardwareAddress(hardware)
        else { return nil }
        if message.operation == .request { return .question }
        guard let server = (try? message.options.value(.serverIdentifier)).flatMap({ $0 }), server.isHost,
            server != address
        else { return nil }
        return .answer(server)
    }
}
