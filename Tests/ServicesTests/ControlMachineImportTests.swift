import Foundation
import Inventory
import NetTypes
import Services
import Testing

@Suite("Import of machines by the control API")
struct ControlMachineImportTests {
    private func wanted(
        _ mac: MACAddress, _ name: String, profile: String? = nil, address: String? = nil
    ) -> WantedMachine {
        WantedMachine(
            place: "\(name).xml:2", mac: mac, name: HostName(name), profile: profile.flatMap { ProfileName($0) },
            address: address.flatMap { IPv4Address($0) })
    }

    private func send(
        _ machines: [WantedMachine], to bench: WebBench, query: [String: String] = [:]
    ) throws -> MachineImportReport {
        let body = String(decoding: try JSONEncoder().encode(MachineImport(machines: machines)), as: UTF8.self)
        return try bench.call(.post, "/inventory", query: query, body).decoded()
    }

    @Test("machines are taken in with name, profile and address, and boot their disks")
    func taken() throws {
        let bench = try WebBench()
        try bench.add(.first, state: .localBoot)

        let report = try send(
            [wanted(.first, "api-1", profile: "api"), wanted(.second, "ui-1", profile: "ui", address: "10.77.0.50")],
            to: bench)

        #expect(report.results.map(\.outcome) == [.changed, .added] && !report.isTrial)
        #expect(bench.machine(.first)?.origin == .admin && bench.machine(.second)?.address == IPv4Address("10.77.0.50"))
        #expect([bench.state(.first), bench.state(.second)].allSatisfy { $0?.isArmed == false })
        #expect(try bench.details(.armed).isEmpty)
        #expect(bench.log.contains("mac=52:54:00:77:00:12 machine=ui-1 machine=imported profile=ui address=10.77.0.50"))
        #expect(bench.get("/boot/pxelinux.cfg/default", from: .first).text.contains("install") == false)
    }

    @Test("--arm arms what nobody knew, on its timeline, and nothing else")
    func armed() throws {
        let bench = try WebBench()
        try bench.add(.first, state: .running, origin: .admin)

        let report = try send(
            [wanted(.first, "api-1", profile: "api"), wanted(.second, "ui-1", profile: "ui")], to: bench,
            query: ["arm": "yes"])

        #expect(bench.state(.first) == .running && bench.state(.second) == .armed)
        #expect(try bench.details(.armed) == ["profile=ui"])
        #expect(report.results.map { $0.reason != nil } == [true, false])
    }

    @Test("a trial says the same and writes nothing")
    func trial() throws {
        let bench = try WebBench()
        let machines = [wanted(.first, "api-1", profile: "api"), wanted(.second, "api-1")]

        let trial = try send(machines, to: bench, query: ["dry-run": "yes"])
        let count = bench.store.read { $0.machines.count }
        let real = try send(machines, to: bench)

        #expect(trial.isTrial && count == 0 && trial.results == real.results)
        #expect(!real.isTrial && bench.store.read { $0.machines.count } == 1)
    }

    @Test("strict, one that is refused keeps all others out")
    func strict() throws {
        let bench = try WebBench()

        let report = try send(
            [wanted(.first, "api-1"), wanted(.second, "ui-1", profile: "gone")], to: bench, query: ["strict": "yes"])

        #expect(report.isTrial && report.results.map(\.outcome) == [.added, .refused])
        #expect(bench.store.read { $0.machines.isEmpty })
    }

    @Test("names and addresses can be swapped, and a second time all is unchanged")
    func swapped() throws {
        let bench = try WebBench()
        _ = try send(
            [wanted(.first, "a", address: "10.77.0.50"), wanted(.second, "b", address: "10.77.0.51")], to: bench)
        let swap = [wanted(.first, "b", address: "10.77.0.51"), wanted(.second, "a", address: "10.77.0.50")]

        let first = try send(swap, to: bench)
        let second = try send(swap, to: bench)

        #expect(first.results.map(\.outcome) == [.changed, .changed])
        #expect(second.results.map(\.outcome) == [.unchanged, .unchanged])
        #expect(bench.machine(.first)?.name == HostName("b") && bench.machine(.second)?.name == HostName("a"))
    }

    @Test("another profile closes what the one before was given")
    func builds() throws {
        let bench = try WebBench()
        try bench.add(.first, name: "a", profile: "api", state: .armed, origin: .admin)
        let token = bench.token()
        _ = bench.get("/build/\(token)/api/preseed.cfg")
        try bench.store.transaction { transaction in
            guard var machine = transaction.image.machines[.first] else { return }
            machine.state = .failed
            try transaction.save(machine)
        }

        _ = try send([wanted(.first, "a", profile: "ui")], to: bench)

        #expect(bench.machine()?.profile == ProfileName("ui") && bench.state() == .failed)
        #expect(bench.build() == nil)
    }

    @Test("a query that is neither yes nor no is refused")
    func query() throws {
        let bench = try WebBench()

        #expect(bench.call(.post, "/inventory", query: ["arm": "perhaps"], #"{"machines":[]}"#).status == 422)
    }
}
