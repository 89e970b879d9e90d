import Foundation
import Inventory
import LabSupport
import NetTypes
import Testing

@Suite("A reload while clients ask", .serialized, .enabled(if: Lab.isWanted, "\(Lab.obstacle ?? "")"))
struct ReloadInteropTests {
    @Test("twenty reloads under perfdhcp lose no exchange, and keep the socket")
    func underLoad() async throws {
        let wide = ["LAB_SUBNET": "10.77.0.0/16", "LAB_POOL": "10.77.1.0 - 10.77.20.255"]
        try await Lab.with("reload", environment: wide) { lab in
            try await lab.addClient(address: "10.77.0.2/16")
            let daemon = try await lab.startDaemon()
            let socket = try await socketNumbers(in: lab)
            let load = Task {
                try await finish(
                    lab.atClient(
                        "perfdhcp", "-4", "-l", "eth0", "-R", "4000", "-r", "200", "-n", "3000", "-d", "10",
                        "-W", "2000000", Lab.address))
            }

            for number in 1...20 {
                try lab.rewrite {
                    $0.replacing(/lease-time: \d+m/, with: "").replacing(
                        "dhcp:\n", with: "dhcp:\n  lease-time: \(number)m\n")
                }
                if number.isMultiple(of: 2) {
                    try await lab.tell("reload")
                } else {
                    await daemon.signal(SIGHUP)
                }
                try await daemon.waitToSay("daemon=reloaded", times: number)
            }
            let during: StatusReport = try await lab.ask("status")
            let finished = try await load.value

            #expect(during.counters["dhcp.in.discover"] ?? 0 > 0)
            #expect(finished.status == 0, "\(finished.text)\(finished.error)")
            #expect(finished.text.matches(of: /drops: 0\n/).count == 2, "\(finished.text)")
            #expect(try await socketNumbers(in: lab) == socket)
            #expect(try await daemon.said("changed=dhcp.subnets") == 20)
            await daemon.stop()
        }
    }

    @Test("SIGHUP gives the next client an address of the new pool")
    func newPool() async throws {
        try await Lab.with("hangup") { lab in
            let daemon = try await lab.startDaemon()
            try lab.rewrite { $0.replacing("10.77.0.100 - 10.77.0.200", with: "10.77.0.33 - 10.77.0.34") }

            await daemon.signal(SIGHUP)
            try await daemon.waitToSay("daemon=reloaded by=HUP")

            #expect(try await leasedAddress(in: lab).hasPrefix("10.77.0.3"))
            await daemon.stop()
        }
    }

    @Test("a broken file is refused with its mistakes, and the old one goes on")
    func broken() async throws {
        try await Lab.with("broken") { lab in
            let daemon = try await lab.startDaemon()
            try lab.rewrite { $0.replacing("10.77.0.100 - 10.77.0.200", with: "10.77.0.300") + "\nhtpp: {}\n" }

            let refused = try await finish(lab.amorce("reload"))
            let checked = try await finish(lab.amorce("check", "--config", lab.configuration.path))
            await daemon.signal(SIGHUP)
            try await daemon.waitToSay("daemon=reload-refused by=HUP", times: 2)

            #expect(refused.status == 2)
            #expect(refused.error == checked.error)
            #expect(refused.error.split(separator: "\n").count == 2)
            #expect(try await leasedAddress(in: lab).hasPrefix("10.77.0.1"))
            await daemon.stop()
        }
    }

    @Test("a transfer that runs goes on to its end, over TFTP and HTTP, though the folder is another one then")
    func transfers() async throws {
        try await Lab.with("transfer") { lab in
            let images = try #require(
                String(contentsOf: lab.configuration, encoding: .utf8).firstMatch(of: /root: ([^ ]+) }/)?.output.1)
            let other = lab.folder.appending(path: "other").path
            try await lab.addClient(address: "10.77.0.2/24")
            let daemon = try await lab.startDaemon()
            let path = "debian-installer/amd64/initrd.gz"
            let fetches = try ["tftp://10.77.0.1/", "http://10.77.0.1/boot/"].enumerated().map { number, address in
                try RunningProgram(
                    "fetch-\(number)", lab.atClient("curl", "-sS", "--limit-rate", "8M", address + path),
                    in: lab.folder)
            }
            let results = [0, 1].map { lab.folder.appending(path: "fetch-\($0).out") }
            for (fetch, result) in zip(fetches, results) {
                while try Data(contentsOf: result).isEmpty, await fetch.isRunning {}
                await fetch.signal(SIGSTOP)
            }

            try FileManager.default.createSymbolicLink(atPath: other, withDestinationPath: String(images))
            try lab.rewrite { $0.replacing("root: \(images)", with: "root: \(other)") }
            try await lab.tell("reload")
            let sizes = try results.map { try Data(contentsOf: $0).count }
            for fetch in fetches {
                await fetch.signal(SIGCONT)
                await fetch.waitForEnd()
            }

            #expect(try await daemon.said("changed=tftp.root") == 1)
            let whole = try Data(contentsOf: URL(filePath: "\(images)/\(path)"))
            for (result, size) in zip(results, sizes) {
                #expect(1..<whole.count ~= size)
                #expect(try Data(contentsOf: result) == whole, "\(result.path)")
            }
            await daemon.stop()
        }
    }

    @Test("the addresses may be left to another server, and taken back: port 4011 is heard meanwhile")
    func mode() async throws {
        try await Lab.with("mode") { lab in
            let daemon = try await lab.startDaemon()
            let heard = { try await run(lab.inside("ss", "-lunH", "sport = 4011 or sport = 67")) }
            let ports = { (text: String) in text.matches(of: /%br0:(\d+)/).map { String($0.1) }.sorted() }
            var server = ""

            try lab.rewrite { text in
                server = text
                return text.replacing(
                    /dhcp:\n(.*\n)+?\n/, with: "dhcp: { mode: proxy, interfaces: [br0] }\n\n", maxReplacements: 1
                ).replacing("loaders: {", with: "loaders: { uefi-x64: debian-installer/amd64/bootnetx64.efi")
            }
            try await lab.tell("reload")
            let beside = try await ports(heard())
            try lab.rewrite { _ in server }
            try await lab.tell("reload")

            #expect(beside == ["4011", "67"])
            #expect(try await ports(heard()) == ["67"])
            await daemon.stop()
        }
    }

    @Test("what needs a restart is refused by its key")
    func restart() async throws {
        try await Lab.with("restart") { lab in
            let daemon = try await lab.startDaemon()
            try lab.rewrite { $0.replacing("10.77.0.1:80", with: "10.77.0.1:8080") }

            let refused = try await finish(lab.amorce("reload"))

            #expect(refused.status == 1)
            #expect(refused.error.contains("http.listen: a change of this needs a restart"))
            await daemon.stop()
        }
    }

    @Test("the service manager is told of the start, of a reload, of a refused one, and of the end")
    func serviceManager() async throws {
        try await Lab.with("notify") { lab in
            let socket = lab.folder.appending(path: "notify").path
            let manager = try RunningProgram(
                "manager", ["socat", "-u", "UNIX-RECV:\(socket)", "STDOUT"], in: lab.folder)
            let told = { try String(contentsOf: lab.folder.appending(path: "manager.out"), encoding: .utf8) }
            while !FileManager.default.fileExists(atPath: socket), await manager.isRunning {}
            let daemon = try await lab.startDaemon(by: ["env", "NOTIFY_SOCKET=\(socket)"])

            try await lab.tell("reload")
            try lab.rewrite { $0 + "\nhtpp: {}\n" }
            let refused = try await finish(lab.amorce("reload"))
            await daemon.stop()
            while try !told().contains("STOPPING=1"), await manager.isRunning {}

            #expect(refused.status == 2)
            let reload = /RELOADING=1\nMONOTONIC_USEC=\d+READY=1/
            #expect(try told().replacing(reload, with: "<reload>") == "READY=1<reload><reload>STOPPING=1")
            await manager.stop()
        }
    }

    /// The address that a client gets that was not here before.
    private func leasedAddress(in lab: Lab) async throws -> String {
        try await lab.addClient()
        let script = try LeaseScript(in: lab)
        let client = try RunningProgram(
            "udhcpc", lab.atClient("udhcpc", "-f", "-i", "eth0", "-s", script.path), in: lab.folder)
        let address = try await script.waitForEvent("bound")
        await client.stop()
        return address
    }

    /// The kernel's numbers of the sockets on port 67.
    private func socketNumbers(in lab: Lab) async throws -> [String] {
        let text = try await run(lab.inside("ss", "-Hlune", "sport = 67"))
        return text.matches(of: /ino:(\d+)/).map { String($0.output.1) }
    }
}
