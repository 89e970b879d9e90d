import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("What is done about a backend")
struct BalancerPlanTests {
    private let place = BalancerPlace(socket: .path("/run/haproxy/admin.sock"), backend: "api")
    private static let up = 0
    private static let maintenance = 1
    private static let drain = 8

    private func wish(_ state: InstallState, words: String = "check inter 2s", last: UInt8 = 50) throws -> BalancerWish
    {
        let name = try #require(HostName("api-1"))
        let machine = Machine(mac: .sample(1), name: name, state: state)
        let balancer = Balancer(place: place, port: 2000, words: words)
        return BalancerWish(machine, at: IPv4Address(10, 77, 0, last), balancer)
    }

    private func row(_ state: BalancedServer.State, words: String = "check inter 2s") throws -> BalancedServer {
        let name = try #require(HostName("api-1"))
        return BalancedServer(place: place, name: name, mac: .sample(1), words: words, state: state)
    }

    private func seen(_ administration: Int, last: UInt8 = 50, checking: Int = 6) -> SeenServer {
        SeenServer(
            name: "api-1", address: "10.77.0.\(last)", port: 2000, administration: administration, checking: checking)
    }

    private func commands(_ plan: BalancerPlan) -> [String] { plan.steps.map { $0.command(in: "api") } }

    @Test(
        "only what was installed serves",
        arguments: [
            (.installed, .ready), (.running, .ready), (.armed, .drained), (.installing, .maintenance),
            (.finishing, .maintenance), (.failed, .maintenance),
        ] as [(InstallState, BalancerWish.Standing)])
    func standing(state: InstallState, standing: BalancerWish.Standing) {
        #expect(BalancerWish.Standing(of: state) == standing)
    }

    /// What there is, and what is done about it.
    private struct Row {
        let wish: InstallState?
        let kept: BalancedServer.State?
        let seen: Int?
        let commands: [String]

        init(_ wish: InstallState?, _ kept: BalancedServer.State?, _ seen: Int?, _ commands: [String]) {
            self.wish = wish
            self.kept = kept
            self.seen = seen
            self.commands = commands
        }
    }

    @Test("each state of a machine, of its row and of its server has its steps")
    func table() throws {
        let add = [
            "add server api/api-1 10.77.0.50:2000 check inter 2s", "enable server api/api-1",
            "enable health api/api-1",
        ]
        let ready = ["set server api/api-1 state ready"]
        let drain = ["set server api/api-1 state drain"]
        let maintain = ["disable server api/api-1"]
        let delete = ["del server api/api-1"]
        let rows: [Row] = [
            Row(.running, .wanted, nil, add), Row(.running, .lost, nil, add), Row(.running, .drained, nil, add),
            Row(.running, .wanted, Self.maintenance, ready), Row(.running, .drained, Self.drain, ready),
            Row(.running, .ready, Self.up, []),
            // A person took it out of service.
            Row(.running, .ready, Self.maintenance, []), Row(.running, .ready, Self.drain, []),
            Row(.armed, .ready, Self.up, drain), Row(.armed, .drained, Self.drain, []),
            Row(.armed, .drained, Self.maintenance, []), Row(.armed, .ready, nil, []), Row(.armed, nil, nil, []),
            Row(.installing, .drained, Self.drain, maintain), Row(.installing, .drained, Self.maintenance, []),
            Row(.failed, .ready, Self.up, maintain), Row(.failed, nil, nil, []),
            Row(nil, .ready, Self.up, maintain + delete), Row(nil, .drained, Self.maintenance, delete),
            Row(nil, .ready, nil, []),
            // Someone else's: whatever is wanted.
            Row(.running, nil, Self.up, []), Row(.armed, nil, Self.up, []), Row(nil, nil, Self.up, []),
        ]
        for row in rows {
            let plan = BalancerPlan(
                BalancerFacts(
                    wishes: try row.wish.map { [try wish($0)] } ?? [],
                    kept: try row.kept.map { [try self.row($0)] } ?? [],
                    seen: row.seen.map { [seen($0)] } ?? []))
            #expect(commands(plan) == row.commands, "\(row)")
            let isTaken = row.wish == .running && row.kept == nil && row.seen != nil
            #expect(plan.taken.map(\.text) == (isTaken ? ["api-1"] : []), "\(row)")
        }
    }

    @Test("a server whose machine has another address is moved, and one that was added with other words is made anew")
    func changes() throws {
        let moved = BalancerFacts(wishes: [try wish(.running)], kept: [try row(.ready)], seen: [seen(0, last: 51)])
        let other = BalancerFacts(
            wishes: [try wish(.running, words: "check inter 5s")], kept: [try row(.lost)], seen: [seen(0)])

        #expect(commands(BalancerPlan(moved)) == ["set server api/api-1 addr 10.77.0.50 port 2000"])
        #expect(
            commands(BalancerPlan(other)) == [
                "disable server api/api-1", "del server api/api-1",
                "add server api/api-1 10.77.0.50:2000 check inter 5s", "enable server api/api-1",
                "enable health api/api-1",
            ])
    }

    @Test("sessions of a server that is to go are ended only after they were waited for")
    func impatience() throws {
        let facts = BalancerFacts(wishes: [], kept: [try row(.ready)], seen: [seen(1)], isImpatient: true)

        #expect(commands(BalancerPlan(facts)) == ["shutdown sessions server api/api-1", "del server api/api-1"])
    }

    @Test("a server's health is asked for where its words have a check, until it was ready once")
    func health() throws {
        func plan(_ state: BalancedServer.State, words: String) throws -> [String] {
            commands(
                BalancerPlan(
                    BalancerFacts(
                        wishes: [try wish(.running, words: words)], kept: [try row(state, words: words)],
                        seen: [seen(0, checking: 2)])))
        }

        #expect(try plan(.wanted, words: "check") == ["enable health api/api-1"])
        #expect(try plan(.ready, words: "check") == [])
        #expect(try plan(.wanted, words: "weight 10") == [])
    }

    @Test("what is about to be added is in the store first, and only where nobody else has the name")
    func intents() throws {
        let wishes = [try wish(.running)]
        func intents(_ kept: [BalancedServer], _ seen: [SeenServer], listed: Set<String> = []) -> [BalancedServer.State]
        {
            BalancerLedger.intents(
                BalancerFacts(wishes: wishes, kept: kept, seen: seen, listed: listed), at: place
            ).map(\.state)
        }

        #expect(intents([], []) == [.wanted])
        #expect(intents([], [seen(0)]) == [])
        #expect(intents([], [seen(0)], listed: ["api-1"]) == [.wanted])
        #expect(intents([try row(.ready)], []) == [.lost])
        #expect(intents([try row(.drained)], []) == [.wanted])
        #expect(intents([try row(.ready)], [seen(0)]) == [])
    }

    @Test("what became of a server is told once")
    func outcomes() throws {
        func outcomes(_ state: InstallState?, _ kept: BalancedServer.State, _ seen: SeenServer?) throws -> [String] {
            let facts = BalancerFacts(
                wishes: try state.map { [try wish($0)] } ?? [], kept: [try row(kept)], seen: seen.map { [$0] } ?? [])
            return BalancerLedger.outcomes(facts).map {
                "\($0.isEnd ? "end" : $0.row.state.rawValue) \($0.action ?? "-")"
            }
        }

        #expect(try outcomes(.running, .wanted, seen(0)) == ["ready added"])
        #expect(try outcomes(.running, .wanted, seen(1)) == [])
        #expect(try outcomes(.running, .wanted, seen(0, checking: 2)) == [])
        #expect(try outcomes(.running, .ready, seen(0)) == [])
        #expect(try outcomes(.running, .lost, seen(0)) == ["ready -"])
        #expect(try outcomes(.running, .drained, seen(0)) == ["ready added"])
        #expect(try outcomes(.armed, .ready, seen(8)) == ["drained drained"])
        #expect(try outcomes(.armed, .ready, nil) == ["drained drained"])
        #expect(try outcomes(.armed, .drained, seen(8)) == [])
        #expect(try outcomes(.armed, .wanted, nil) == ["end -"])
        #expect(try outcomes(nil, .ready, nil) == ["end removed"])
        #expect(try outcomes(nil, .wanted, nil) == ["end -"])
        #expect(try outcomes(nil, .ready, seen(1)) == [])
    }

    @Test("an HAProxy that is away is tried again within seconds, what somebody has to mend within minutes")
    func delays() {
        let refused = BalancerTrouble.refused(command: "add server api/api-1", words: "unknown keyword")
        func seconds(_ trouble: BalancerTrouble, _ count: Int) -> Int {
            Int(trouble.delay(afterFailures: count, jitter: 0).milliseconds / 1000)
        }

        #expect([1, 2, 3, 4, 99].map { seconds(.silent, $0) } == [1, 2, 4, 5, 5])
        #expect([1, 2, 3, 99].map { seconds(.noBackend, $0) } == [30, 60, 120, 900])
        #expect([1, 7, 8, 9, 99].map { seconds(refused, $0) } == [1, 5, 30, 60, 900])
    }
}
