import Inventory
import LinuxIO
import NetTypes
import Services
import Store
import Testing

@Suite("Machines that the configuration file declares")
struct DeclaredMachinesTests {
    private func take(_ machines: Machine..., into bench: WebBench) throws {
        try bench.store.transaction { try $0.take(declared: machines, at: Clock.now()) }
    }

    private func declared(
        _ mac: MACAddress = .first, _ name: String? = nil, _ profile: String? = nil, at address: IPv4Address? = nil
    ) -> Machine {
        Machine(
            mac: mac, name: name.flatMap { HostName($0) }, profile: profile.flatMap { ProfileName($0) },
            address: address, state: profile == nil ? .waiting : .armed, origin: .configuration)
    }

    @Test("are not installed again by a restart", arguments: [nil, "ui"] as [String?], InstallState.allCases)
    func restart(profile: String?, state: InstallState) throws {
        let bench = try WebBench()
        try bench.add(profile: "ui", state: state)

        try take(declared(.first, "ui-1", profile), into: bench)

        #expect(bench.state() == state)
        #expect(bench.machine()?.profile == ProfileName("ui"))
        #expect(bench.machine()?.name == HostName("ui-1"))
    }

    @Test("are armed by another profile, and what the former one was given opens nothing")
    func otherProfile() throws {
        let bench = try WebBench()
        try bench.add(profile: "ui", state: .armed)
        let token = bench.token()

        try take(declared(.first, nil, "api"), into: bench)

        #expect(bench.state() == .armed)
        #expect(bench.get("/build/\(token)/ui/preseed.cfg").status == 409)
        #expect(bench.get("/build/\(token)/api/preseed.cfg").status == 410)
    }

    @Test("may swap names and addresses")
    func swap() throws {
        let bench = try WebBench()
        try take(declared(.first, "a", at: .first), declared(.second, "b", at: .second), into: bench)

        try take(declared(.first, "b", at: .second), declared(.second, "a", at: .first), into: bench)

        #expect(bench.machine(.first)?.hostName.text == "b")
        #expect(bench.machine(.second)?.address == .first)
    }

    @Test("are the admin's when the file no longer names them")
    func undeclared() throws {
        let bench = try WebBench()
        try take(declared(.first, "a"), into: bench)

        try take(into: bench)

        #expect(bench.machine()?.origin == .admin)
        #expect(bench.call(.delete, "/machines/a").status == 200)
    }
}
