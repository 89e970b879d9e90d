import DNSWire
import LDNS
import NetTypes
import Testing

@Suite("A request on its way, RFC 2136 §2, RFC 8945")
struct OutgoingRequestTests {
    private static let zone = name("lab.example.org")
    private static let update = DNSUpdate(
        of: zone, if: [.nameNotInUse(name("a.lab.example.org"))],
        [.add(DNSRecord(name("a.lab.example.org"), .a(IPv4Address(192, 0, 2, 5)), timeToLive: 300))])

    @Test(
        "an update has its zone, prerequisites and changes in their sections, and nothing in its flags but what it is")
    func update() throws {
        let bytes = try OutgoingRequest(.update(Self.update), key: nil).bytes

        let owner: [UInt8] = [1, 97, 0xc0, 12]
        #expect(
            Array(bytes.dropFirst(2)) == [0x28, 0, 0, 1, 0, 1, 0, 1, 0, 0] + Self.zone.wire + [0, 6, 0, 1] + owner
                + [0, 255, 0, 254, 0, 0, 0, 0, 0, 0] + [0xc0, 33] + [0, 1, 0, 1, 0, 0, 1, 44, 0, 4, 192, 0, 2, 5])
    }

    @Test("a query asks the server itself, and nobody behind it")
    func query() throws {
        let bytes = try OutgoingRequest(.query(Self.zone, .soa), key: nil).bytes

        #expect(Array(bytes.dropFirst(2)) == [0, 0, 0, 1, 0, 0, 0, 0, 0, 0] + Self.zone.wire + [0, 6, 0, 1])
    }

    @Test("ids differ")
    func ids() throws {
        let ids = try (0..<50).map { _ in try OutgoingRequest(.update(Self.update), key: nil).bytes.prefix(2) }

        #expect(Set(ids).count > 40)
    }

    @Test("the signature is the RFC's, over what is sent, with a fudge of five minutes")
    func signature() throws {
        let bytes = try OutgoingRequest(.update(Self.update), key: SigningServer.key).bytes
        let server = SigningServer(time: SigningServer.time(of: bytes))

        #expect(
            SigningServer.code(of: bytes) == [0, 32] + server.signature(over: SigningServer.unsigned(bytes)))
    }

    @Test("SHA-512 signs with its own length")
    func longer() throws {
        let key = TSIGKey(name("amorce"), .sha512, secret: SigningServer.key.secret)

        let bytes = try OutgoingRequest(.update(Self.update), key: key).bytes

        #expect(Array(bytes.suffix(2 + 64 + 6).prefix(2)) == [0, 64])
    }
}

@Suite("The verdict on an answer, RFC 8945 §5.3")
struct VerdictTests {
    private static let zone = name("lab.example.org")
    private static let request = DNSRequest.update(DNSUpdate(of: zone))

    private let sent: OutgoingRequest
    private let server: SigningServer
    private let now: Timestamp

    init() throws {
        sent = try OutgoingRequest(Self.request, key: SigningServer.key)
        let time = SigningServer.time(of: sent.bytes)
        server = SigningServer(time: time)
        now = Timestamp(seconds: time)
    }

    /// The answer without a signature; updates may come back without their zone.
    private func answer(_ code: UInt8, flags: UInt8 = 0xa8, hasZone: Bool = true) -> [UInt8] {
        Array(sent.bytes.prefix(2)) + [flags, code, 0, hasZone ? 1 : 0, 0, 0, 0, 0, 0, 0]
            + (hasZone ? Self.zone.wire + [0, 6, 0, 1] : [])
    }

    private func signed(_ message: [UInt8], _ change: (inout SigningServer) -> Void = { _ in }) -> [UInt8] {
        var server = server
        change(&server)
        return server.signed(message, answering: sent.bytes)
    }

    private func verdict(_ bytes: [UInt8]) -> ReplyVerdict { sent.verdict(on: bytes, now: now) }

    @Test("a signed answer is believed, whatever it says", arguments: [0, 5, 6, 8] as [UInt8], [true, false])
    func verified(code: UInt8, hasZone: Bool) {
        let reply = DNSReply(ResponseCode(rawValue: UInt16(code)))

        #expect(verdict(signed(answer(code, hasZone: hasZone))) == .verified(reply))
    }

    @Test("one bit more or less is another signature", arguments: [3, 4, 30, 60, 100])
    func changed(place: Int) {
        var bytes = signed(answer(0))
        bytes[place] ^= 1

        #expect(!isVerified(verdict(bytes)))
    }

    @Test("an answer to something else is none")
    func unrelated() {
        var otherID = signed(answer(0))
        otherID[0] ^= 1
        let notReply = signed(answer(0, flags: 0x28))
        let otherKind = signed(answer(0, flags: 0x80))
        let otherZone = signed(answer(0).map { $0 == UInt8(ascii: "l") ? UInt8(ascii: "m") : $0 })

        for bytes in [otherID, notReply, otherKind, otherZone, [], Array(signed(answer(0)).prefix(11))] {
            #expect(verdict(bytes) == .unrelated)
        }
    }

    @Test("without a signature it is a hint at best")
    func unsigned() {
        #expect(verdict(answer(5)) == .doubtful(.unsigned(.refused)))
        #expect(verdict(answer(0)) == .doubtful(.unsigned(.success)))
    }

    @Test("a server that refuses the signature cannot sign that", arguments: [ResponseCode.badKey, .badSignature])
    func refused(error: ResponseCode) {
        let bytes = signed(answer(9)) { ($0.error, $0.isSigning) = (error.rawValue, false) }

        #expect(verdict(bytes) == .doubtful(.signatureRefused(error)))
    }

    @Test("an empty signature without an error is a wrong one")
    func empty() {
        #expect(verdict(signed(answer(0)) { $0.isSigning = false }) == .doubtful(.wrongSignature))
    }

    @Test("a server whose clock differs says so, signed, with its own time")
    func badTime() {
        let ahead = server.time + 3600
        let bytes = signed(answer(9)) {
            $0.error = 18
            $0.other = stride(from: 40, through: 0, by: -8).map { UInt8(truncatingIfNeeded: ahead >> $0) }
        }

        #expect(verdict(bytes) == .doubtful(.clocksDiffer(.hours(1))))
    }

    @Test("another key's or another algorithm's signature is a wrong one")
    func otherKey() {
        #expect(verdict(signed(answer(0)) { $0.keyName = name("other") }) == .doubtful(.wrongSignature))
        #expect(verdict(signed(answer(0)) { $0.algorithm = name("hmac-sha512") }) == .doubtful(.wrongSignature))
        #expect(
            verdict(signed(answer(0)) { $0.algorithm = name("hmac-md5.sig-alg.reg.int") }) == .doubtful(.wrongSignature)
        )
    }

    @Test("a signature holds for five minutes", arguments: [(300, true), (-300, true), (302, false), (-302, false)])
    func time(row: (seconds: Int, isVerified: Bool)) {
        let verdict = sent.verdict(on: signed(answer(0)), now: now + .seconds(row.seconds))

        #expect(
            verdict == (row.isVerified ? .verified(DNSReply(.success)) : .doubtful(.wrongTime(.seconds(-row.seconds)))))
    }

    @Test("a fudge of the server's that is shorter holds too")
    func fudge() {
        let bytes = signed(answer(0)) { $0.fudge = 10 }

        #expect(sent.verdict(on: bytes, now: now + .seconds(60)) == .doubtful(.wrongTime(.seconds(-60))))
    }

    @Test("what is cut off is asked for again, signed or not")
    func truncated() {
        #expect(verdict(answer(0, flags: 0xaa)) == .doubtful(.truncated))
        #expect(verdict(Array(answer(0, flags: 0xaa).dropLast())) == .doubtful(.truncated))
    }

    @Test("what is too broken to be read is said to be")
    func unreadable() {
        #expect(verdict(Array(answer(0).dropLast())) == .doubtful(.unreadable))
    }

    @Test("a signature whose record is none costs nothing", arguments: 0...70)
    func brokenRecord(count: Int) {
        let whole = signed(answer(0))
        let record = whole.suffix(7 + 7 + 10 + 13 + 8 + 34 + 6)
        let short =
            Array(whole.dropLast(record.count)) + SigningServer.key.name.wire + [0, 250, 0, 255, 0, 0, 0, 0]
            + number(UInt16(count)) + whole.suffix(13 + 8 + 34 + 6).prefix(count)

        #expect(!isVerified(verdict(short)))
    }

    @Test("an answer to an unsigned query is taken as it comes, records and all")
    func query() throws {
        let sent = try OutgoingRequest(.query(Self.zone, .soa), key: nil)
        let start: [UInt8] = [0x84, 0, 0, 1, 0, 1, 0, 0, 0, 0]
        let record: [UInt8] = [0xc0, 12, 0, 6, 0, 1, 0, 0, 0, 60, 0, 27] + [2, 110, 115, 0xc0, 12, 0xc0, 12]
        let bytes = sent.bytes.prefix(2) + start + sent.bytes.dropFirst(12) + record + [UInt8](repeating: 0, count: 20)

        guard case .verified(let reply) = sent.verdict(on: Array(bytes), now: now) else {
            Issue.record("not read")
            return
        }
        #expect(reply.isAuthoritative)
        #expect(reply.answers.map(\.description) == ["lab.example.org 60 SOA ns.lab.example.org lab.example.org 0"])
    }

    private func isVerified(_ verdict: ReplyVerdict) -> Bool {
        guard case .verified = verdict else { return false }
        return true
    }
}
