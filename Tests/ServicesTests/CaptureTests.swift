import Foundation
import Inventory
import NetTypes
import Services
import TestSupport
import Testing

@Suite("Real clients' DHCP, answered as in Tests/Captures")
struct CaptureTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Captures")

    /// The machine of each capture, with the address that the capture's own server lent it.
    static let captures: [(name: String, machine: UInt64, address: UInt8)] = [
        ("bios-ipxe-chain", 0x01_2a, 42), ("bios-ipxe-e1000", 0x01_29, 41), ("bios-ipxe-virtio", 0x01_28, 40),
        ("install-bios", 0x00_16, 16), ("install-uefi", 0x00_15, 15), ("uefi-http", 0x01_2d, 45),
        ("uefi-http-grub", 0x01_2f, 47), ("uefi-pxe-ipxerom", 0x01_2c, 44), ("uefi-pxe-native", 0x01_2b, 43),
        ("uefi-shim-grub", 0x01_2e, 46),
    ]

    @Test("each exchange reads as its expected text", arguments: captures)
    func transcript(name: String, machine: UInt64, address: UInt8) throws {
        let capture = try Array(Data(contentsOf: Self.folder.appending(path: "\(name).pcap")))
        let mac = try #require(MACAddress(number: 0x5254_0077_0000 + machine))
        let machines =
            name.hasPrefix("install")
            ? [Machine(mac: mac, name: .sample("api-1"), profile: .sample("api"), state: .installed)] : []

        let transcript = try Transcript(of: capture, pool: .sample(address, address), machines: machines)

        #expect(transcript.errors.isEmpty)
        try expect(transcript.text, matches: name)
    }

    /// In these captures another server lends the addresses, as it does in proxy mode.
    @Test(
        "beside another server, each exchange reads as its expected text",
        arguments: ["bios-ipxe-chain", "bios-ipxe-e1000", "install-uefi", "uefi-http", "uefi-pxe-native"])
    func proxyTranscript(name: String) throws {
        let file = Self.folder.appending(path: "\(name).pcap")

        let transcript = try ProxyTranscript(of: PcapFile(Array(Data(contentsOf: file))), in: .sample(pools: []))

        try expect(transcript.text, matches: "\(name).proxy")
    }

    @Test("every capture has its expected text, and is tested")
    func complete() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        let names = { (suffix: String) in Set(files.filter { $0.hasSuffix(suffix) }.map { $0.dropLast(suffix.count) }) }

        #expect(names(".pcap") == names(".txt").filter { !$0.hasSuffix(".proxy") })
        #expect(names(".pcap") == Set(Self.captures.map { $0.name[...] }))
    }

    /// What differs is printed, and the whole text is kept beside the expected one as `NAME.actual`.
    private func expect(_ actual: String, matches name: String) throws {
        let expected = try? String(contentsOf: Self.folder.appending(path: "\(name).txt"), encoding: .utf8)
        let actualFile = Self.folder.appending(path: "\(name).actual")
        guard actual != expected else {
            try? FileManager.default.removeItem(at: actualFile)
            return
        }
        try actual.write(to: actualFile, atomically: true, encoding: .utf8)
        let lines = { (text: String) in text.split(separator: "\n", omittingEmptySubsequences: false) }
        let difference = lines(actual).difference(from: lines(expected ?? "")).map { change in
            switch change {
            case .remove(let line, let text, _): "-\(line + 1): \(text)"
            case .insert(let line, let text, _): "+\(line + 1): \(text)"
            }
        }
        Issue.record("\(name).txt is not what was answered (\(name).actual):\n\(difference.joined(separator: "\n"))")
    }
}
