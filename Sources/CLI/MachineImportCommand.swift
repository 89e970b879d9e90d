import HTTPWire
import Inventory
import MachineFiles
import NetTypes
import OtherServers

extension Command {
    @Sendable static func importMachines(_ session: Session) throws(Failure) {
        let invocation = session.invocation
        let reading = try session.machines(in: [invocation[.machineFile]] + invocation.repeated)
        var query: [String: String] = [:]
        for (option, name) in [(Option.dryRun, "dry-run"), (.strict, "strict"), (.arm, "arm")]
        where invocation.has(option) { query[name] = "yes" }
        // Nothing of it may be taken in; what else is wrong is said all the same.
        if invocation.has(.strict), !reading.mistakes.isEmpty { query["dry-run"] = "yes" }
        let report: MachineImportReport = try session.daemon().send(
            .post, "inventory", query: query, MachineImport(machines: reading.machines), timeout: .minutes(5))
        guard report.results.count == reading.machines.count else {
            throw .badAnswer("it has not a result for each machine")
        }

        let summary = MachineImportSummary(reading, report)
        try session.print(summary) { session.text(of: summary) }
        guard summary.isComplete else { throw .incomplete(summary.shortfall) }
    }
}

/// What `machine import --json` prints.
private struct MachineImportSummary: Encodable {
    /// Whether nothing was written.
    let dryRun: Bool
    let added: Int
    let changed: Int
    let unchanged: Int
    let refused: Int
    /// In the order of the files.
    let machines: [MachineImportReport.Result]
    let mistakes: [FileRemark]
    let passedOver: [FileRemark]

    init(_ reading: MachineReading, _ report: MachineImportReport) {
        dryRun = report.isTrial
        machines = report.results
        let count = { (outcome: MachineImportReport.Outcome) in report.results.count { $0.outcome == outcome } }
        (added, changed, unchanged, refused) = (count(.added), count(.changed), count(.unchanged), count(.refused))
        mistakes = reading.mistakes.map(FileRemark.init)
        passedOver = reading.remarks.map(FileRemark.init)
    }

    var isComplete: Bool { refused == 0 && mistakes.isEmpty }
    /// What is missing, for people.
    var shortfall: String {
        let rest = "\(refused) refused, \(mistakes.count) not readable"
        return (dryRun ? "not everything can be taken in: " : "not everything was taken in: ") + rest
    }
}

/// What a file says that is not taken over, and where.
private struct FileRemark: Encodable {
    let place: String
    let fact: String
    let cure: String

    init(_ mistake: FileMistake) {
        place = mistake.place.description
        fact = mistake.fact
        cure = mistake.cure
    }

    var text: String { "\(place): \(fact); \(cure)" }
}

extension Session {
    /// What files and folders hold, and standard input.
    fileprivate func machines(in paths: [String]) throws(Failure) -> MachineReading {
        var reading = MachineReading()
        for path in paths {
            if path != "-", let files = try surroundings.machineFiles(path) {
                for file in files {
                    let bytes = try input(file, atMost: MachineReading.byteLimit)
                    reading = reading + MachineReading(bytes, file: file, isNamed: false)
                }
            } else {
                let bytes = try input(path, atMost: MachineReading.byteLimit)
                reading = reading + MachineReading(bytes, file: path == "-" ? "standard input" : path)
            }
        }
        return reading
    }

    /// A line for each machine, what could not be read before them, and the counts.
    fileprivate func text(of summary: MachineImportSummary) -> String {
        var table = Table(.text(""), .text("NAME"), .text("MAC"), .text("WHAT"), .text("WHERE"))
        for machine in summary.machines {
            let what = machine.changes.map(\.words) + [machine.reason].compactMap { $0 }
            table.add(
                machine.outcome.mark, machine.name?.text, machine.mac.description, what.joined(separator: ", "),
                machine.place)
        }
        let remarks = (summary.mistakes + summary.passedOver).map { "\(visible($0.text))\n" }
        let counts =
            "\(summary.added) added, \(summary.changed) changed, \(summary.unchanged) unchanged, "
            + "\(summary.refused) refused, \(summary.mistakes.count) not readable, "
            + "\(summary.passedOver.count) passed over"
        return remarks.joined() + (summary.machines.isEmpty ? "" : table.text())
            + "\(counts)\(summary.dryRun ? "; nothing was written" : "")\n"
    }
}

extension MachineImportReport.Outcome {
    fileprivate var mark: String {
        switch self {
        case .added: "+"
        case .changed: "~"
        case .unchanged: "="
        case .refused: "!"
        }
    }
}

extension MachineImportReport.Change {
    /// `profile=api`, `name=api-1 (was web-1)`.
    fileprivate var words: String {
        field == .armed ? "armed" : "\(field.rawValue)=\(to)" + (from.map { " (was \($0))" } ?? "")
    }
}
