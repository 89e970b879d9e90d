import DNSWire
import Decisions
import NetTypes
import TestSupport
import Testing

@Suite("Which zone a name goes to")
struct NameZonesTests {
    private static let zones = NameZones(
        forward: [.sample("example.org"), .sample("lab.example.org"), .sample("b.example.net")],
        reverse: ["10.in-addr.arpa", "0.77.10.in-addr.arpa", "0/25.0.78.10.in-addr.arpa", "0.78.10.in-addr.arpa"]
            .compactMap { ReverseZone(.sample($0)) })

    @Test(
        "the longest that holds it",
        arguments: [
            ("a.lab.example.org", "lab.example.org"), ("a.b.lab.example.org", "lab.example.org"),
            ("lab.example.org", "lab.example.org"), ("slab.example.org", "example.org"), ("a.example.net", nil),
        ])
    func forward(row: (name: String, zone: String?)) {
        #expect(Self.zones.forwardZone(of: .sample(row.name))?.description == row.zone)
    }

    @Test(
        "for an address the smallest network, a part of an octet too",
        arguments: [
            ("10.77.0.5", "0.77.10.in-addr.arpa"), ("10.1.2.3", "10.in-addr.arpa"),
            ("10.78.0.127", "0/25.0.78.10.in-addr.arpa"), ("10.78.0.128", "0.78.10.in-addr.arpa"), ("192.0.2.1", nil),
        ])
    func reverse(row: (address: String, zone: String?)) throws {
        let address = try #require(IPv4Address(row.address))

        #expect(Self.zones.reverseZone(of: address)?.name.description == row.zone)
    }
}

@Suite("When a name is tried again")
struct RetryScheduleTests {
    @Test(
        "after twice as long each time, up to a limit",
        arguments: [
            (.network, [1, 2, 4, 5, 5, 5, 5]), (.configuration, [30, 60, 120, 240, 480, 900, 900]),
            (.conflict, [300, 600, 1200, 2400, 3600, 3600, 3600]),
        ] as [(RetrySchedule, [Int])])
    func delays(row: (schedule: RetrySchedule, seconds: [Int])) {
        #expect((1...7).map { row.schedule.delay(afterFailures: $0, jitter: 0).seconds } == row.seconds)
    }

    @Test("chance makes it shorter, by half at most, and nothing makes it fail")
    func jitter() {
        #expect(RetrySchedule.network.delay(afterFailures: 3, jitter: 0.5) == .seconds(3))
        #expect(RetrySchedule.network.delay(afterFailures: 3, jitter: 1) == .seconds(2))
        #expect(RetrySchedule.network.delay(afterFailures: 3, jitter: 9) == .seconds(2))
        #expect(RetrySchedule.network.delay(afterFailures: .max, jitter: .nan) == .seconds(5))
        #expect(RetrySchedule.network.delay(afterFailures: .min, jitter: -1) == .seconds(1))
    }

    @Test(
        "by what stood in the way",
        arguments: [
            (.done, nil), (.conflict(.name(.root)), .conflict), (.later(.silence), .network),
            (.later(.notPermitted), .configuration),
        ] as [(NameUpdateEnd, RetrySchedule?)])
    func kinds(row: (end: NameUpdateEnd, schedule: RetrySchedule?)) {
        #expect(RetrySchedule(after: row.end) == row.schedule)
    }
}

@Suite("What stands in a name's way, and what to do")
struct NameTroubleTests {
    @Test(
        "the network is tried soon, a mistake slowly",
        arguments: [
            (NameTrouble(ResponseCode.serverFailure), .network), (NameTrouble(ResponseCode.refused), .configuration),
            (NameTrouble(ResponseCode.notAuthoritative), .configuration),
            (NameTrouble(ResponseCode.outsideZone), .configuration),
            (NameTrouble(ResponseCode.notImplemented), .configuration),
            (NameTrouble(ResponseCode.malformed), .configuration),
            (NameTrouble(ResponseCode.nameExists), .configuration),
            (NameTrouble(ReplyDoubt.signatureRefused(.badKey)), .configuration),
            (NameTrouble(ReplyDoubt.signatureRefused(.badSignature)), .configuration),
            (NameTrouble(ReplyDoubt.signatureRefused(.badTruncation)), .configuration),
            (NameTrouble(ReplyDoubt.clocksDiffer(.hours(-1))), .configuration),
            (NameTrouble(ReplyDoubt.wrongTime(.hours(1))), .configuration),
            (NameTrouble(ReplyDoubt.unsigned(.refused)), .configuration),
            (NameTrouble(ReplyDoubt.wrongSignature), .network), (NameTrouble(ReplyDoubt.unreadable), .network),
            (.silence, .network), (.unreachable, .network), (.unsettled, .network),
        ] as [(NameTrouble, NameTrouble.Kind)])
    func kinds(row: (trouble: NameTrouble, kind: NameTrouble.Kind)) {
        #expect(row.trouble.kind == row.kind)
        #expect(!row.trouble.description.isEmpty && !row.trouble.cure.isEmpty)
    }

    @Test("a clock that differs is told by how much, and which way")
    func clocks() {
        #expect("\(NameTrouble.clocksDiffer(.hours(-1)))" == "the server's clock is 1h00m behind this host's (BADTIME)")
        #expect(
            "\(NameTrouble.clocksDiffer(.hours(1)))" == "the server's clock is 1h00m ahead of this host's (BADTIME)")
    }
}
