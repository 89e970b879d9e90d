import NetTypes

/// What a record says, as far as it is understood here.
package enum RecordData: Hashable, Sendable {
    case a(IPv4Address)
    case ptr(DNSName)
    case dhcid(DHCID)
    case soa(StartOfAuthority)
    /// Of another kind, or with data that its kind does not have.
    case other(RecordType, [UInt8])

    package init(_ type: RecordType, _ data: [UInt8]) {
        let understood: Self? =
            switch type {
            case .a: IPv4Address(wire: data).map { .a($0) }
            case .ptr: DNSName(wire: data).map { .ptr($0) }
            case .dhcid: DHCID(data).map { .dhcid($0) }
            case .soa: StartOfAuthority(data).map { .soa($0) }
            default: nil
            }
        self = understood ?? .other(type, data)
    }

    /// The number of its kind.
    package var type: RecordType {
        switch self {
        case .a: .a
        case .ptr: .ptr
        case .dhcid: .dhcid
        case .soa: .soa
        case .other(let type, _): type
        }
    }

    /// `RDATA`
    package var encoded: [UInt8] {
        switch self {
        case .a(let address): address.octets
        case .ptr(let name): name.wire
        case .dhcid(let identifier): identifier.bytes
        case .soa(let authority): authority.encoded
        case .other(_, let data): data
        }
    }
}

/// `SOA`: where a zone starts, and who has its first copy (RFC 1035 §3.3.13).
package struct StartOfAuthority: Hashable, Sendable {
    /// `MNAME`: the primary server, which takes updates.
    package let primary: DNSName
    /// `RNAME`: who looks after the zone.
    package let contact: DNSName
    /// `SERIAL`: grows with each change.
    package let serial: UInt32
    /// `REFRESH`, `RETRY`, `EXPIRE` and `MINIMUM`.
    package let times: [UInt32]

    /// `nil` for what is no `SOA`'s data.
    init?(_ data: [UInt8]) {
        guard let first = lengthOfName(data[...]), let second = lengthOfName(data.dropFirst(first)),
            data.count == first + second + 20, let primary = DNSName(wire: data.prefix(first)),
            let contact = DNSName(wire: data.dropFirst(first).prefix(second))
        else { return nil }
        let numbers = stride(from: first + second, to: data.count, by: 4).map { place in
            data[place..<(place + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
        self.primary = primary
        self.contact = contact
        serial = numbers[0]
        times = Array(numbers.dropFirst())
    }

    var encoded: [UInt8] {
        var bytes = primary.wire + contact.wire
        for number in [serial] + times { bytes.append(bigEndian: number) }
        return bytes
    }
}

extension IPv4Address {
    /// `nil` if there are not four bytes.
    fileprivate init?(wire bytes: [UInt8]) {
        guard bytes.count == 4 else { return nil }
        self.init(bytes[0], bytes[1], bytes[2], bytes[3])
    }
}

/// How many bytes the uncompressed name in front has; `nil` where none ends.
private func lengthOfName(_ bytes: ArraySlice<UInt8>) -> Int? {
    var rest = bytes
    while let length = rest.popFirst() {
        if length == 0 { return bytes.count - rest.count }
        guard length < 64 else { return nil }
        rest = rest.dropFirst(Int(length))
    }
    return nil
}

extension RecordData: CustomStringConvertible {
    /// As `dig` prints it: `PTR api-1.lab.example.org`.
    package var description: String {
        switch self {
        case .a(let address): "A \(address)"
        case .ptr(let name): "PTR \(name)"
        case .dhcid(let identifier): "DHCID \(identifier)"
        case .soa(let authority): "SOA \(authority.primary) \(authority.contact) \(authority.serial)"
        case .other(let type, let data): "\(type) \\# \(data.count) \(hexadecimal(data))"
        }
    }
}
