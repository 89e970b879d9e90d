import HTTPWire
import Inventory
import NetTypes
import Services
import Testing

@Suite("The metrics")
struct MetricsTests {
    private static let names = Metric.all.map(\.name)

    @Test("stand in one list, each once, under a name that Prometheus takes")
    func names() {
        #expect(Set(Self.names).count == Self.names.count)
        for metric in Metric.all {
            #expect(metric.name.hasPrefix("amorce_"))
            #expect(metric.name.allSatisfy { $0 == "_" || ("a"..."z").contains($0) })
            #expect(metric.name.hasSuffix("_total") == (metric.kind == .counter))
            #expect(metric.help.hasSuffix(".") && !metric.help.contains("\n"))
        }
    }

    @Test("are each on the page with help and type, before their first number", arguments: Metric.all.indices)
    func page(index: Int) throws {
        let metric = Metric.all[index]

        let lines = MetricsPage(of: try Self.report()).text.split(separator: "\n").map(String.init)

        let help = try #require(lines.firstIndex(of: "# HELP \(metric.name) \(metric.help)"))
        #expect(lines[help + 1] == "# TYPE \(metric.name) \(metric.kind.rawValue)")
        #expect(lines[help + 2].hasPrefix(metric.name))
    }

    @Test("tell the whole report, every counter among it")
    func whole() throws {
        let page = MetricsPage(of: try Self.report())

        let numbers = page.text.split(separator: "\n").filter { !$0.hasPrefix("#") }

        #expect(
            numbers == [
                #"amorce_dhcp_messages_total{direction="in",type="discover"} 1234"#,
                #"amorce_dhcp_messages_total{direction="in",type="undecodable"} 2"#,
                #"amorce_dhcp_messages_total{direction="out",type="offer"} 1200"#,
                #"amorce_dhcp_quiet_total{reason="other-server"} 7"#,
                #"amorce_dhcp_probes_total{result="in-use"} 1"#,
                #"amorce_tftp_transfers_total{result="done"} 40"#,
                #"amorce_http_responses_total{status="200"} 31"#,
                #"amorce_http_responses_total{status="404"} 3"#,
                #"amorce_syslog_datagrams_total{result="lines"} 9"#,
                #"amorce_dns_updates_total{answer="NOERROR"} 8"#,
                #"amorce_dns_names_total{result="written"} 4"#,
                #"amorce_balancer_servers_total{action="added"} 5"#,
                #"amorce_hook_runs_total{result="done"} 6"#,
                #"amorce_deliveries_total{target="hooks",result="delivered"} 3"#,
                #"amorce_dhcp_pool_addresses{interface="br0",subnet="10.77.0.0/24"} 101"#,
                #"amorce_dhcp_held_addresses{interface="br0",subnet="10.77.0.0/24"} 3"#,
                #"amorce_interface_served{interface="br0"} 1"#,
                #"amorce_interface_served{interface="br1"} 0"#,
                "amorce_dhcp_other_servers 1",
                #"amorce_machines{state="local-boot"} 2"#,
                #"amorce_machines{state="armed"} 0"#,
                #"amorce_machines{state="booting"} 0"#,
                #"amorce_machines{state="installing"} 0"#,
                #"amorce_machines{state="finishing"} 0"#,
                #"amorce_machines{state="installed"} 0"#,
                #"amorce_machines{state="running"} 11"#,
                #"amorce_machines{state="failed"} 0"#,
                "amorce_machines_stuck 0",
                "amorce_problems 1",
                "amorce_start_time_seconds 1700000000",
                #"amorce_build_info{version="1.\"2\\"} 1"#,
            ])
    }

    @Test("are on the control socket", arguments: [HTTPMethod.get, .head])
    func control(method: HTTPMethod) throws {
        let bench = try WebBench()
        _ = bench.get("/boot/none")

        let answer = Answer(bench.control.respond(to: HTTPRequest(method, "/metrics")))

        #expect(answer.status == 200)
        #expect(answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
        #expect(answer.text.contains("\namorce_http_responses_total{status=\"404\"} 1\n"))
        #expect(bench.call(.post, "/metrics").status == 404)
    }

    @Test(
        "are on the HTTP port for this host only",
        arguments: [
            (IPv4Address(127, 0, 0, 1), 200), (IPv4Address(127, 255, 0, 9), 200), (.first, 403),
            (IPv4Address(128, 0, 0, 1), 403), (IPv4Address(0, 0, 0, 0), 403),
        ])
    func web(peer: IPv4Address, status: Int) throws {
        let bench = try WebBench()

        let answer = bench.get("/metrics", from: peer)

        #expect(answer.status == status)
        #expect(answer.text.contains("amorce_build_info") == (status == 200))
    }

    private static func report() throws -> StatusReport {
        let started = Timestamp(seconds: 1_700_000_000)
        return StatusReport(
            version: "1.\"2\\", started: started, now: started + .hours(1),
            interfaces: [
                StatusReport.Interface(
                    name: "br0", address: IPv4Address(10, 77, 0, 1),
                    subnet: try #require(IPv4Prefix("10.77.0.0/24")), poolSize: 101, held: 3),
                StatusReport.Interface(name: "br1", problem: "there is no interface br1"),
            ],
            machines: ["local-boot": 2, "running": 11],
            counters: [
                "dhcp.in.discover": 1234, "dhcp.in.undecodable": 2, "dhcp.out.offer": 1200,
                "dhcp.quiet.other-server": 7, "dhcp.probe.in-use": 1, "tftp.done": 40, "syslog.lines": 9,
                "http.200": 31, "http.404": 3,
                "dns.update.NOERROR": 8, "dns.names.written": 4, "balancer.servers.added": 5,
                "hooks.run.done": 6, "deliveries.hooks.delivered": 3,
            ],
            problems: [StandingProblem(subject: "store", what: "it is full", cure: "make room", since: started)],
            otherServers: [
                OtherServer(
                    address: IPv4Address(10, 77, 0, 2), interface: "br0", firstSeen: started,
                    lastSeen: started + .minutes(50)),
                OtherServer(
                    address: IPv4Address(10, 77, 0, 3), interface: "br0", firstSeen: started, lastSeen: started),
            ])
    }
}
