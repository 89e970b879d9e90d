import DNSWire
import NetTypes

/// A zone's records as they come in, message by message (RFC 5936 §2.2). Each message is signed over the one before; a server
/// that leaves signatures out in between is not believed.
package struct IncomingTransfer: Sendable {
    private let request: OutgoingRequest
    private var code: [UInt8]
    private var messages = 0
    private var authorities = 0

    /// - Parameter request: the transfer that was asked for.
    package init(answering request: OutgoingRequest) {
        self.request = request
        code = request.code
    }

    /// What one message brought.
    package enum Step: Hashable, Sendable {
        case records([DNSRecord])
        /// The last ones.
        case complete([DNSRecord])
        case failed(TransferProblem)
    }

    /// Takes in the next message of the connection.
    package mutating func read(_ bytes: [UInt8], now: Timestamp) -> Step {
        guard let header = Header(bytes), header.id == request.id, header.isReply, header.operation == Header.query
        else {
            return .failed(.unreadable)
        }
        do throws(LDNSError) {
            let packet = try Packet(reading: bytes)
            let reply = packet.reply
            guard reply.code == .success else { return .failed(.refused(reply.code)) }
            guard try isSigned(packet, bytes, now) else { return .failed(.unsigned) }
            messages += 1
            if messages == 1 {
                guard let first = reply.answers.first, first.owner == request.request.question.name,
                    first.data.type == .soa
                else { return .failed(.unreadable) }
            }
            authorities += reply.answers.count { $0.data.type == .soa }
            // The zone's SOA stands at both ends.
            return authorities > 1 ? .complete(reply.answers) : .records(reply.answers)
        } catch {
            return .failed(.unreadable)
        }
    }

    private mutating func isSigned(
        _ packet: borrowing Packet, _ bytes: [UInt8], _ now: Timestamp
    ) throws(LDNSError) -> Bool {
        guard let key = request.key else { return true }
        guard let signature = try packet.signature, signature.isMade(with: key), signature.error == .success,
            abs((signature.timeSigned - now).milliseconds) <= min(fudge, signature.fudge).milliseconds + 1000
        else { return false }
        let isSigned =
            messages == 0
            ? packet.isSigned(with: key, bytes: bytes, answering: code)
            : packet.isSigned(with: key, bytes: bytes, following: code)
        code = signature.code
        return isSigned
    }
}

/// Why a zone cannot be read whole.
package enum TransferProblem: Hashable, Sendable {
    case unreachable, silence, tooLarge
    /// The server does not give it to who asks with this key.
    case refused(ResponseCode)
    /// A message is not signed as it should be.
    case unsigned
    case unreadable
}

extension TransferProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreachable: "nothing listens there by TCP"
        case .silence: "no answer"
        case .tooLarge: "it is larger than is taken"
        case .refused(let code): "the server does not give it away (\(code))"
        case .unsigned: "its messages are not all signed with the key"
        case .unreadable: "the answer is unreadable"
        }
    }
}
