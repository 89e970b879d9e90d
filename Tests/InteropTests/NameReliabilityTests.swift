import Foundation
import Inventory
import LabSupport
import NetTypes
import Testing

/// Hundreds of leases a second, and a real name server: what a kill or an outage may cost.
@Suite(
    "Names under a load", .serialized,
    .enabled(if: Lab.isWanted && NameServerLab.isWanted, "\(Lab.obstacle ?? NameServerLab.obstacle ?? "")"))
struct NameReliabilityTests {
    /// `SEED=… make test` kills at the same moments again.
    @Test(
        "are all there after kills between a lease's commit and its update, forward and reverse, and none is left over",
        arguments: [NameServerSoftware.bind, .knot])
    func kills(software: NameServerSoftware) async throws {
        let seed = ProcessInfo.processInfo.environment["SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 1...UInt64.max)
        print("killed at random moments: SEED=\(seed)")
        var numbers = SeededNumbers(seed: seed)
        try await withLoadedNames(software, "dns-kills") { lab, names in
            let server = try await names.startServer()
            var daemon = try await lab.startDaemon()
            let load = try startLoad(in: lab)

            for round in 1...6 {
                // Every other time the server hangs first: what is committed then cannot have been sent.
                if round.isMultiple(of: 2) { await server.signal(SIGSTOP) }
                try await Task.sleep(for: .milliseconds(Int.random(in: 100...1500, using: &numbers)))
                await daemon.kill()
                daemon = try await lab.startDaemon()
                if round.isMultiple(of: 2) {
                    let report: NamesReport = try await lab.ask("dns", "status")
                    #expect(report.pending > 0)
                    await server.signal(SIGCONT)
                }
            }
            await load.stop()

            try await lab.waitForNames("all written") { $0.pending == 0 && $0.zones.allSatisfy { $0.problem == nil } }
            let leased = try await expectNamesOfLeases(lab, names)
            #expect(leased > 200)
            print("\(software): \(leased) names, 6 kills")
            await daemon.stop()
            await server.stop()
        }
    }

    @Test("wait for a server that is killed, are caught up with, and those whose lease ended meanwhile are gone")
    func outage() async throws {
        try await withLoadedNames(.bind, "dns-load") { lab, names in
            let first = try await names.startServer()
            let daemon = try await lab.startDaemon()
            let load = try startLoad(in: lab)
            try await lab.waitForNames("some written") { $0.written > 100 }
            await first.kill()
            try await lab.waitForNames("a queue") { $0.pending > 500 && $0.zones.contains { $0.problem != nil } }
            await load.stop()
            // Of one that was written and of one that was not.
            let leases: [Lease] = try await lab.ask("lease", "list")
            let active = leases.filter { $0.state == .active }.sorted { $0.start < $1.start }
            for lease in [active.first, active.last].compactMap(\.self) {
                try await lab.tell("lease", "release", "\(lease.address)")
            }
            let waiting: NamesReport = try await lab.ask("dns", "status")

            let server = try await names.startServer()
            let began = ContinuousClock.now
            try await lab.waitForNames("all written") { $0.pending == 0 && $0.zones.allSatisfy { $0.problem == nil } }

            print("\(waiting.pending) names that waited for BIND: caught up in \(ContinuousClock.now - began)")
            #expect(try await expectNamesOfLeases(lab, names) == active.count - 2)
            await daemon.stop()
            await server.stop()
        }
    }

    /// Every lease has its name, there and back, and nobody else has one; answers with how many there are.
    private func expectNamesOfLeases(_ lab: Lab, _ names: NameServerLab) async throws -> Int {
        let leases: [Lease] = try await lab.ask("lease", "export")
        let held = leases.filter { $0.state == .active }
        let wanted = held.map { Record("vm-\($0.mac.compact).lab.example.org.", "\($0.address)") }
        let forward = try await names.transfer("lab.example.org", "A").filter { $0.owner.hasPrefix("vm-") }
        #expect(Set(forward) == Set(wanted))
        #expect(forward.count == wanted.count)
        let reverse = try await names.transfer("77.10.in-addr.arpa", "PTR")
        #expect(Set(reverse) == Set(wanted.map { Record(reverseOf: $0.data, $0.owner) }))
        #expect(reverse.count == wanted.count)
        #expect(try await names.transfer("lab.example.org", "DHCID").count == wanted.count)
        return wanted.count
    }

    private func withLoadedNames(
        _ software: NameServerSoftware, _ purpose: String,
        _ body: (Lab, NameServerLab) async throws -> Void
    ) async throws {
        let wide = ["LAB_SUBNET": "10.77.0.0/16", "LAB_POOL": "10.77.1.0 - 10.77.20.255", "LAB_PROBE": "false"]
        try await Lab.with(purpose, environment: wide) { lab in
            try await lab.addClient(address: "10.77.0.2/16")
            try await NameServerLab.with(software, in: lab) { names in try await body(lab, names) }
        }
    }

    /// Thousands of clients, 300 exchanges a second, until it is stopped.
    private func startLoad(in lab: Lab) throws -> RunningProgram {
        try RunningProgram(
            "load",
            lab.atClient("perfdhcp", "-4", "-l", "eth0", "-R", "4000", "-r", "300", "-p", "300", Lab.address),
            in: lab.folder)
    }
}

/// A name, and what it says: as a zone's transfer has it.
private typealias Record = NameServerLab.TransferredRecord

extension Record {
    /// The name of an address.
    fileprivate init(reverseOf address: String, _ name: String) {
        let octets = address.split(separator: ".").reversed().joined(separator: ".")
        self.init("\(octets).in-addr.arpa.", name)
    }
}
