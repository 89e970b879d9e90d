import NetTypes

/// What stands before the options of every DHCP message (RFC 2131 §3).
private let magicCookie: UInt32 = 0x6382_5363

/// The fixed header with the cookie.
private let sizeBeforeOptions = 240
private let serverNameSize = 64
private let bootFileSize = 128

/// No client may be sent less: BOOTP's 300 bytes of UDP payload (RFC 1542 §2.1).
package let smallestDHCPMessage = 300

extension DHCPMessage {
    /// Reads one datagram. Options that are cut off, or a message without the cookie, throw; an unknown option, or one
    /// whose value means nothing, costs nothing until someone asks for it.
    package init(decoding bytes: Span<UInt8>) throws(WireError) {
        var at = ByteCursor()
        operation = Operation(rawValue: try at.readUInt8("op", of: bytes))
        hardwareType = try at.readUInt8("htype", of: bytes)
        hardwareLength = try at.readUInt8("hlen", of: bytes)
        hops = try at.readUInt8("hops", of: bytes)
        transactionID = try at.readUInt32("xid", of: bytes)
        secondsElapsed = try at.readUInt16("secs", of: bytes)
        flags = Flags(rawValue: try at.readUInt16("flags", of: bytes))
        clientAddress = try at.readAddress("ciaddr", of: bytes)
        yourAddress = try at.readAddress("yiaddr", of: bytes)
        nextServer = try at.readAddress("siaddr", of: bytes)
        relayAddress = try at.readAddress("giaddr", of: bytes)
        let high = UInt64(try at.readUInt32("chaddr", of: bytes)) << 32 | UInt64(try at.readUInt32("chaddr", of: bytes))
        let low = UInt64(try at.readUInt32("chaddr", of: bytes)) << 32 | UInt64(try at.readUInt32("chaddr", of: bytes))
        hardwareAddress = HardwareAddress(high: high, low: low)
        let serverNameField = try at.readRange(serverNameSize, "sname", of: bytes)
        let bootFileField = try at.readRange(bootFileSize, "file", of: bytes)
        let cookieOffset = at.offset
        guard try at.readUInt32("cookie", of: bytes) == magicCookie else {
            throw WireError("cookie", at: cookieOffset, .invalid("not DHCP: the magic cookie is missing"))
        }
        options = try DHCPOptions(decoding: at.readBytes(bytes.count - at.offset, "options", of: bytes), area: .options)
        // The fields whole, since the zeros at their end may be an option's.
        let overload = try options.value(.overload) ?? []
        if overload.contains(.bootFile) {
            try options.append(
                contentsOf: DHCPOptions(decoding: [UInt8](copying: bootFileField, of: bytes), area: .bootFile))
        }
        if overload.contains(.serverName) {
            try options.append(
                contentsOf: DHCPOptions(decoding: [UInt8](copying: serverNameField, of: bytes), area: .serverName))
        }
        serverName = overload.contains(.serverName) ? [] : [UInt8](untilFinalZeros: serverNameField, of: bytes)
        bootFile = overload.contains(.bootFile) ? [] : [UInt8](untilFinalZeros: bootFileField, of: bytes)
    }

    /// The datagram, filled with zeros to at least the given size. Names that are too long for their fields are cut.
    package func encoded(atLeast size: Int = smallestDHCPMessage) -> [UInt8] {
        [UInt8](capacity: encodedCount(atLeast: size), initializingWith: { encode(to: &$0, atLeast: size) })
    }

    /// How many bytes the datagram has.
    package func encodedCount(atLeast size: Int = smallestDHCPMessage) -> Int {
        max(size, sizeBeforeOptions + options.encodedCount + 1)
    }

    /// Writes the datagram where there is room for `encodedCount` bytes.
    package func encode(to output: inout OutputSpan<UInt8>, atLeast size: Int = smallestDHCPMessage) {
        let start = output.count
        output.append(operation.rawValue)
        output.append(hardwareType)
        output.append(hardwareLength)
        output.append(hops)
        output.append(bigEndian: transactionID)
        output.append(bigEndian: secondsElapsed)
        output.append(bigEndian: flags.rawValue)
        output.append(bigEndian: clientAddress.number)
        output.append(bigEndian: yourAddress.number)
        output.append(bigEndian: nextServer.number)
        output.append(bigEndian: relayAddress.number)
        output.append(bigEndian: UInt32(truncatingIfNeeded: hardwareAddress.high >> 32))
        output.append(bigEndian: UInt32(truncatingIfNeeded: hardwareAddress.high))
        output.append(bigEndian: UInt32(truncatingIfNeeded: hardwareAddress.low >> 32))
        output.append(bigEndian: UInt32(truncatingIfNeeded: hardwareAddress.low))
        output.append(options.encoded(in: .serverName) ?? serverName, filling: serverNameSize)
        output.append(options.encoded(in: .bootFile) ?? bootFile, filling: bootFileSize)
        output.append(bigEndian: magicCookie)
        options.encode(.options, to: &output)
        output.append(repeating: 0, count: max(0, size - (output.count - start)))
    }
}

extension [UInt8] {
    /// What stands in a field without the zeros at its end.
    fileprivate init(untilFinalZeros field: Range<Int>, of bytes: Span<UInt8>) {
        var end = field.upperBound
        while end > field.lowerBound, bytes[end - 1] == 0 { end -= 1 }
        self = end > field.lowerBound ? [UInt8](copying: field.lowerBound..<end, of: bytes) : []
    }
}

extension OutputSpan<UInt8> {
    fileprivate mutating func append(_ value: [UInt8], filling size: Int) {
        for byte in value.prefix(size) { append(byte) }
        append(repeating: 0, count: Swift.max(0, size - value.count))
    }
}
