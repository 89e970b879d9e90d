import Decisions
import Foundation
import LinuxIO
import NetTypes
import Services
import Settings
import Testing

@Suite("A daemon that cannot start says why, and what to do")
struct DaemonErrorTests {
    private func error(_ bench: WebBench) -> String {
        do {
            try Daemon(bench.configuration, version: "0", log: Log { _ in }).run()
            return "it ran"
        } catch {
            return "\(error)"
        }
    }

    @Test("another daemon has the store")
    func store() throws {
        let bench = try WebBench()
        try Directory.create(bench.configuration.data)
        let other = try FileLock(bench.configuration.data + "/amorce.lock")

        let words = error(bench)

        #expect(words.hasPrefix("data: flock \(bench.configuration.data)/amorce.lock: "))
        #expect(words.hasSuffix("stop that one, or give this one a folder of its own"))
        other.release()
    }

    @Test("the boot files are not there, and the lock is free again")
    func bootFiles() throws {
        let bench = try WebBench()
        try FileManager.default.removeItem(atPath: bench.configuration.tftp.root)

        #expect(error(bench) == error(bench))
        #expect(error(bench).hasPrefix("tftp.root: open \(bench.configuration.tftp.root): "))
        _ = try FileLock(bench.configuration.data + "/amorce.lock")
    }

    @Test(
        "each reason why an interface is not served has a cure",
        arguments: [
            (DHCPLinkError.Reason.obstacle(.noInterface), "there is no interface br0; ", "dhcp.interfaces"),
            (.obstacle(.isDown), "interface br0 is down; ", "`ip link set br0 up`"),
            (.obstacle(.noAddress), "interface br0 has no IPv4 address; ", "dev br0`"),
            (.obstacle(.noSubnet(.first)), "interface br0 has the address 10.77.0.100", "add its subnet"),
            (.system(SystemError("bind", "0.0.0.0:67 on br0", code: 98)), "bind", "`ss -lunp sport = 67`"),
            (.system(SystemError("bind", "0.0.0.0:67 on br0", code: 13)), "bind", "as root"),
        ])
    func links(reason: DHCPLinkError.Reason, start: String, cure: String) {
        let words = "\(DHCPLinkError("br0", reason))"

        #expect(words.hasPrefix(start))
        #expect(words.contains(cure))
    }

    @Test(
        "each thing that it opens has a cure",
        arguments: [
            (DaemonError.Part.http(port: 80), Int32(98), "http.listen: ", "`ss -ltnp sport = 80`"),
            (.tftp(port: 69), 98, "tftp.listen: ", "`ss -lunp sport = 69`"), (.http(port: 80), 13, "http", "as root"),
            (.http(port: 80), 99, "http", "an address of this host"), (.control, 98, "control: ", "another amorce"),
            (.control, 36, "control: ", "107 bytes"), (.bootFiles, 2, "tftp.root: ", "amorce image import"),
            (.content, 2, "content: ", "pxe/, preseed/ and postinstall/"), (.data, 13, "data: ", "to write in it"),
        ])
    func cures(part: DaemonError.Part, code: Int32, start: String, cure: String) {
        let words = "\(DaemonError(part: part, error: SystemError("listen", "x", code: code)))"

        #expect(words.hasPrefix(start))
        #expect(words.contains(cure))
        #expect(!words.contains("\n"))
    }
}
