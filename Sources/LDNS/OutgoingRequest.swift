import DNSWire
import NetTypes

/// A request as it is sent, and what its answer is checked against.
package struct OutgoingRequest: Hashable, Sendable {
    package let request: DNSRequest
    /// The datagram; over TCP its length goes in front.
    package let bytes: [UInt8]
    let id: UInt16
    let key: TSIGKey?
    /// The signature's own.
    let code: [UInt8]

    /// - Parameter key: `nil` sends it unsigned, and believes whatever is answered.
    package init(_ request: DNSRequest, key: TSIGKey?) throws(LDNSError) {
        let packet = try Packet(request)
        if let key { try packet.sign(with: key) }
        self.request = request
        self.key = key
        id = packet.id
        code = try packet.signature?.code ?? []
        bytes = try packet.encoded()
    }

    /// What a datagram from the server that was asked is worth, now. Whoever calls has seen to it that no other sent it.
    package func verdict(on bytes: [UInt8], now: Timestamp) -> ReplyVerdict {
        guard let header = Header(bytes), header.id == id, header.isReply,
            header.operation == (request.isUpdate ? Header.update : Header.query)
        else { return .unrelated }
        do throws(LDNSError) {
            let packet = try Packet(reading: bytes)
            let questions = packet.questions
            guard questions == [request.question] || questions.isEmpty && request.isUpdate else { return .unrelated }
            if header.isTruncated { return .doubtful(.truncated) }
            guard let key else { return .verified(packet.reply) }
            return try verdict(on: packet, bytes, key, now)
        } catch {
            return .doubtful(header.isTruncated ? .truncated : .unreadable)
        }
    }

    /// RFC 8945 §5.3: the key, the signature, then the time, then the error.
    private func verdict(
        on packet: borrowing Packet, _ bytes: [UInt8], _ key: TSIGKey, _ now: Timestamp
    ) throws(LDNSError) -> ReplyVerdict {
        guard let signature = try packet.signature else { return .doubtful(.unsigned(packet.reply.code)) }
        if signature.isEmpty, signature.error != .success { return .doubtful(.signatureRefused(signature.error)) }
        guard signature.isMade(with: key), packet.isSigned(with: key, bytes: bytes, answering: code) else {
            return .doubtful(.wrongSignature)
        }
        if signature.error == .badTime {
            return .doubtful(.clocksDiffer((signature.serverTime ?? signature.timeSigned) - now))
        }
        guard signature.error == .success else { return .doubtful(.signatureRefused(signature.error)) }
        let difference = signature.timeSigned - now
        let allowed = min(fudge, signature.fudge).milliseconds + 1000
        guard abs(difference.milliseconds) <= allowed else { return .doubtful(.wrongTime(difference)) }
        return .verified(packet.reply)
    }
}

/// The first twelve bytes of a message (RFC 1035 §4.1.1).
struct Header {
    let id: UInt16
    private let flags: UInt16

    static let query: UInt16 = 0
    static let update: UInt16 = 5

    init?(_ bytes: [UInt8]) {
        var cursor = ByteCursor()
        guard bytes.count >= 12, let id = try? cursor.readUInt16("id", of: bytes.span),
            let flags = try? cursor.readUInt16("flags", of: bytes.span)
        else { return nil }
        (self.id, self.flags) = (id, flags)
    }

    var isReply: Bool { flags >> 15 == 1 }
    var operation: UInt16 { flags >> 11 & 15 }
    var isTruncated: Bool { flags >> 9 & 1 == 1 }
}
