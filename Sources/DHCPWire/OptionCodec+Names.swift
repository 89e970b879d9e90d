import NetTypes

extension OptionCodec<[DomainName]> {
    /// Domain names in DNS's form, one behind another (RFC 3397 §2). A name's end that stands in the option already is
    /// pointed to, by its place in the whole option (RFC 1035 §4.1.4).
    static var domainNames: Self {
        Self(
            decode: { bytes throws(WireError) in
                var names: [DomainName] = []
                var at = bytes.startIndex
                while at < bytes.endIndex { names.append(try readName(of: bytes, &at)) }
                guard !names.isEmpty else { throw WireError("label", at: 0, .short(wanted: 1, had: 0)) }
                return names
            },
            encode: { names in
                var output: [UInt8] = []
                var places: [[Substring]: UInt16] = [:]
                for name in names { append(name, to: &output, &places) }
                return output
            },
            parse: { listed($0) { DomainName($0) } }, show: { $0.map(\.text).joined(separator: ", ") })
    }
}

/// Reads one name and moves behind it. A pointer leads towards the option's start only, so that none can go in circles.
private func readName(of bytes: ArraySlice<UInt8>, _ at: inout Int) throws(WireError) -> DomainName {
    let start = at
    var labels: [String] = []
    var index = at
    var earliest = at
    var isBehindPointer = false
    while true {
        let offset = index - bytes.startIndex
        guard index < bytes.endIndex else { throw WireError("label", at: offset, .short(wanted: 1, had: 0)) }
        let count = Int(bytes[index])
        index += 1
        if count == 0 { break }
        if count >= 0xc0 {
            guard index < bytes.endIndex else { throw WireError("pointer", at: offset, .short(wanted: 2, had: 1)) }
            let target = bytes.startIndex + (count - 0xc0) << 8 + Int(bytes[index])
            guard target < earliest else {
                throw WireError("pointer", at: offset, .invalid("does not lead towards the start"))
            }
            if !isBehindPointer { at = index + 1 }
            (isBehindPointer, earliest, index) = (true, target, target)
            continue
        }
        guard count < 64 else { throw WireError("label", at: offset, .invalid("neither a label nor a pointer")) }
        guard bytes.endIndex - index >= count else {
            throw WireError("label", at: offset, .short(wanted: count, had: bytes.endIndex - index))
        }
        labels.append(String(decoding: bytes[index..<(index + count)], as: UTF8.self))
        index += count
    }
    if !isBehindPointer { at = index }
    // A label may hold a dot on the wire, which no host's name does.
    guard labels.allSatisfy({ HostName($0) != nil }), let name = DomainName(labels.joined(separator: ".")) else {
        throw WireError("name", at: start - bytes.startIndex, .invalid("not a domain name"))
    }
    return name
}

private func append(_ name: DomainName, to output: inout [UInt8], _ places: inout [[Substring]: UInt16]) {
    var labels = name.text.split(separator: ".")[...]
    while let label = labels.first {
        if let place = places[Array(labels)] {
            output.append(bigEndian: 0xc000 | place)
            return
        }
        // A pointer has 14 bits.
        if output.count < 0x4000 { places[Array(labels)] = UInt16(truncatingIfNeeded: output.count) }
        output.append(UInt8(truncatingIfNeeded: label.utf8.count))
        output += label.utf8
        labels = labels.dropFirst()
    }
    output.append(0)
}
