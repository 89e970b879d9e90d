import Foundation
import NetTypes
import OtherServers
import Testing

/// Files that the servers themselves wrote, for udhcpc and perfdhcp: ISC dhcpd 4.4.3-P1 and dnsmasq 2.90 of Debian 12.
@Suite("Files that real servers wrote")
struct RealFileTests {
    @Test(
        "are read whole",
        arguments: [
            ("dhcpd.leases", 8, "10.77.0.100 de:ac:ef:92:1c:de api-1 2026-11-21T07:56:37.000Z"),
            ("dnsmasq.leases", 5, "10.77.0.162 de:ac:ef:92:1c:de ui-1 2026-11-21T07:56:41.000Z"),
        ])
    func readWhole(name: String, count: Int, line: String) throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Files/\(name)")
        let bytes = [UInt8](try Data(contentsOf: path))

        let file = try #require(LeaseFile(bytes, file: name, now: moment("2026-11-21T07:00:00.000Z")))

        #expect(file.mistakes.isEmpty && file.skipped.isEmpty)
        #expect(file.leases.count == count)
        #expect(file.leases.allSatisfy { $0.lease.state == .active })
        let lines = file.leases.map(\.lease).map { "\($0.address) \($0.mac) \($0.name?.text ?? "-") \($0.expiry)" }
        #expect(lines.contains(line), "\(lines)")
    }
}
