import Decisions
import Foundation
import Inventory
import LabSupport
import NetTypes
import Services
import Settings
import Testing

@Suite(
    "Post-install scripts in a Debian system of their own", .serialized,
    .enabled(if: Lab.isWanted, "\(Lab.obstacle ?? "")"))
struct PostInstallInteropTests {
    /// Twice each: a script that was interrupted is run again. What it installed is started, and asked over HTTP.
    @Test(
        "each profile's script does what it says, and reports its steps; what it serves answers",
        arguments: ["api", "ui", "base", "hypervisor", "node-image"])
    func answers(profile: String) async throws {
        if let obstacle = Lab.obstacle { throw LabError(obstacle) }
        let folder = FileManager.default.temporaryDirectory.appending(path: "amorce-postinstall-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = folder.appending(path: "\(profile).sh")
        try Data(try rendered(profile, in: folder).utf8).write(to: script)

        let finished = try await finish([Lab.script("postinstall-in-chroot"), script.path, profile, "2"])

        #expect(finished.status == 0, "\(finished.text.suffix(4000))\n\(finished.error.suffix(4000))")
    }

    /// The script as the daemon would send it.
    private func rendered(_ name: String, in folder: URL) throws -> String {
        let checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        let file = folder.appending(path: "amorce.yaml")
        let text = """
            data: \(folder.path)/data
            control: \(folder.path)/control.sock
            content: \(checkout)
            dhcp:
              interfaces: [br0]
              subnets: [{ subnet: 10.77.0.0/24, pools: [10.77.0.100 - 10.77.0.200], domain: lab.example.org }]
            variables: { ui-port: "8088", packages: \(name == "node-image" ? "postfix" : "\"\"") }
            """
        try Data(text.utf8).write(to: file)
        let configuration = try Configuration.load(file: file.path)
        let pages = PageRenderer(
            catalog: try ProfileCatalog(configuration), boot: configuration.boot, secrets: Secrets())
        let network = ServedNetwork(
            address: IPv4Address(10, 77, 0, 1), subnet: try #require(configuration.dhcp.subnets.first))
        let machine = Machine(mac: try #require(MACAddress("52:54:00:77:00:11")), name: HostName("\(name)-1"))
        let subject = PageRenderer.Subject(
            machine: machine, address: IPv4Address(10, 77, 0, 100),
            network: Networks([network], http: configuration.http, boot: configuration.boot).network(of: nil),
            token: String(repeating: "0", count: 32))
        return try pages.postInstall(try #require(ProfileName(name)), for: subject)
    }
}
