import Inventory
import NetTypes
import Services
import Testing

@Suite("Leases in the control API")
struct ControlLeaseTests {
    @Test(
        "are found by address, by name and by MAC in any notation",
        arguments: ["10.77.0.100", "api-1", "52:54:00:77:00:11", "5254.0077.0011"])
    func find(id: String) throws {
        let bench = try WebBench()
        try bench.add(name: "api-1")
        try bench.add(.second, name: "ui-1", at: .second)

        let detail: LeaseDetail = try bench.call(.get, "/leases/" + id).decoded()

        #expect(detail.lease.address == .first)
        #expect(detail.machine?.name?.text == "api-1")
    }

    @Test("are found by the name of a client that is no machine of ours")
    func findByLeaseName() throws {
        let bench = try WebBench()
        let start = Timestamp(seconds: 1_700_000_000)
        try bench.store.transaction { transaction in
            let name = try #require(HostName("printer"))
            try transaction.save(Lease(address: .first, mac: .first, name: name, start: start, expiry: start))
        }

        let detail: LeaseDetail = try bench.call(.get, "/leases/printer").decoded()

        #expect(detail.lease.address == .first)
        #expect(detail.machine == nil)
    }

    @Test("are released: free, remembered for their machine, in its timeline and in the log")
    func release() throws {
        let bench = try WebBench()
        try bench.add(name: "api-1", state: .running)

        let answer = bench.call(.post, "/leases/10.77.0.100/release")

        #expect(answer.status == 200)
        let lease: Lease = try answer.decoded()
        #expect(lease.state == .free)
        #expect(bench.store.read { $0.leases[MACAddress.first] } == lease)
        #expect(try bench.details(.released) == ["address=10.77.0.100"])
        #expect(bench.log.contains("mac=52:54:00:77:00:11 machine=api-1 lease=released address=10.77.0.100 by=admin"))
    }

    @Test("that are free stay as they are, without a word")
    func releaseTwice() throws {
        let bench = try WebBench()
        try bench.add(state: .running)
        let first: Lease = try bench.call(.post, "/leases/10.77.0.100/release").decoded()

        let second: Lease = try bench.call(.post, "/leases/10.77.0.100/release").decoded()

        #expect(second == first)
        #expect(try bench.details(.released).count == 1)
    }

    @Test("of a machine that is being installed are released only with a yes", arguments: InstallState.allCases)
    func installing(state: InstallState) throws {
        let isBusy = state == .installing || state == .finishing
        let bench = try WebBench()
        try bench.add(name: "api-1", state: state)

        let refused = bench.call(.post, "/leases/10.77.0.100/release", query: ["while-installing": "no"])
        let stateBetween = bench.store.read { $0.leases[IPv4Address.first]?.state }
        let forced = bench.call(.post, "/leases/10.77.0.100/release", query: ["while-installing": "yes"])

        #expect(refused.status == (isBusy ? 409 : 200))
        #expect(refused.text.contains("--yes") == isBusy)
        #expect(stateBetween == (isBusy ? .active : .free))
        #expect(forced.status == 200)
        #expect(bench.store.read { $0.leases[IPv4Address.first]?.state } == .free)
    }

    @Test("in quarantine are released at once")
    func quarantine() throws {
        let bench = try WebBench()
        try bench.add(state: .installing)
        let start = Timestamp(seconds: 1_700_000_000)
        try bench.store.transaction { transaction in
            try transaction.save(
                Lease(
                    address: .first, mac: .first, state: .quarantined, start: start,
                    expiry: Timestamp(seconds: 4_000_000_000)))
        }

        let lease: Lease = try bench.call(.post, "/leases/10.77.0.100/release").decoded()

        #expect(lease.state == .free)
        #expect(lease.expiry < Timestamp(seconds: 4_000_000_000))
    }
}
