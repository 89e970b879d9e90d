import DHCPWire
import Foundation
import Inventory
import LabSupport
import NetTypes
import Testing

@Suite("DHCP under perfdhcp", .serialized, .enabled(if: Lab.isWanted, "\(Lab.obstacle ?? "")"))
struct PerfDHCPTests {
    /// Two hundred clients at a hundred exchanges a second, and two hundred at once that back off until they are served.
    @Test(
        "two hundred clients lose nothing, and no two have one address",
        arguments: [["-r", "100", "-n", "200", "-d", "10", "-W", "2000000"], ["--scenario", "avalanche"]])
    func twoHundredClients(words: [String]) async throws {
        try await withWideLab("perfdhcp") { lab in
            let wire = try await Capture("dhcp", in: lab, lab.atClient(), at: "eth0", filter: "udp src port 67")
            let daemon = try await lab.startDaemon()

            let finished = try await finish(
                lab.atClient("perfdhcp", "-4", "-l", "eth0", "-R", "200") + words + [Lab.address])

            // A client that asks again because it is in a hurry gets a second answer, which perfdhcp calls an orphan.
            #expect(finished.status == 0, "\(finished.text)\(finished.error)")
            #expect(finished.text.matches(of: /drops: 0\n/).count == 2, "\(finished.text)")
            let promised = try await acknowledged(in: wire, once: 200)
            await wire.stop()
            #expect(promised.count == 200)
            #expect(Set(promised.values).count == 200)
            let leases: [Lease] = try await lab.ask("lease", "list")
            #expect(leases.count == 200 && leases.allSatisfy { promised[$0.mac] == $0.address })
            await daemon.stop()
        }
    }

    @Test("what was acknowledged before the daemon is killed is leased after it starts again")
    func killed() async throws {
        try await withWideLab("kill") { lab in
            let wire = try await Capture("dhcp", in: lab, lab.atClient(), at: "eth0", filter: "udp src port 67")
            let first = try await lab.startDaemon()
            let load = try RunningProgram(
                "load",
                lab.atClient("perfdhcp", "-4", "-l", "eth0", "-R", "4000", "-r", "400", "-p", "60", Lab.address),
                in: lab.folder)
            _ = try await acknowledged(in: wire, once: 500)

            await first.kill()
            await load.stop()
            await wire.stop()
            let second = try await lab.startDaemon()

            let promised = try acknowledged(in: wire)
            #expect(promised.count >= 500)
            let leases: [Lease] = try await lab.ask("lease", "list")
            let held = Dictionary(leases.filter { $0.state == .active }.map { ($0.mac, $0.address) }) { first, _ in
                first
            }
            let broken = promised.filter { held[$0.key] != $0.value }
            #expect(broken.isEmpty, "\(broken.count) of \(promised.count) promises")
            #expect(Set(held.values).count == held.count)
            await second.stop()
        }
    }

    /// A lab with five thousand addresses, and a place for perfdhcp, which plays a relay there.
    private func withWideLab(_ purpose: String, _ body: (Lab) async throws -> Void) async throws {
        let wide = ["LAB_SUBNET": "10.77.0.0/16", "LAB_POOL": "10.77.1.0 - 10.77.20.255"]
        try await Lab.with(purpose, environment: wide) { lab in
            try await lab.addClient(address: "10.77.0.2/16")
            try await body(lab)
        }
    }

    /// The last address that each client was acknowledged, as the wire saw it.
    private func acknowledged(in wire: Capture) throws -> [MACAddress: IPv4Address] {
        var addresses: [MACAddress: IPv4Address] = [:]
        for datagram in try wire.datagrams() {
            let message = try DHCPMessage(decoding: datagram.span)
            guard try message.options.value(.messageType) == .ack, let mac = message.mac else { continue }
            addresses[mac] = message.yourAddress
        }
        return addresses
    }

    /// The same, once there are as many clients, or a minute has passed: a capture lags behind its wire.
    private func acknowledged(in wire: Capture, once count: Int) async throws -> [MACAddress: IPv4Address] {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let addresses = try acknowledged(in: wire)
            if addresses.count >= count { return addresses }
            try await Task.sleep(for: .milliseconds(50))
        }
        return try acknowledged(in: wire)
    }
}

@Suite("DHCP with the clients of others", .serialized, .enabled(if: Lab.isWanted, "\(Lab.obstacle ?? "")"))
struct DHCPClientTests {
    @Test("busybox's udhcpc gets, renews and releases a lease")
    func udhcpc() async throws {
        try await Lab.with("udhcpc") { lab in
            let daemon = try await lab.startDaemon()
            try await lab.addClient()
            let script = try LeaseScript(in: lab)

            let client = try RunningProgram(
                "udhcpc", lab.atClient("udhcpc", "-f", "-i", "eth0", "-s", script.path), in: lab.folder)
            let address = try await script.waitForEvent("bound")
            #expect(try await lease(in: lab)?.state == .active)
            #expect(try await lease(in: lab)?.address == IPv4Address(address))

            await client.signal(SIGUSR1)
            #expect(try await script.waitForEvent("renew") == address)

            await client.signal(SIGUSR2)
            _ = try await script.waitForEvent("deconfig", count: 2)
            try await expectRelease(in: lab)
            await client.stop()
            await daemon.stop()
        }
    }

    @Test("ISC dhclient gets, renews and releases a lease")
    func dhclient() async throws {
        try await Lab.with("dhclient") { lab in
            let daemon = try await lab.startDaemon()
            try await lab.addClient()
            let script = try LeaseScript(in: lab)
            let configuration = lab.folder.appending(path: "dhclient.conf")
            try Data("supersede dhcp-renewal-time 2;\n".utf8).write(to: configuration)
            let words = lab.atClient(
                "dhclient", "-4", "-d", "-sf", script.path, "-cf", configuration.path,
                "-lf", lab.folder.appending(path: "dhclient.leases").path,
                "-pf", lab.folder.appending(path: "dhclient.pid").path)

            let client = try RunningProgram("dhclient", words + ["eth0"], in: lab.folder)
            let address = try await script.waitForEvent("bound")
            #expect(try await lease(in: lab)?.state == .active)
            #expect(try await lease(in: lab)?.address == IPv4Address(address))

            #expect(try await script.waitForEvent("renew") == address)

            try await run(words + ["-r", "eth0"])
            try await expectRelease(in: lab)
            await client.stop()
            await daemon.stop()
        }
    }

    private func lease(in lab: Lab) async throws -> Lease? {
        let leases: [Lease] = try await lab.ask("lease", "list")
        return leases.first
    }

    /// A release is not answered: the lease is looked at until it shows.
    private func expectRelease(in lab: Lab) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while try await lease(in: lab)?.state != .free, ContinuousClock.now < deadline {}
        #expect(try await lease(in: lab)?.state == .free)
    }
}
