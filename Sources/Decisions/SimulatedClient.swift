import DHCPWire
import Inventory
import NetTypes

/// A machine's firmware, played: what it says to a DHCP server, as real firmware of its kind was seen to (Tests/Captures).
package struct SimulatedClient: Hashable, Sendable {
    package let mac: MACAddress
    package let kind: Kind
    /// `xid`, by which answers are known.
    package let transactionID: UInt32

    /// What boots, by the word of the command line.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case bios, uefi
        case uefiHTTP = "uefi-http"
        case uefiARM64 = "uefi-arm64"
        case ipxe

        /// What it says of its architecture (RFC 4578 §2.1).
        var architecture: UInt16 {
            switch self {
            case .bios, .ipxe: 0
            case .uefi: 7
            case .uefiARM64: 11
            case .uefiHTTP: 16
            }
        }

        fileprivate var vendorClass: String {
            let (name, interface) = self == .uefiHTTP ? ("HTTPClient", "003000") : ("PXEClient", "003016")
            let number = String(architecture)
            return "\(name):Arch:\(String(repeating: "0", count: 5 - number.count))\(number):UNDI:\(interface)"
        }
    }

    package init(_ kind: Kind, mac: MACAddress, transactionID: UInt32) {
        self.kind = kind
        self.mac = mac
        self.transactionID = transactionID
    }

    /// What goes to everyone first.
    package var discover: DHCPMessage { message(.discover) }

    /// What takes an offer; `nil` for one that no server stands behind.
    package func request(_ offer: DHCPMessage) -> DHCPMessage? {
        guard let server = offer.options.read(.serverIdentifier) else { return nil }
        var message = message(.request)
        message.options.append(.requestedAddress, offer.yourAddress)
        message.options.append(.serverIdentifier, server)
        return message
    }

    /// What gives the address back.
    package func release(_ address: IPv4Address, to server: IPv4Address) -> DHCPMessage {
        var message = DHCPMessage(
            operation: .request, transactionID: transactionID, clientAddress: address,
            hardwareAddress: DHCPMessage.HardwareAddress(mac))
        message.options.append(.messageType, .release)
        message.options.append(.serverIdentifier, server)
        return message
    }

    /// What an answer is to this machine; `nil` for what is not meant for it.
    package func type(of answer: DHCPMessage) -> DHCPMessageType? {
        guard answer.operation == .reply, answer.transactionID == transactionID, answer.mac == mac else { return nil }
        return answer.options.read(.messageType)
    }

    /// Answers go to everyone: the address is on no interface yet.
    private func message(_ type: DHCPMessageType) -> DHCPMessage {
        var message = DHCPMessage(
            operation: .request, transactionID: transactionID, flags: .broadcast,
            hardwareAddress: DHCPMessage.HardwareAddress(mac))
        message.options.append(.messageType, type)
        message.options.append(.maximumMessageSize, 1472)
        message.options.append(.parameterRequestList, [1, 3, 6, 12, 15, 26, 28, 43, 60, 66, 67])
        message.options.append(.architectures, [kind.architecture])
        message.options.append(.vendorClass, kind.vendorClass)
        message.options.append(.machineIdentifier, [0] + [UInt8](repeating: 0, count: 10) + mac.octets)
        if kind == .ipxe {
            message.options.append(.userClass, Array("iPXE".utf8))
            // It was built with HTTP.
            message.options.append(.ipxe, [19, 1, 1])
        }
        return message
    }
}
