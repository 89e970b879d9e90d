import DNSWire
import NetTypes
import Testing

@Suite("An update in a message, RFC 2136 §2.4, §2.5")
struct DNSUpdateTests {
    static let name = DNSName(reverseOf: IPv4Address(192, 0, 2, 5))
    static let data = RecordData.a(IPv4Address(192, 0, 2, 5))

    @Test(
        "a prerequisite is told by its class and type",
        arguments: [
            (.nameInUse(name), "00ff 00ff 00000000 0000"), (.nameNotInUse(name), "00ff 00fe 00000000 0000"),
            (.hasRecords(name, .dhcid), "0031 00ff 00000000 0000"),
            (.hasNoRecords(name, .cname), "0005 00fe 00000000 0000"),
            (.hasOnly(name, data), "0001 0001 00000000 0004 c0000205"),
        ] as [(DNSUpdate.Prerequisite, String)])
    func prerequisites(row: (prerequisite: DNSUpdate.Prerequisite, hexadecimal: String)) {
        #expect(row.prerequisite.record.encoded == Self.name.wire + bytes(row.hexadecimal))
    }

    @Test(
        "so is a change",
        arguments: [
            (.add(DNSRecord(name, data, timeToLive: 300)), "0001 0001 0000012c 0004 c0000205"),
            (.removeAll(name, .a), "0001 00ff 00000000 0000"),
            (.remove(name, data), "0001 00fe 00000000 0004 c0000205"),
        ] as [(DNSUpdate.Change, String)])
    func changes(row: (change: DNSUpdate.Change, hexadecimal: String)) {
        #expect(row.change.record.encoded == Self.name.wire + bytes(row.hexadecimal))
    }

    @Test("the zone stands where a question does")
    func zone() {
        #expect(DNSRequest.update(DNSUpdate(of: Self.name)).question == DNSQuestion(name: Self.name, type: .soa))
    }
}

@Suite("What a record says")
struct RecordDataTests {
    @Test(
        "is read by its kind, and written again",
        arguments: [
            (.a, "c0000205", "A 192.0.2.5"), (.ptr, "01610162 00", "PTR a.b"), (.dhcid, "000001aabb", "DHCID AAABqrs="),
            (.soa, "026e7300 0161 00 0000000a 00000001 00000002 00000003 00000004", "SOA ns a 10"),
            // What its kind does not have is kept as it came.
            (.a, "c00002", ##"A \# 3 c00002"##), (.ptr, "c00c", ##"PTR \# 2 c00c"##),
            (.dhcid, "0000", ##"DHCID \# 2 0000"##),
            (.soa, "00", ##"SOA \# 1 00"##), (.soa, "00000000", ##"SOA \# 4 00000000"##),
            (RecordType(rawValue: 16), "0161", ##"TYPE16 \# 2 0161"##),
        ])
    func coding(row: (type: RecordType, hexadecimal: String, text: String)) {
        let data = RecordData(row.type, bytes(row.hexadecimal))

        #expect(data.description == row.text)
        #expect(data.type == row.type)
        #expect(data.encoded == bytes(row.hexadecimal))
    }
}

private func bytes(_ text: String) -> [UInt8] { [UInt8](hexadecimal: text.filter { $0 != " " }) ?? [] }
