import DNSWire
import NetTypes

/// Signs as RFC 8945 §4.3 says, with nothing of libldns: what the door is tested against.
struct SigningServer {
    static let secret = Array("01234567890123456789012345678901".utf8)
    static let key = TSIGKey(name("amorce"), .sha256, secret: "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")

    var keyName = name("amorce")
    var algorithm = TSIGAlgorithm.sha256.name
    var time: Int64
    var fudge: UInt16 = 300
    var error: UInt16 = 0
    var other: [UInt8] = []
    var isSigning = true

    /// The answer with its signature, as one who read the request would sign it.
    func signed(_ message: [UInt8], answering request: [UInt8]) -> [UInt8] {
        let code = isSigning ? signature(over: Self.code(of: request) + message) : []
        return Self.counted(message, more: 1) + keyName.wire + [0, 250, 0, 255, 0, 0, 0, 0]
            + Self.counted(
                algorithm.wire + times + Self.counted(code) + message.prefix(2) + number(error) + Self.counted(other))
    }

    func signature(over bytes: [UInt8]) -> [UInt8] {
        hmac(
            bytes + keyName.wire + [0, 255, 0, 0, 0, 0] + algorithm.wire + times + number(error) + Self.counted(other))
    }

    private var times: [UInt8] {
        stride(from: 40, through: 0, by: -8).map { UInt8(truncatingIfNeeded: time >> $0) } + number(fudge)
    }

    /// A request's own signature behind its length: in front of its id, error and other data, which are six bytes.
    static func code(of request: [UInt8]) -> [UInt8] { Array(request.suffix(2 + 32 + 6).prefix(34)) }

    /// What the request's signature was made over: all before its record, which is not counted yet.
    static func unsigned(_ request: [UInt8]) -> [UInt8] {
        let record = key.name.wire.count + 10 + key.algorithm.name.wire.count + 6 + 2 + 34 + 6
        return counted(Array(request.dropLast(record)), more: -1)
    }

    /// The time and fudge of a request.
    static func time(of request: [UInt8]) -> Int64 {
        request.suffix(2 + 32 + 6 + 8).prefix(6).reduce(0) { $0 << 8 | Int64($1) }
    }

    private static func counted(_ bytes: [UInt8]) -> [UInt8] { number(UInt16(bytes.count)) + bytes }

    /// With so many more records in the last section.
    private static func counted(_ message: [UInt8], more: Int) -> [UInt8] {
        Array(message.prefix(11)) + [UInt8(Int(message[11]) + more)] + message.dropFirst(12)
    }

    private func hmac(_ bytes: [UInt8]) -> [UInt8] {
        let key = Self.secret + [UInt8](repeating: 0, count: 64 - Self.secret.count)
        return sha256(of: key.map { $0 ^ 0x5c } + sha256(of: key.map { $0 ^ 0x36 } + bytes))
    }
}

func name(_ text: String) -> DNSName {
    guard let name = DNSName(text) else { preconditionFailure("\(text) is no name") }
    return name
}

func number(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 255)] }
