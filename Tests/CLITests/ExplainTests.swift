import CLI
import DHCPWire
import Decisions
import Inventory
import NetTypes
import Settings
import TestSupport
import Testing
import YAML

@Suite("amorce explain")
struct ExplainTests {
    private let discover = DHCPMessage.client(.discover, mac: .sample(1)).frame()

    @Test("each message with its log line, its reasons and its answer, and at the end what was counted")
    func text() {
        let capture = captureFile(of: [(.noon, discover), (.noon, ethernetFrame([]))])

        let outcome = explain(capture, "--empty --options", answering: offer)

        #expect(outcome.status == .done)
        #expect(outcome.errors.isEmpty)
        #expect(
            outcome.output == """
                answers of 10.77.0.1; machines known: 0, leases known: 0

                == 1  22:13:20.000  +0.000s  discover of 52:54:00:00:00:01  0.0.0.0:68 > 255.255.255.255:67
                    xid 0x12345678
                    53 dhcp-message-type: discover
                -- dhcp=discover
                   because
                -> offer for 52:54:00:00:00:01, to everyone
                    xid 0x12345678
                    yiaddr 10.77.0.100
                    53 dhcp-message-type: offer  [daemon]

                messages: 1 of clients, 0 of servers; 1 packets of other kinds

                """)
    }

    @Test("by itself it tells what a boot depends on, and nothing twice")
    func brief() {
        var answer = reply
        answer.nextServer = .server
        answer.bootFile = Array("pxelinux.0".utf8)
        answer.options.append(code: 66, Array("10.77.0.1\0".utf8))
        answer.options.append(code: 67, Array("pxelinux.0".utf8))
        answer.options.append(code: 15, Array("example.org".utf8))
        let client = DHCPMessage.client(.discover, mac: .sample(1)) { options in
            options.append(code: 55, [1, 3, 6])
            options.append(code: 93, [0, 0])
            options.append(code: 82, [1, 4] + Array("eth1".utf8) + [5, 4, 10, 77, 3, 0])
        }

        let outcome = explain(captureFile(of: [(.noon, client.frame())])) { _ in
            Explanation(
                line: "dhcp=discover", reasons: [],
                answer: Explanation.Answer(answer, from: .server, to: "everyone", told: []))
        }

        #expect(
            outcome.output.contains(
                """
                    93 client-system: 0; 82 dhcp-agent-options: 1 circuit-id: eth1, 5 link-selection: 10.77.3.0
                -- dhcp=discover
                -> offer for 52:54:00:00:00:01, to everyone
                    yiaddr 10.77.0.100; siaddr 10.77.0.1; file pxelinux.0

                """))
    }

    @Test("--json: an object a message, on a line of its own")
    func json() {
        let capture = captureFile(of: [(.noon, discover), (.noon + .seconds(1), discover)])

        let outcome = explain(capture, "--empty --json", answering: { _ in Explanation(line: "a", reasons: ["b"]) })

        #expect(
            outcome.output.split(separator: "\n").first.map(String.init) == #"""
                {"from":"0.0.0.0:68","isAsAnswered":false,"log":"a","message":{"fields":[{"name":"xid","value":"0x12345678"}],"options":[{"code":53,"inner":[],"name":"dhcp-message-type","value":"discover"}],"title":"discover of 52:54:00:00:00:01"},"number":1,"reasons":["b"],"since":0,"time":"2023-11-14T22:13:20.000Z","to":"255.255.255.255:67","vlans":[]}
                """#)
        #expect(outcome.output.split(separator: "\n").count == 2)
    }

    @Test("the same answer is not told twice")
    func repeated() {
        let capture = captureFile(of: [(.noon, discover), (.noon + .seconds(4), discover)])

        let outcome = explain(capture, answering: offer)

        #expect(outcome.output.contains("== 2  22:13:24.000  +4.000s  discover of "))
        #expect(
            outcome.output.contains(
                "-> offer for 52:54:00:00:00:01, to everyone: the very same as to packet 1\n\nmessages: 2 of clients"))
    }

    @Test("what was captured on several interfaces is told once")
    func copies() {
        let tagged = ethernetFrame(Array(discover.dropFirst(14)), vlans: [5])
        let capture = captureFile(of: [(.noon, discover), (.noon + Interval(milliseconds: 1), tagged)])

        #expect(
            explain(capture).output.hasSuffix(
                "\nmessages: 1 of clients, 0 of servers; 1 copies from other interfaces\n"))
    }

    @Test("a server's message is compared with what was answered here")
    func servers() {
        var theirs = reply
        theirs.yourAddress = .sample(31)
        theirs.options.append(.serverIdentifier, .sample(2))
        let frames = [discover, theirs.frame(from: .sample(2), port: 67, toPort: 68)]

        let differing = explain(captureFile(of: frames.map { (.noon, $0) }), answering: offer)
        let quiet = explain(captureFile(of: frames.map { (.noon, $0) }))
        let alone = explain(captureFile(of: [(.noon, frames[1])]))
        let same = explain(
            captureFile(of: [(.noon, discover), (.noon, reply.frame(from: .server, port: 67, toPort: 68))]),
            answering: offer)

        #expect(
            differing.output.contains(
                """
                   another server, 10.77.0.2, offered 10.77.0.31; other than in amorce's answer to packet 1:
                   yiaddr: 10.77.0.31; amorce: 10.77.0.100
                   54 dhcp-server-identifier: 10.77.0.2; amorce: none
                """))
        #expect(
            quiet.output.contains(
                "   another server, 10.77.0.2, offered 10.77.0.31; amorce answered nothing (packet 1)\n"))
        #expect(
            alone.output.contains(
                "   another server, 10.77.0.2, offered 10.77.0.31; what the client asked is not in the capture\n"))
        #expect(
            same.output.contains(
                "  10.77.0.1:67 > 255.255.255.255:68\n   this server, 10.77.0.1, offered 10.77.0.100, just as in amorce's answer to packet 1\n"
            ))
    }

    @Test("a datagram on its way to another host is not heard")
    func unheard() {
        let capture = captureFile(of: [
            (.noon, DHCPMessage.client(.request, ciaddr: .sample(9)).frame(from: .sample(9), to: .sample(2)))
        ])

        let outcome = explain(capture, answering: { _ in throw NoAnswer("asked") })

        #expect(
            outcome.output.contains(
                "   not heard by the daemon: it goes to 10.77.0.2 alone, and the daemon is 10.77.0.1\n"))
    }

    @Test("how a message came in is told to who answers it")
    func arrivals() {
        let request = DHCPMessage.client(.request, ciaddr: .sample(9))
        let capture = captureFile(of: [
            (.noon, request.frame(from: .sample(9), to: .server)),
            (.noon, request.frame(from: .sample(9), port: 67, to: IPv4Address(10, 88, 0, 1))),
            (.noon, request.frame(to: .sample(255))),
            (.noon, request.frame(from: .sample(9), to: .server, toPort: 4011)),
        ])
        var heard: [HeardMessage] = []

        let outcome = explain(capture, "--empty", interfaces: ["br1": IPv4Address(10, 88, 0, 1)]) {
            heard.append($0)
            return Explanation(line: nil, reasons: [])
        }

        #expect(outcome.status == .done)
        #expect(
            heard.map(\.arrival) == [
                Arrival(link: .server, isBroadcast: false),
                Arrival(link: .server, local: IPv4Address(10, 88, 0, 1), isBroadcast: false, peerPort: 67),
                Arrival(link: .server), Arrival(link: .server, isBroadcast: false),
            ])
        #expect(heard.map(\.port) == [67, 67, 67, 4011])
        #expect(heard.map(\.peer) == [.sample(9), .sample(9), .any, .sample(9)])
        #expect(heard.map(\.bytes) == [[UInt8]](repeating: request.encoded(), count: 4))
    }

    @Test("what is in pieces or cut off is said so")
    func flaws() {
        var fragment = discover
        fragment[20] = 0x20
        var later = discover
        later[21] = 9
        let capture = captureFile(of: [(.noon, fragment), (.noon, later)])

        let outcome = explain(capture)

        #expect(outcome.status == .done)
        #expect(
            outcome.output.contains(
                "== 1  22:13:20.000  +0.000s  0.0.0.0:68 > 255.255.255.255:67\n   not looked at: it is the first piece of a fragmented datagram, and pieces are not put together\n"
            ))
        #expect(
            outcome.output.hasSuffix(
                "\nmessages: 0 of clients, 0 of servers; 1 that could not be looked at; 1 later pieces of fragmented datagrams\n"
            ))
    }

    @Test("no text of a packet moves the terminal's cursor")
    func controlCharacters() {
        var message = DHCPMessage.client(.discover)
        message.bootFile = Array("\u{1b}[2J".utf8)
        message.options.append(code: 12, Array("\u{1b}[2J".utf8))

        let outcome = explain(
            captureFile(of: [(.noon, message.frame())]),
            answering: { _ in
                Explanation(line: "a", reasons: ["\u{1b}[2J"])
            })

        #expect(!outcome.output.contains("\u{1b}"))
    }
}
