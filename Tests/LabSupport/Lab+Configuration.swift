import Foundation
import Inventory

extension Lab {
    /// Writes the daemon's configuration file anew.
    package func rewrite(_ change: (String) -> String) throws {
        let text = try String(contentsOf: configuration, encoding: .utf8)
        try Data(change(text).utf8).write(to: configuration)
    }

    /// Waits until the daemon's status shows something.
    package func waitForStatus(_ what: String, _ isShown: (StatusReport) -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        var status: StatusReport = try await ask("status")
        while !isShown(status) {
            guard ContinuousClock.now < deadline else { throw LabError("\(what): \(status.interfaces)") }
            try await Task.sleep(for: .milliseconds(50))
            status = try await ask("status")
        }
    }
}

extension StatusReport {
    /// How an interface stands.
    package func interface(_ name: String) -> Interface? { interfaces.first { $0.name == name } }
}

extension RunningProgram {
    /// Waits until its standard error holds a text so often.
    package func waitToSay(_ text: String, times: Int = 1) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try said(text) < times {
            guard isRunning, ContinuousClock.now < deadline else { throw LabError("it has not said \"\(text)\"") }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// How many lines of its standard error hold a text.
    package func said(_ text: String) throws -> Int {
        try String(contentsOf: errorFile, encoding: .utf8).split(separator: "\n").count { $0.contains(text) }
    }
}
