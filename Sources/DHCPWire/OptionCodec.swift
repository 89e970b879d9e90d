import NetTypes

/// The halves of one kind of option value: bytes and value, and the same as people read and write it. Kinds are few,
/// options many.
package struct OptionCodec<Value: Sendable>: Sendable {
    /// Throws with the offset inside the value; whoever knows the option's name adds it.
    package let decode: @Sendable (ArraySlice<UInt8>) throws(WireError) -> Value
    package let encode: @Sendable (Value) -> [UInt8]
    /// What a person wrote; `nil` where it is no value of this kind.
    package let parse: @Sendable (String) -> Value?
    /// The bytes as a person reads them, to the last of them; `nil` where they are no value of this kind.
    package let text: @Sendable (ArraySlice<UInt8>) -> String?

    /// - Parameter show: a value that was decoded, as a person reads it.
    init(
        decode: @escaping @Sendable (ArraySlice<UInt8>) throws(WireError) -> Value,
        encode: @escaping @Sendable (Value) -> [UInt8], parse: @escaping @Sendable (String) -> Value?,
        show: @escaping @Sendable (Value) -> String
    ) {
        self.init(decode: decode, encode: encode, parse: parse, text: { bytes in (try? decode(bytes)).map(show) })
    }

    init(
        decode: @escaping @Sendable (ArraySlice<UInt8>) throws(WireError) -> Value,
        encode: @escaping @Sendable (Value) -> [UInt8], parse: @escaping @Sendable (String) -> Value?,
        text: @escaping @Sendable (ArraySlice<UInt8>) -> String?
    ) {
        self.decode = decode
        self.encode = encode
        self.parse = parse
        self.text = text
    }
}

extension OptionCodec where Value: FixedWidthInteger & UnsignedInteger {
    /// One number, in as many bytes as its type has.
    static var number: Self {
        Self(
            decode: { bytes throws(WireError) in
                Value(truncatingIfNeeded: try bytes.number(Value.bitWidth / 8, "number"))
            },
            encode: { value in
                stride(from: Value.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
            },
            parse: { Value($0) }, show: { $0.description })
    }
}

extension OptionCodec<[UInt16]> {
    /// Numbers of two bytes, one or more.
    static var numbers: Self {
        Self(
            decode: { bytes throws(WireError) in
                try bytes.chunks(2, "numbers").map { UInt16($0.first ?? 0) << 8 | UInt16($0.last ?? 0) }
            },
            encode: { values in
                [UInt8](capacity: 2 * values.count) { for value in values { $0.append(bigEndian: value) } }
            },
            parse: { listed($0) { UInt16($0) } }, show: { $0.map(\.description).joined(separator: ", ") })
    }
}

extension OptionCodec<Interval> {
    /// Seconds in four bytes.
    static var seconds: Self {
        Self(
            decode: { bytes throws(WireError) in .seconds(Int(try bytes.number(4, "seconds"))) },
            encode: { value in [UInt8](capacity: 4) { $0.append(bigEndian: UInt32(clamping: value.seconds)) } },
            parse: { UInt32($0.hasSuffix("s") ? $0.dropLast() : $0[...]).map { .seconds(Int($0)) } },
            show: { "\($0.seconds)s" })
    }
}

extension OptionCodec<Bool> {
    /// One byte: 0 or 1.
    static var truth: Self {
        Self(
            decode: { bytes throws(WireError) in
                switch try bytes.number(1, "truth") {
                case 0: false
                case 1: true
                case let other: throw WireError("truth", at: 0, .invalid("\(other) is neither 0 nor 1"))
                }
            },
            encode: { [$0 ? 1 : 0] }, parse: { Bool($0) }, show: \.description)
    }
}

extension OptionCodec<String> {
    /// Text. A zero at its end, which some clients send, is left off when it is read; what is not UTF-8 becomes U+FFFD.
    static var text: Self {
        Self(
            decode: { bytes throws(WireError) in String(decoding: bytes.withoutFinalZeros, as: UTF8.self) },
            encode: { Array($0.utf8) }, parse: { $0.isEmpty ? nil : $0 }, text: { $0.map(printable).joined() })
    }

    /// Text that is written with a zero behind it: old ROMs read on past its end, into the next option's bytes.
    static var terminatedText: Self {
        Self(decode: text.decode, encode: { Array($0.utf8) + [0] }, parse: text.parse, text: text.text)
    }
}

extension OptionCodec<[UInt8]> {
    /// Bytes that mean something to their reader alone: `0104ff`.
    static var bytes: Self {
        Self(
            decode: { bytes throws(WireError) in Array(bytes) }, encode: { $0 }, parse: { [UInt8](hexadecimal: $0) },
            show: { hexadecimal($0) })
    }

    /// Bytes that are letters as a rule, with no zero to mark their end.
    static var letters: Self {
        Self(
            decode: bytes.decode, encode: { $0 }, parse: { Array($0.utf8) }, text: { $0.map(printable).joined() })
    }

    /// The codes of options: `1, 3, 6`.
    static var codes: Self {
        Self(
            decode: bytes.decode, encode: { $0 }, parse: { listed($0) { UInt8($0) } },
            show: { $0.map(\.description).joined(separator: " ") })
    }
}

extension OptionCodec where Value: RawRepresentable<UInt8> {
    /// One byte with names for its values.
    static func named(_ make: @escaping @Sendable (UInt8) -> Value?, show: @escaping @Sendable (Value) -> String)
        -> Self
    {
        Self(
            decode: { bytes throws(WireError) in
                let number = UInt8(truncatingIfNeeded: try bytes.number(1, "number"))
                guard let value = make(number) else {
                    throw WireError("number", at: 0, .invalid("\(number) means nothing here"))
                }
                return value
            },
            encode: { [$0.rawValue] }, parse: { UInt8($0).flatMap(make) }, show: show)
    }
}

extension ArraySlice<UInt8> {
    /// A big-endian number of exactly this many bytes.
    func number(_ count: Int, _ field: String) throws(WireError) -> UInt32 {
        guard self.count == count else { throw WireError(field, at: 0, .short(wanted: count, had: self.count)) }
        return reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Pieces of this many bytes, one or more, without a rest.
    func chunks(_ size: Int, _ field: String) throws(WireError) -> [ArraySlice<UInt8>] {
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

/// Values with commas between them, one or more; `nil` where one of them is none.
func listed<Value>(_ text: String, _ read: (String) -> Value?) -> [Value]? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
        read(String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()))
    }
    let values = parts.compactMap { $0 }
    return values.count == parts.count ? values : nil
}

private func printable(_ byte: UInt8) -> String {
    (0x20..<0x7f).contains(byte) ? String(UnicodeScalar(byte)) : "\\x" + hexadecimal(byte)
}
