import DNSWire
import NetTypes
import TestSupport
import Testing

@Suite("A domain name, RFC 1035 §2.3.4, §3.1")
struct DNSNameTests {
    @Test(
        "is written as zone files write it, and read again",
        arguments: [
            ("api-1.lab.example.org", "api-1.lab.example.org"), ("API-1.Lab.example.org.", "api-1.lab.example.org"),
            (".", "."), ("0/25.2.0.192.in-addr.arpa", "0/25.2.0.192.in-addr.arpa"), (#"a\.b.c"#, #"a\.b.c"#),
            (#"a\032b"#, #"a\032b"#), (#"\255"#, #"\255"#), (#"\097"#, "a"), ("_ldap._tcp", "_ldap._tcp"),
            ("é", #"\195\169"#),
        ])
    func text(row: (text: String, printed: String)) throws {
        let name = try #require(DNSName(row.text))

        #expect(name.description == row.printed)
        #expect(DNSName(row.printed) == name)
        #expect(DNSName(wire: name.wire) == name)
    }

    @Test(
        "is refused where a label is empty or long, or an escape is none",
        arguments: [
            "", "..", "a..b", ".a", String(repeating: "a", count: 64), #"a\"#, #"a\25"#, #"a\256"#,
            Array(repeating: String(repeating: "a", count: 63), count: 4).joined(separator: "."),
        ])
    func malformed(text: String) { #expect(DNSName(text) == nil) }

    @Test("has at most 255 bytes, and that many")
    func longest() throws {
        let labels = Array(repeating: [UInt8](repeating: 97, count: 63), count: 3)

        let longest = try #require(DNSName(labels: labels + [[UInt8](repeating: 97, count: 61)]))

        #expect(longest.wire.count == 255)
        #expect(DNSName(labels: labels + [[UInt8](repeating: 97, count: 62)]) == nil)
        #expect(DNSName(.sample("a"), in: longest) == nil)
    }

    @Test(
        "is read from bytes that hold it and nothing else",
        arguments: [[], [1], [1, 97], [1, 97, 0, 0], [0xc0, 0x0c], [3, 97, 98, 0]] as [[UInt8]])
    func wire(bytes: [UInt8]) { #expect(DNSName(wire: bytes) == nil) }

    @Test("is within its zone, by whole labels")
    func within() throws {
        let zone = DNSName(DomainName.sample("lab.example.org"))

        #expect(zone.wire == [3] + Array("lab".utf8) + [7] + Array("example".utf8) + [3] + Array("org".utf8) + [0])
        #expect(zone.isWithin(zone))
        #expect(try #require(DNSName("a.b.lab.example.org")).isWithin(zone))
        #expect(zone.isWithin(.root))
        #expect(try !#require(DNSName("slab.example.org")).isWithin(zone))
        #expect(try !#require(DNSName("example.org")).isWithin(zone))
    }

    @Test("of an address stands below in-addr.arpa, the last octet first")
    func reverse() {
        #expect(DNSName(reverseOf: .sample(5)).description == "5.0.77.10.in-addr.arpa")
    }
}

@Suite("A reverse zone, RFC 1035 §3.5, RFC 2317")
struct ReverseZoneTests {
    @Test(
        "says by its name which addresses it speaks for, and under which name",
        arguments: [
            ("0.77.10.in-addr.arpa", "10.77.0.0/24", "10.77.0.5", "5.0.77.10.in-addr.arpa"),
            ("77.10.in-addr.arpa", "10.77.0.0/16", "10.77.3.5", "5.3.77.10.in-addr.arpa"),
            ("10.in-addr.arpa", "10.0.0.0/8", "10.77.3.5", "5.3.77.10.in-addr.arpa"),
            ("5.0.77.10.in-addr.arpa", "10.77.0.5/32", "10.77.0.5", "5.0.77.10.in-addr.arpa"),
            ("0/25.2.0.192.in-addr.arpa", "192.0.2.0/25", "192.0.2.5", "5.0/25.2.0.192.in-addr.arpa"),
            ("128/26.2.0.192.in-addr.arpa", "192.0.2.128/26", "192.0.2.129", "129.128/26.2.0.192.in-addr.arpa"),
            ("0-127.2.0.192.in-addr.arpa", "192.0.2.0/25", "192.0.2.5", "5.0-127.2.0.192.in-addr.arpa"),
            ("64-71.2.0.192.in-addr.arpa", "192.0.2.64/29", "192.0.2.65", "65.64-71.2.0.192.in-addr.arpa"),
        ])
    func names(row: (zone: String, network: String, address: String, owner: String)) throws {
        let zone = try #require(DNSName(row.zone).flatMap { ReverseZone($0) })
        let address = try #require(IPv4Address(row.address))

        #expect(zone.network.description == row.network)
        #expect(zone.owner(of: address)?.description == row.owner)
    }

    @Test("has any name where the network is said, since an alias leads to it")
    func free() throws {
        let zone = ReverseZone(
            try #require(DNSName("rev.example.org")), network: try #require(IPv4Prefix("192.0.2.0/26")))

        #expect(zone.owner(of: IPv4Address(192, 0, 2, 9))?.description == "9.rev.example.org")
        #expect(zone.owner(of: IPv4Address(192, 0, 2, 64)) == nil)
    }

    @Test(
        "is not guessed from other names",
        arguments: [
            "in-addr.arpa", "lab.example.org", "256.in-addr.arpa", "01.in-addr.arpa", "a.77.10.in-addr.arpa",
            "1.2.3.4.5.in-addr.arpa", "0/24.2.0.192.in-addr.arpa", "1/25.2.0.192.in-addr.arpa",
            "0-25.2.0.192.in-addr.arpa", "0-126.2.0.192.in-addr.arpa", "127-0.2.0.192.in-addr.arpa",
            "0-0.2.0.192.in-addr.arpa.x", "0/33.2.0.192.in-addr.arpa", "8.0.ip6.arpa",
        ])
    func others(text: String) throws {
        #expect(ReverseZone(try #require(DNSName(text))) == nil)
    }
}
