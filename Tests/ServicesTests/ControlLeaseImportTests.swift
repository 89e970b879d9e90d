import Inventory
import LinuxIO
import NetTypes
import Services
import Testing

@Suite("Import of leases by the control API")
struct ControlLeaseImportTests {
    private let now = Clock.now()

    @Test("each lease is taken, kept or refused by itself, in the order that they were sent")
    func results() throws {
        let bench = try WebBench()
        try bench.add(name: "api-1")

        let report = try send(
            [
                lease("10.77.0.110", "52:54:00:77:00:21"), lease("10.77.0.100", "52:54:00:77:00:22", start: -7200),
                lease("10.99.0.1", "52:54:00:77:00:23"), lease("10.77.0.111", "52:54:00:77:00:24", expiry: -60),
            ], to: bench)

        #expect(report.results.map(\.outcome) == [.imported, .kept, .refused, .imported])
        #expect(report.results.map { $0.reason == nil } == [true, false, false, true])
        #expect(!report.isTrial)
        let states = bench.store.read { image in
            ["10.77.0.100", "10.77.0.110", "10.77.0.111"].map { IPv4Address($0).flatMap { image.leases[$0]?.state } }
        }
        #expect(states == [.active, .active, .free])
        #expect(bench.store.read { $0.leases[IPv4Address.first]?.mac } == .first)
        #expect(bench.log.contains("leases=imported imported=2 kept=1 refused=1"))
    }

    @Test("a trial says the same and writes nothing")
    func trial() throws {
        let bench = try WebBench()
        let leases = [lease("10.77.0.110", "52:54:00:77:00:21"), lease("10.77.0.110", "52:54:00:77:00:22", start: -9)]

        let trial = try send(leases, to: bench, query: ["dry-run": "yes"])
        let count = bench.store.read { $0.leases.count }
        let real = try send(leases, to: bench)

        #expect(trial.isTrial && count == 0)
        #expect(trial.results == real.results)
        #expect(!real.isTrial)
    }

    @Test("a second time, everything is kept")
    func again() throws {
        let bench = try WebBench()
        let leases = [lease("10.77.0.110", "52:54:00:77:00:21"), lease("10.77.0.111", "52:54:00:77:00:22")]

        _ = try send(leases, to: bench)
        let second = try send(leases, to: bench)

        #expect(second.results.allSatisfy { $0.outcome == .kept })
    }

    @Test("of a machine's leases, the one that it was granted last is the one that it has")
    func lastOfMachine() throws {
        let bench = try WebBench()
        let mac = try #require(MACAddress("52:54:00:77:00:21"))

        _ = try send(
            [
                lease("10.77.0.110", "\(mac)", start: -60), lease("10.77.0.111", "\(mac)", start: -3600),
                lease("10.77.0.112", "\(mac)", expiry: -60),
            ], to: bench)

        #expect(bench.store.read { $0.leases[mac]?.address } == IPv4Address("10.77.0.110"))
        #expect(bench.store.read { $0.leases.count } == 3)
    }

    @Test("an address that is reserved for another machine is refused")
    func reserved() throws {
        let bench = try WebBench(
            more: "machines: [{ mac: \"52:54:00:77:00:50\", name: api-1, address: 10.77.0.150 }]")
        _ = try bench.store.transaction { try $0.take(declared: bench.configuration.machines, at: now) }

        let report = try send([lease("10.77.0.150", "52:54:00:77:00:21")], to: bench)

        #expect(report.results.map(\.outcome) == [.refused])
        #expect(report.results.first?.reason?.contains("52:54:00:77:00:50") == true)
    }

    @Test("what is no lease is refused as a whole")
    func badBody() throws {
        let bench = try WebBench()

        #expect(bench.call(.post, "/leases", "{\"leases\":[{\"address\":\"10.77.0.300\"}]}").status == 422)
        #expect(bench.store.read { $0.leases.count } == 0)
    }

    private func lease(_ address: String, _ mac: String, start: Int = -60, expiry: Int = 3600) -> String {
        """
        {"address":"\(address)","mac":"\(mac)","state":"active","start":"\(now + .seconds(start))",\
        "expiry":"\(now + .seconds(expiry))"}
        """
    }

    private func send(
        _ leases: [String], to bench: WebBench, query: [String: String] = [:]
    ) throws -> LeaseImportReport {
        let body = "{\"leases\":[\(leases.joined(separator: ","))]}"
        return try bench.call(.post, "/leases", query: query, body).decoded()
    }
}
