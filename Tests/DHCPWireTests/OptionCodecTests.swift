import DHCPWire
import NetTypes
import TestSupport
import Testing

/// The value that an option's bytes mean, and the bytes that it is written as.
private func expect<Value: Equatable>(
    _ key: OptionKey<Value>, _ value: Value, is bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation
) throws {
    var options = DHCPOptions()
    options.append(code: key.code, bytes)
    #expect(try options.value(key) == value, sourceLocation: sourceLocation)

    var written = DHCPOptions()
    written.append(key, value)
    #expect(written.bytes(key.code).map { Array($0) } == bytes, sourceLocation: sourceLocation)
}

/// The lengths that an option cannot have; the error names it.
private func expect<Value: Sendable>(
    _ key: OptionKey<Value>, hasNot counts: [Int], sourceLocation: SourceLocation = #_sourceLocation
) {
    for count in counts {
        var options = DHCPOptions()
        options.append(code: key.code, Array(repeating: 1, count: count))
        let error = #expect(throws: WireError.self, "\(count) bytes", sourceLocation: sourceLocation) {
            try options.value(key)
        }
        #expect(error?.field == "option \(key.code) (\(key.name))", sourceLocation: sourceLocation)
    }
}

@Suite("Option values, RFC 2132")
struct OptionCodecTests {
    @Test("an address has four bytes")
    func address() throws {
        try expect(.requestedAddress, .sample(42), is: [10, 77, 0, 42])
        expect(OptionKey.requestedAddress, hasNot: [0, 1, 3, 5, 8])
    }

    @Test("addresses have four bytes each, and there is one at least")
    func addresses() throws {
        try expect(.dnsServers, [.sample(1)], is: [10, 77, 0, 1])
        try expect(.dnsServers, [.sample(1), .sample(2)], is: [10, 77, 0, 1, 10, 77, 0, 2])
        expect(OptionKey.dnsServers, hasNot: [0, 1, 3, 5, 7])
    }

    @Test("a time has four bytes of seconds")
    func seconds() throws {
        try expect(.leaseTime, .hours(1), is: [0, 0, 0x0e, 0x10])
        try expect(.leaseTime, .seconds(0xffff_ffff), is: [255, 255, 255, 255])
        expect(OptionKey.leaseTime, hasNot: [0, 1, 2, 3, 5, 8])
    }

    @Test("a time that no option can hold is written as the nearest that it can")
    func clampedSeconds() {
        #expect(OptionKey.leaseTime.codec.encode(.seconds(-1)) == [0, 0, 0, 0])
        #expect(OptionKey.leaseTime.codec.encode(.seconds(1 << 33)) == [255, 255, 255, 255])
    }

    @Test("a size has two bytes")
    func number() throws {
        try expect(.maximumMessageSize, 1472, is: [0x05, 0xc0])
        expect(OptionKey.maximumMessageSize, hasNot: [0, 1, 3, 4])
    }

    @Test("architectures have two bytes each, and there is one at least")
    func numbers() throws {
        try expect(.architectures, [7], is: [0, 7])
        try expect(.architectures, [16, 0x0100], is: [0, 16, 1, 0])
        expect(OptionKey.architectures, hasNot: [0, 1, 3, 5])
    }

    @Test("a message type has one byte, of any value")
    func messageType() throws {
        try expect(.messageType, .discover, is: [1])
        try expect(.messageType, DHCPMessageType(rawValue: 13), is: [13])
        expect(OptionKey.messageType, hasNot: [0, 2])
    }

    @Test("overload is 1, 2 or 3", arguments: [0, 4, 255] as [UInt8])
    func overload(wrong: UInt8) throws {
        try expect(.overload, .bootFile, is: [1])
        try expect(.overload, [.bootFile, .serverName], is: [3])
        expect(OptionKey.overload, hasNot: [0, 2])

        var options = DHCPOptions()
        options.append(code: 52, [wrong])
        #expect(throws: WireError.self) { try options.value(.overload) }
    }

    @Test("bytes are what they are, none too")
    func bytes() throws {
        try expect(.clientIdentifier, [], is: [])
        try expect(.clientIdentifier, [0xff, 0, 1], is: [0xff, 0, 1])
    }

    @Test(
        "text ends before the zeros at its end, which some clients send",
        arguments: [([], ""), ([0], ""), ([0x61], "a"), ([0x61, 0], "a"), ([0x61, 0, 0], "a"), ([0, 0x61], "\0a")]
            as [([UInt8], String)])
    func text(bytes: [UInt8], text: String) throws {
        var options = DHCPOptions()
        for code: UInt8 in [12, 15, 60, 66, 67] { options.append(code: code, bytes) }

        for key in [OptionKey.hostName, .domainName, .vendorClass, .tftpServerName, .bootFileName] {
            #expect(try options.value(key) == text)
        }
    }

    @Test("text that is not UTF-8 is readable all the same")
    func foreignText() throws {
        var options = DHCPOptions()
        options.append(code: 12, [0x61, 0xff, 0x62])

        #expect(try options.value(.hostName) == "a\u{fffd}b")
    }

    @Test("names of boot files and their servers are written with a zero at the end, other text is not")
    func terminatedText() throws {
        try expect(.bootFileName, "a", is: [0x61, 0])
        try expect(.tftpServerName, "a", is: [0x61, 0])
        try expect(.hostName, "a", is: [0x61])
        try expect(.domainName, "a", is: [0x61])
    }

    @Test("domain names are labels with their lengths, RFC 3397 §2")
    func domainNames() throws {
        let lab: [UInt8] = [3, 0x6c, 0x61, 0x62, 4, 0x74, 0x65, 0x73, 0x74, 0]
        try expect(.domainSearch, [.sample("lab.test")], is: lab)
        try expect(.domainSearch, [.sample("lab.test"), .sample("lab")], is: lab + [3, 0x6c, 0x61, 0x62, 0])
        // RFC 3397 §2: what stands there already is pointed to.
        try expect(
            .domainSearch, [.sample("lab.test"), .sample("a.test"), .sample("b.a.test"), .sample("test")],
            is: lab + [1, 0x61, 0xc0, 4, 1, 0x62, 0xc0, 10, 0xc0, 4])
    }

    @Test(
        "domain names are read to their end or not at all",
        arguments: [
            [], [0], [3, 0x6c, 0x61], [3, 0x6c, 0x61, 0x62], [3, 0x61, 0x2e, 0x62, 0], [0xc0, 0], [64, 0x61, 0],
            [1, 0x61, 0xc0], [1, 0x61, 0xc0, 0], [1, 0x61, 0, 0xc0, 3], [1, 0x61, 0, 0xc0, 9], [0x80, 0x61, 0],
            [1, 0x61, 0, 0], [1, 0x2d, 0],
        ] as [[UInt8]])
    func badDomainNames(bytes: [UInt8]) {
        var options = DHCPOptions()
        options.append(code: 119, bytes)

        #expect(throws: WireError.self) { try options.value(.domainSearch) }
    }
}
