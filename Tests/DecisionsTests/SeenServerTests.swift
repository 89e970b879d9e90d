import Decisions
import Testing

@Suite("What HAProxy says of its servers")
struct SeenServerTests {
    /// As HAProxy 2.6.12 printed it.
    private let answer = """
        1
        # be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port
        3 api 1 hand 127.0.0.1 0 0 1 1 2 8 2 0 6 0 0 0 - 9 - 0 0 - - 0
        3 api 3 new-1 10.77.0.9 0 1 10 10 0 1 0 0 2 0 0 0 - 2000 - 0 0 - - 0
        3 api 4 new-2 10.77.0.10 2 8 10 10 0 1 0 0 14 0 0 0 - 2001 - 0 0 - - 0

        """

    @Test("is read by the names of its columns")
    func columns() throws {
        let servers = try SeenServer.all(in: answer)

        #expect(
            servers.map { "\($0.name) \($0.address):\($0.port)" } == [
                "hand 127.0.0.1:9", "new-1 10.77.0.9:2000", "new-2 10.77.0.10:2001",
            ])
        #expect(servers.map(\.isUp) == [false, false, true])
        #expect(servers.map(\.isInMaintenance) == [false, true, false])
        #expect(servers.map(\.isDrained) == [false, false, true])
        #expect(servers.map(\.isChecked) == [true, false, true])
    }

    @Test(
        "is told apart from a refusal",
        arguments: [
            ("Can't find backend.\n\n", .noBackend), ("Permission denied\n\n", .denied),
            ("Unknown command: 'show'\n", .unreadable("Unknown command: 'show'")), ("", .unreadable("no answer")),
        ] as [(String, BalancerTrouble)])
    func refusals(answer: String, trouble: BalancerTrouble) {
        #expect(throws: trouble) { try SeenServer.all(in: answer) }
    }

    @Test("may be cut off anywhere, and nothing traps")
    func cut() {
        for count in 0...answer.count {
            let servers = try? SeenServer.all(in: String(answer.prefix(count)))
            #expect((servers ?? []).count <= 3)
        }
    }

    @Test(
        "is in maintenance, drained or neither by the bits of its administrative state",
        arguments: [(0, "-"), (1, "m"), (2, "m"), (4, "-"), (8, "d"), (0x10, "d"), (0x20, "m"), (0x40, "m"), (9, "md")])
    func administration(bits: Int, words: String) {
        let server = SeenServer(name: "api-1", address: "10.77.0.50", port: 2000, administration: bits)

        let said = (server.isInMaintenance ? "m" : "") + (server.isDrained ? "d" : "")
        #expect((said.isEmpty ? "-" : said) == words)
    }
}
