import Foundation
import LabSupport

/// What a DHCP client runs at each turn of its lease, and the log of it.
struct LeaseScript {
    let path: String

    init(in lab: Lab) throws {
        path = lab.folder.appending(path: "lease-script").path
        try FileManager.default.copyItem(atPath: Lab.script("lease-script"), toPath: path)
    }

    /// Waits until the client has said so often that this happened; answers with the address that it said last with it.
    func waitForEvent(_ event: String, count: Int = 1) async throws -> String {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let log = (try? String(contentsOfFile: path + ".log", encoding: .utf8)) ?? ""
            let events = log.split(separator: "\n").filter { $0.hasPrefix(event + " ") }
            if events.count >= count, let last = events.last { return String(last.dropFirst(event.utf8.count + 1)) }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw LabError("no \"\(event)\" from the client")
    }
}
