import DNSWire
import Decisions
import NetTypes
import Testing

@Suite("One request and the servers of a zone, RFC 1035 §4.2, RFC 8945 §5.3")
struct NameExchangeTests {
    private static let yes = NameExchangeEvent.answer(.verified(DNSReply(.success)))
    private static func code(_ code: ResponseCode) -> NameExchangeEvent { .answer(.verified(DNSReply(code))) }
    private static func doubt(_ doubt: ReplyDoubt) -> NameExchangeEvent { .answer(.doubtful(doubt)) }

    @Test("goes out as a datagram, and ends with the answer")
    func answered() {
        var exchange = NameExchange(bytes: 300, serverCount: 1)

        #expect(exchange.opening == .send(.udp, to: 0, answerWithin: .seconds(1)))
        #expect(exchange.on(Self.code(.noSuchRecords)) == .finish(.replied(DNSReply(.noSuchRecords))))
        #expect(exchange.on(Self.yes) == .listen)
    }

    @Test("goes out over TCP where it is too large for a datagram, or the answer was")
    func large() {
        #expect(NameExchange(bytes: 513, serverCount: 1).opening == .send(.tcp, to: 0, answerWithin: .seconds(5)))
        var exchange = NameExchange(bytes: 512, serverCount: 1)

        #expect(exchange.on(Self.doubt(.truncated)) == .send(.tcp, to: 0, answerWithin: .seconds(5)))
        #expect(exchange.on(Self.yes) == .finish(.replied(DNSReply(.success))))
    }

    @Test("asks each server twice, then says that none answered")
    func silence() {
        var exchange = NameExchange(bytes: 300, serverCount: 2)

        #expect(exchange.on(.timeout) == .send(.udp, to: 0, answerWithin: .seconds(2)))
        #expect(exchange.on(.timeout) == .send(.udp, to: 1, answerWithin: .seconds(1)))
        #expect(exchange.on(.timeout) == .send(.udp, to: 1, answerWithin: .seconds(2)))
        #expect(exchange.on(.timeout) == .finish(.failed(.silence)))
    }

    @Test("leaves a server at once where nothing listens")
    func unreachable() {
        var exchange = NameExchange(bytes: 300, serverCount: 2)

        #expect(exchange.on(.unreachable) == .send(.udp, to: 1, answerWithin: .seconds(1)))
        #expect(exchange.on(.unreachable) == .finish(.failed(.unreachable)))
        #expect(NameExchange(bytes: 300, serverCount: 0).opening == .finish(.failed(.unreachable)))
    }

    @Test("is not fooled by what anyone may have sent: it waits for a better answer")
    func forged() {
        var exchange = NameExchange(bytes: 300, serverCount: 1)

        #expect(exchange.on(.answer(.unrelated)) == .listen)
        #expect(exchange.on(Self.doubt(.unsigned(.refused))) == .listen)
        #expect(exchange.on(Self.doubt(.wrongSignature)) == .listen)
        #expect(exchange.on(Self.doubt(.unreadable)) == .listen)
        #expect(exchange.on(Self.yes) == .finish(.replied(DNSReply(.success))))
    }

    @Test(
        "takes a doubtful answer for what it is when nothing better comes",
        arguments: [
            (.signatureRefused(.badKey), .unknownKey), (.signatureRefused(.badSignature), .wrongSecret),
            (.unsigned(.notImplemented), .unsigned(.notImplemented)), (.wrongSignature, .wrongSignature),
        ] as [(ReplyDoubt, NameTrouble)])
    func doubted(row: (doubt: ReplyDoubt, trouble: NameTrouble)) {
        var exchange = NameExchange(bytes: 300, serverCount: 1)

        #expect(exchange.on(Self.doubt(row.doubt)) == .listen)
        #expect(exchange.on(.timeout) == .finish(.failed(row.trouble)))
    }

    @Test("does not wait where the signature holds, or where nobody else can speak")
    func certain() {
        var overUDP = NameExchange(bytes: 300, serverCount: 1)
        var overTCP = NameExchange(bytes: 600, serverCount: 1)

        #expect(overUDP.on(Self.doubt(.clocksDiffer(.hours(1)))) == .finish(.failed(.clocksDiffer(.hours(1)))))
        #expect(overTCP.on(Self.doubt(.signatureRefused(.badKey))) == .finish(.failed(.unknownKey)))
    }

    @Test(
        "asks the next server where one cannot do it",
        arguments: [ResponseCode.serverFailure, .refused, .notAuthoritative, .notImplemented, .malformed])
    func next(code: ResponseCode) {
        var exchange = NameExchange(bytes: 300, serverCount: 2)

        #expect(exchange.on(Self.code(code)) == .send(.udp, to: 1, answerWithin: .seconds(1)))
        #expect(exchange.on(Self.yes) == .finish(.replied(DNSReply(.success))))
    }

    @Test("tells of the server that may come back before the one that said no")
    func hope() {
        var exchange = NameExchange(bytes: 300, serverCount: 2)
        _ = exchange.on(Self.code(.notAuthoritative))
        _ = exchange.on(.timeout)

        #expect(exchange.on(.timeout) == .finish(.failed(.silence)))

        var refused = NameExchange(bytes: 300, serverCount: 2)
        _ = refused.on(Self.code(.refused))
        #expect(refused.on(Self.code(.notAuthoritative)) == .finish(.failed(.notPermitted)))
    }

    @Test("ends a connection that says nothing, and one that is cut off there too")
    func connection() {
        var silent = NameExchange(bytes: 600, serverCount: 1)
        var cutOff = NameExchange(bytes: 600, serverCount: 1)

        #expect(silent.on(.timeout) == .finish(.failed(.silence)))
        #expect(cutOff.on(Self.doubt(.truncated)) == .finish(.failed(.unreadable)))
    }
}
