import Foundation
import LabSupport
import Testing

@Suite("Inventories of others")
struct InventoryInteropTests {
    private static let ansible = "/usr/bin/ansible-inventory"
    private static var isThere: Bool { FileManager.default.isExecutableFile(atPath: ansible) }
    private static var isWanted: Bool { isThere || ProcessInfo.processInfo.environment["CI"] == "true" }

    /// The form of Sources/CLI/MachineFormat.swift, which MachineExportTests compares word by word.
    private static let exported = """
        # Written by "amorce machine export --format ansible".
        all:
          children:
            api:
              hosts:
                api-1:
                  ansible_host: 10.77.0.100
                  amorce_mac: "52:54:00:77:00:11"
                  amorce_state: running
            profile_all:
              hosts:
                "no":
                  amorce_mac: "52:54:00:77:00:13"
                  amorce_state: armed
            ungrouped:
              hosts:
                "7":
                  amorce_mac: "52:54:00:77:00:14"
                  amorce_state: armed

        """

    /// What `ansible-inventory --list` prints.
    private struct Inventory: Decodable {
        struct Group: Decodable { let hosts: [String]? }
        struct Meta: Decodable { let hostvars: [String: [String: String]] }

        let api: Group
        let profileAll: Group
        let ungrouped: Group
        let meta: Meta

        enum CodingKeys: String, CodingKey {
            case api, ungrouped
            case profileAll = "profile_all"
            case meta = "_meta"
        }
    }

    @Test(
        "ansible-inventory takes what machine export prints, groups, names and all",
        .enabled(if: isWanted, "apt install ansible-core"))
    func ansible() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "amorce-\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(Self.exported.utf8).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: Self.ansible)
        process.arguments = ["-i", file.path, "--list"]
        let (output, errors) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, errors)

        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let words = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()

        let inventory = try JSONDecoder().decode(Inventory.self, from: text)
        #expect(process.terminationStatus == 0 && !words.contains("WARNING"))
        #expect(inventory.api.hosts == ["api-1"] && inventory.profileAll.hosts == ["no"])
        #expect(inventory.ungrouped.hosts == ["7"])
        #expect(inventory.meta.hostvars["api-1"]?["ansible_host"] == "10.77.0.100")
        #expect(inventory.meta.hostvars["no"]?["amorce_mac"] == "52:54:00:77:00:13")
    }
}
