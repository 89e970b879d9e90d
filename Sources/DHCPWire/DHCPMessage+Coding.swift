import NetTypes

/// What stands before the options of every DHCP message (RFC 2131 §3).
private let magicCookie: UInt32 = 0x6382_5363

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
        let serverNameField = try at.readBytes(serverNameSize, "sname", of: bytes)
        let bootFileField = try at.readBytes(bootFileSize, "file", of: bytes)
        let cookieOffset = at.offset
        guard try at.readUInt32("cookie", of: bytes) == magicCookie else {
            throw WireError("cookie", at: cookieOffset, .invalid("not DHCP: the magic cookie is missing"))
        }
        options = try DHCPOptions(decoding: at.readBytes(bytes.count - at.offset, "options", of: bytes), area: .options)
        // The fields whole, since the zeros at their end may be an option's.
        let overload = try options.value(.overload) ?? []
        if overload.contains(.bootFile) {
            try options.append(contentsOf: DHCPOptions(decoding: bootFileField, area: .bootFile))
        }
        if overload.contains(.serverName) {
            try options.append(contentsOf: DHCPOptions(decoding: serverNameField, area: .serverName))
        }
        serverName = overload.contains(.serverName) ? [] : serverNameField.withoutFinalZeros
        bootFile = overload.contains(.bootFile) ? [] : bootFileField.withoutFinalZeros
    }

    /// The datagram, filled with zeros to at least the given size. Names that are too long for their fields are cut.
    package func encoded(atLeast size: Int = smallestDHCPMessage) -> [UInt8] {
        [UInt8](capacity: max(size, 548)) { output in
            output += [operation.rawValue, hardwareType, hardwareLength, hops]
            output.append(bigEndian: transactionID)
            output.append(bigEndian: secondsElapsed)
            output.append(bigEndian: flags.rawValue)
            for address in [clientAddress, yourAddress, nextServer, relayAddress] {
                output.append(bigEndian: address.number)
            }
            for half in [hardwareAddress.high, hardwareAddress.low] {
                output.append(bigEndian: UInt32(truncatingIfNeeded: half >> 32))
                output.append(bigEndian: UInt32(truncatingIfNeeded: half))
            }
            output.append(options.encoded(in: .serverName) ?? serverName, filling: serverNameSize)
            output.append(options.encoded(in: .bootFile) ?? bootFile, filling: bootFileSize)
            output.append(bigEndian: magicCookie)
            output += options.encoded(in: .options) ?? [255]
            if output.count < size { output += repeatElement(0, count: size - output.count) }
        }
    }
}

extension [UInt8] {
    fileprivate var withoutFinalZeros: [UInt8] { Array(prefix((lastIndex { $0 != 0 } ?? -1) + 1)) }

    fileprivate mutating func append(_ value: [UInt8], filling size: Int) {
        self += value.prefix(size)
        self += repeatElement(0, count: Swift.max(0, size - value.count))
    }
}
