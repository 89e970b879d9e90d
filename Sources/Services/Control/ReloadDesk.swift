import Decisions
import HTTPWire
import Inventory
import LinuxIO
import NetTypes
import Settings
import Store
import Synchronization

/// Reads the configuration file again while the daemon serves. A file that cannot be taken over whole changes nothing.
package final class ReloadDesk: Sendable {
    private let current: Current<ServingPlan>
    private let declared: MachineDeclarations
    private let problems: Problems
    private let log: Log
    private let adopt: @Sendable (Configuration, ServedFiles) throws -> Void
    private let turn = Mutex<Void>(())

    /// - Parameter adopt: has everything served by another configuration; when it returns, it is. When it throws, nothing is.
    package init(
        _ current: Current<ServingPlan>, declared: MachineDeclarations, problems: Problems, log: Log,
        adopt: @escaping @Sendable (Configuration, ServedFiles) throws -> Void
    ) {
        self.current = current
        self.declared = declared
        self.problems = problems
        self.log = log
        self.adopt = adopt
    }

    /// What a refusal is filed under.
    package static let subject = "configuration"

    /// One reload after the other; what comes of it is in the log, too. A file that was refused stands on the board until
    /// one is taken over.
    ///
    /// - Parameter cause: who asked for it, for the log.
    package func reload(by cause: String) throws(ReloadRefusal) -> ReloadReport {
        do {
            return try turn.withLock { _ throws(ReloadRefusal) in
                notifyServiceManagerOfReload()
                defer { notifyServiceManager("READY=1") }
                let report = try reloadNow(cause)
                problems.clear(Self.subject)
                return report
            }
        } catch {
            problems.post(
                Self.subject, "the file as it is now is not served: \(error.summary)",
                cure: "`amorce check` shows every mistake; mend the file, then `amorce reload`", at: Clock.now())
            for line in error.lines {
                log(.error, LogLine("daemon", "reload-refused").with("by", cause).with("error", line))
            }
            throw error
        }
    }

    private func reloadNow(_ cause: String) throws(ReloadRefusal) -> ReloadReport {
        let former = current.value
        let configuration = try read(former.configuration.file)
        let changes = ConfigurationChanges(from: former.configuration, to: configuration)
        guard changes.needingRestart.isEmpty else {
            throw .needsRestart(configuration.file, keys: changes.needingRestart)
        }
        let files: ServedFiles
        let notTaken: [NotTaken]
        do {
            files = try ServedFiles(configuration)
            notTaken = try declared.take(configuration.machines, policy: InstallPolicy(configuration))
        } catch {
            throw .failed("\(configuration.file): \(error)")
        }
        do {
            try adopt(configuration, files)
        } catch {
            throw .failed("\(configuration.file): \(error)")
        }
        var keys = changes.keys
        if files.secrets.values != former.files.secrets.values, !keys.contains("secrets") { keys.append("secrets") }
        if let identity = files.identity, former.files.identity != identity { keys.append("http.tls") }
        log(
            .notice,
            LogLine("daemon", "reloaded").with("by", cause).with("configuration", configuration.file)
                .with("changed", keys.isEmpty ? "nothing" : keys.joined(separator: ",")))
        return ReloadReport(
            file: configuration.file, changed: keys,
            problems: current.value.links.compactMap { $0.error.map { "\($0)" } }
                + notTaken.map { "\($0.mac) goes without what the file gives it: \($0.why.fact)" })
    }

    /// Everything that `amorce check` looks at.
    private func read(_ file: String) throws(ReloadRefusal) -> Configuration {
        let configuration: Configuration
        do throws(SettingsErrors) {
            configuration = try Configuration.load(file: file)
        } catch {
            throw .invalid(error.mistakes.map(\.description))
        }
        let mistakes = Inspection(configuration).mistakes
        guard mistakes.isEmpty else { throw .invalid(mistakes) }
        return configuration
    }
}

/// Why the configuration file was not taken over: all stays as it was.
package enum ReloadRefusal: Error, Hashable, Sendable {
    /// Every mistake, as `amorce check` prints it.
    case invalid([String])
    /// The file is valid, and differs in what the daemon cannot change while it runs.
    case needsRestart(String, keys: [String])
    case failed(String)

    /// One line.
    var summary: String {
        let rest = lines.count - 1
        return (lines.first ?? "") + (rest > 0 ? " (and \(rest) more)" : "")
    }

    /// A line each.
    var lines: [String] {
        switch self {
        case .invalid(let mistakes): mistakes
        case .needsRestart(let file, let keys):
            [
                "\(file): \(keys.joined(separator: ", ")): a change of this needs a restart; "
                    + "restart amorce, or set it back"
            ]
        case .failed(let why): [why]
        }
    }
}

extension Problem {
    /// What the control API answers.
    init(_ refusal: ReloadRefusal) {
        let lines = refusal.lines.joined(separator: "\n")
        switch refusal {
        case .invalid: self.init(.unprocessable, lines)
        case .needsRestart: self.init(.conflict, lines)
        case .failed: self.init(.serverError, lines)
        }
    }
}
