import NetTypes

/// The two halves of one kind of option value. Kinds are few, options many.
package struct OptionCodec<Value: Sendable>: Sendable {
    /// Throws with the offset inside the value; whoever knows the option's name adds it.
    package let decode: @Sendable (ArraySlice<UInt8>) throws(WireError) -> Value
    package let encode: @Sendable (Value) -> [UInt8]
}

extension OptionCodec<UInt8> {
    /// One byte.
    static var uint8: Self {
        Self(
            decode: { bytes throws(WireError) in UInt8(truncatingIfNeeded: try bytes.number(1, "number")) },
            encode: { [$0] })
    }
}

extension OptionCodec<UInt16> {
    /// Two bytes.
    static var uint16: Self {
        Self(
            decode: { bytes throws(WireError) in UInt16(truncatingIfNeeded: try bytes.number(2, "number")) },
            encode: { value in [UInt8](capacity: 2) { $0.append(bigEndian: value) } })
    }
}

extension OptionCodec<[UInt16]> {
    /// Numbers of two bytes, one or more.
    static var uint16s: Self {
        Self(
            decode: { bytes throws(WireError) in
                try bytes.chunks(2, "numbers").map { UInt16($0.first ?? 0) << 8 | UInt16($0.last ?? 0) }
            },
            encode: { values in
                [UInt8](capacity: 2 * values.count) { for value in values { $0.append(bigEndian: value) } }
            })
    }
}

extension OptionCodec<Interval> {
    /// Seconds in four bytes.
    static var seconds: Self {
        Self(
            decode: { bytes throws(WireError) in .seconds(Int(try bytes.number(4, "seconds"))) },
            encode: { value in [UInt8](capacity: 4) { $0.append(bigEndian: UInt32(clamping: value.seconds)) } })
    }
}

extension OptionCodec<IPv4Address> {
    /// One address.
    static var address: Self {
        Self(
            decode: { bytes throws(WireError) in IPv4Address(number: try bytes.number(4, "address")) },
            encode: { $0.octets })
    }
}

extension OptionCodec<[IPv4Address]> {
    /// Addresses, one or more.
    static var addresses: Self {
        Self(
            decode: { bytes throws(WireError) in
                try bytes.chunks(4, "addresses").map { IPv4Address(number: $0.reduce(0) { $0 << 8 | UInt32($1) }) }
            },
            encode: { $0.flatMap(\.octets) })
    }
}

extension OptionCodec<String> {
    /// Text. A zero at its end, which some clients send, is left off when it is read; what is not UTF-8 becomes U+FFFD.
    static var text: Self {
        Self(decode: { bytes throws(WireError) in String(decoding: bytes.withoutFinalZeros, as: UTF8.self) }) {
            Array($0.utf8)
        }
    }

    /// Text that is written with a zero behind it: old ROMs read on past its end, into the next option's bytes.
    static var terminatedText: Self { Self(decode: text.decode) { Array($0.utf8) + [0] } }
}

extension OptionCodec<[UInt8]> {
    static var bytes: Self {
        Self(decode: { bytes throws(WireError) in Array(bytes) }, encode: { $0 })
    }
}

extension OptionCodec where Value: RawRepresentable<UInt8> {
    /// One byte with names for its values.
    static func named(_ make: @escaping @Sendable (UInt8) -> Value?) -> Self {
        Self(
            decode: { bytes throws(WireError) in
                let number = UInt8(truncatingIfNeeded: try bytes.number(1, "number"))
                guard let value = make(number) else {
                    throw WireError("number", at: 0, .invalid("\(number) means nothing here"))
                }
                return value
            },
            encode: { [$0.rawValue] })
    }
}

extension OptionCodec<[DomainName]> {
    /// Domain names in DNS's form (RFC 3397 §2), one behind another. Written without compression; read without it too:
    /// only a server sends this option.
    static var domainNames: Self {
        Self(
            decode: { bytes throws(WireError) in
                var names: [DomainName] = []
                var labels: [String] = []
                var index = bytes.startIndex
                while index < bytes.endIndex {
                    let count = Int(bytes[index])
                    let at = index - bytes.startIndex
                    index += 1
                    guard count < 64 else { throw WireError("label", at: at, .invalid("compressed, or not a label")) }
                    guard bytes.endIndex - index >= count else {
                        throw WireError("label", at: at, .short(wanted: count, had: bytes.endIndex - index))
                    }
                    if count == 0 {
                        guard labels.allSatisfy({ HostName($0) != nil }),
                            let name = DomainName(labels.joined(separator: "."))
                        else {
                            throw WireError("name", at: at, .invalid("not a domain name"))
                        }
                        names.append(name)
                        labels = []
                    } else {
                        labels.append(String(decoding: bytes[index..<(index + count)], as: UTF8.self))
                        index += count
                    }
                }
                guard !names.isEmpty, labels.isEmpty else {
                    throw WireError("label", at: bytes.count, .short(wanted: 1, had: 0))
                }
                return names
            },
            encode: { names in
                names.flatMap { (name) -> [UInt8] in
                    let labels: [[UInt8]] = name.text.split(separator: ".").map { Array($0.utf8) }
                    return labels.flatMap { [UInt8(truncatingIfNeeded: $0.count)] + $0 } + [0]
                }
            })
    }
}

extension ArraySlice<UInt8> {
    /// A big-endian number of exactly this many bytes.
    fileprivate func number(_ count: Int, _ field: String) throws(WireError) -> UInt32 {
        guard self.count == count else { throw WireError(field, at: 0, .short(wanted: count, had: self.count)) }
        return reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Pieces of this many bytes, one or more, without a rest.
    fileprivate func chunks(_ size: Int, _ field: String) throws(WireError) -> [ArraySlice<UInt8>] {
        guard !isEmpty, count % size == 0 else {
            throw WireError(field, at: count - count % size, .short(wanted: size, had: count % size))
        }
        return stride(from: startIndex, to: endIndex, by: size).map { self[$0..<($0 + size)] }
    }

    fileprivate var withoutFinalZeros: ArraySlice<UInt8> {
        guard let last = lastIndex(where: { $0 != 0 }) else { return [] }
        return self[startIndex...last]
    }
}
