import DHCPWire
import NetTypes

/// How BIOS firmware comes to its address and its boot file, behind a relay (RFC 2131 §3.1).
package struct AddressTalk: Sendable {
    private let mac: MACAddress
    private let relay: IPv4Address
    private let transactionID: UInt32
    private var isOffered = false
    /// What is sent again when nothing is heard, with the seconds since the beginning.
    private var message: DHCPMessage

    package init(_ mac: MACAddress, relay: IPv4Address, transactionID: UInt32) {
        self.mac = mac
        self.relay = relay
        self.transactionID = transactionID
        message = DHCPMessage(
            operation: .request, hops: 1, transactionID: transactionID, relayAddress: relay,
            hardwareAddress: DHCPMessage.HardwareAddress(mac))
        message.fill(.discover, mac)
    }

    /// What the machine is given.
    package struct Given: Hashable, Sendable {
        package let address: IPv4Address
        package let server: IPv4Address
        package let bootFile: String

        package init(address: IPv4Address, server: IPv4Address, bootFile: String) {
            self.address = address
            self.server = server
            self.bootFile = bootFile
        }
    }

    /// What an answer leads to.
    package enum Step: Hashable, Sendable {
        case nothing
        /// There is a request to be sent, which is a new one.
        case answer
        case given(Given)
    }

    /// The message that is to be sent, or sent again.
    package func datagram(secondsElapsed: UInt16) -> [UInt8] {
        var message = message
        message.secondsElapsed = secondsElapsed
        return message.encoded()
    }

    /// Throws a refusal, and an acknowledgement that nothing can be booted with.
    package mutating func take(_ answer: DHCPMessage) throws(MalformedText) -> Step {
        guard answer.transactionID == transactionID, answer.mac == mac else { return .nothing }
        switch (try? answer.options.value(.messageType)).flatMap({ $0 }) {
        case .offer?:
            guard !isOffered, let server = (try? answer.options.value(.serverIdentifier)).flatMap({ $0 }) else {
                return .nothing
            }
            isOffered = true
            message.options = DHCPOptions()
            message.fill(.request, mac)
            message.options.append(.requestedAddress, answer.yourAddress)
            message.options.append(.serverIdentifier, server)
            return .answer
        case .ack?: return isOffered ? .given(try Given(answer)) : .nothing
        case .nak?: throw MalformedText("a NAK")
        default: return .nothing
        }
    }
}

extension AddressTalk.Given {
    fileprivate init(_ answer: DHCPMessage) throws(MalformedText) {
        let named = (try? answer.options.value(.bootFileName)).flatMap { $0 }
        let file = named ?? String(decoding: answer.bootFile, as: UTF8.self)
        guard !file.isEmpty, !answer.nextServer.isUnspecified else { throw MalformedText("an ACK without a boot file") }
        self.init(address: answer.yourAddress, server: answer.nextServer, bootFile: file)
    }
}

extension DHCPMessage {
    /// What a PXE ROM says of itself.
    fileprivate mutating func fill(_ type: DHCPMessageType, _ mac: MACAddress) {
        options.append(.messageType, type)
        options.append(.maximumMessageSize, 1472)
        options.append(.architectures, [0])
        options.append(.vendorClass, "PXEClient:Arch:00000:UNDI:002001")
        options.append(.parameterRequestList, [1, 3, 6, 12, 15, 43, 54, 60, 66, 67])
        options.append(.machineIdentifier, [0] + [UInt8](repeating: 0, count: 10) + mac.octets)
    }
}
