import Foundation
import Inventory
import LabSupport
import NetTypes
import Testing

@Suite("DHCP through ISC's relay", .serialized, .enabled(if: Lab.isWanted, "\(Lab.obstacle ?? "")"))
struct RelayInteropTests {
    /// The relay names the client's network by its own address there, or by link selection (RFC 3527), with the address
    /// of its other side in `giaddr`.
    @Test(
        "a client behind a relay gets an address of its own network, renews it past the relay, and releases it",
        arguments: [[], ["-U", "upper"]] as [[String]])
    func behindRelay(words: [String]) async throws {
        try await Lab.with("relay") { lab in
            let daemon = try await lab.startDaemon()
            try await lab.addRelay()
            let relay = try startRelay(words, in: lab)
            let script = try LeaseScript(in: lab)

            let client = try RunningProgram(
                "udhcpc", lab.atClient("udhcpc", "-f", "-i", "eth0", "-t", "30", "-T", "1", "-s", script.path),
                in: lab.folder)
            let address = try await script.waitForEvent("bound")
            #expect(address.hasPrefix("192.0.2.1"))
            #expect(try await lease(in: lab)?.address == IPv4Address(address))

            await client.signal(SIGUSR1)
            #expect(try await script.waitForEvent("renew") == address)

            await client.signal(SIGUSR2)
            _ = try await script.waitForEvent("deconfig", count: 2)
            let deadline = ContinuousClock.now + .seconds(20)
            while try await lease(in: lab)?.state != .free, ContinuousClock.now < deadline {}
            #expect(try await lease(in: lab)?.state == .free)
            await client.stop()
            await relay.stop()
            await daemon.stop()
        }
    }

    @Test("a client that comes from another network is refused through the relay, and gets a new address")
    func moved() async throws {
        try await Lab.with("moved") { lab in
            let daemon = try await lab.startDaemon()
            try await lab.addRelay()
            let relay = try startRelay([], in: lab)
            let script = try LeaseScript(in: lab)
            let leases = lab.folder.appending(path: "dhclient.leases")
            let remembered = """
                lease {
                  interface "eth0";
                  fixed-address 10.77.0.150;
                  option subnet-mask 255.255.255.0;
                  option dhcp-server-identifier 10.77.0.1;
                  renew never;
                  rebind never;
                  expire never;
                }

                """
            try Data(remembered.utf8).write(to: leases)

            let client = try RunningProgram(
                "dhclient",
                lab.atClient(
                    "dhclient", "-4", "-d", "-sf", script.path, "-lf", leases.path, "-pf",
                    lab.folder.appending(path: "dhclient.pid").path, "eth0"), in: lab.folder)
            let address = try await script.waitForEvent("bound")

            #expect(address.hasPrefix("192.0.2.1"))
            let said = try String(contentsOf: client.errorFile, encoding: .utf8)
            #expect(said.contains("DHCPREQUEST for 10.77.0.150") && said.contains("DHCPNAK from 192.0.2.1"), "\(said)")
            await client.stop()
            await relay.stop()
            await daemon.stop()
        }
    }

    private func startRelay(_ words: [String], in lab: Lab) throws -> RunningProgram {
        try RunningProgram(
            "relay",
            lab.atRelay("dhcrelay", "-4", "-d", "--no-pid", "-a", "-id", "lower", "-iu", "upper") + words + [
                Lab.address
            ],
            in: lab.folder)
    }

    private func lease(in lab: Lab) async throws -> Lease? {
        let leases: [Lease] = try await lab.ask("lease", "list")
        return leases.first
    }
}
