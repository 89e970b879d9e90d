import Decisions
import Inventory
import LinuxIO
import MachineFiles
import NetTypes
import OtherServers
import Store
import Synchronization

/// Follows the folder of the configuration's `inventory:`, on a thread of its own: what its files say of machines is taken
/// in whenever they change, and once a minute, since not every file system tells of changes.
package final class InventoryWatch: Sendable {
    private let current: Current<ServingPlan>
    private let problems: Problems
    private let log: Log
    private let latest: Mutex<Latest>

    /// What was read last.
    private struct Latest {
        var folder: String?
        var reading = FolderReading()
        var read: Timestamp?
        /// Subjects on the board, with what they say.
        var posted: [String: String] = [:]
    }

    package init(_ folder: String?, current: Current<ServingPlan>, problems: Problems, log: Log) {
        self.current = current
        self.problems = problems
        self.log = log
        latest = Mutex(Latest(folder: folder))
    }

    /// What is followed from now on; nothing of another folder is kept.
    package func follow(_ folder: String?) {
        latest.withLock { latest in
            guard latest.folder != folder else { return }
            latest.folder = folder
            latest.reading = FolderReading()
            latest.read = nil
        }
    }

    /// The folder that is followed.
    var folder: String? { latest.withLock { $0.folder } }

    /// Reads the folder, and takes in what is new in it. One look after the other.
    package func look() {
        let (folder, former) = latest.withLock { ($0.folder, $0.reading) }
        var reading = former
        if let folder { reading.look(in: folder) }
        do {
            let report = try current.value.desk.follow(reading.machines, isWhole: reading.mistakes.isEmpty)
            let isStill = latest.withLock { latest in
                guard latest.folder == folder else { return false }
                latest.reading = reading
                latest.read = folder == nil ? nil : Clock.now()
                return true
            }
            if isStill { post(reading, report) }
        } catch {
            // `StoreWatch` says why nothing can be written; the next look tries again.
            log(.error, LogLine("inventory", "failed").with("error", "\(error)"))
        }
    }

    /// The folder as it was read last, beside the store as it is now.
    func report() -> InventoryReport {
        let (folder, reading, read) = latest.withLock { ($0.folder, $0.reading, $0.read) }
        guard folder != nil else { return InventoryReport() }
        let drift = current.value.desk.drift(from: reading.machines)
        return InventoryReport(
            folder: folder, files: reading.fileCount, machines: reading.machines.count, read: read, drift: drift)
    }

    /// What the folder says of a machine.
    func wanted(_ mac: MACAddress) -> WantedMachine? {
        latest.withLock { latest in latest.reading.machines.first { $0.mac == mac } }
    }

    /// MAC addresses of all network cards in the folder.
    package var addresses: Set<MACAddress> {
        latest.withLock { Set($0.reading.machines.flatMap { [$0.mac] + $0.otherMACs }) }
    }

    // MARK: What is wrong

    /// How many places are named one by one.
    private static let mostPosts = 20

    private func post(_ reading: FolderReading, _ report: MachineImportReport) {
        let refusals = report.results.filter { $0.outcome == .refused }.map { result in
            (place: result.place, fact: "\(result.mac) is not taken in", cure: result.reason ?? "")
        }
        let all = reading.mistakes.map { (place: "\($0.place)", fact: $0.fact, cure: $0.cure) } + refusals
        var wanted: [String: (fact: String, cure: String)] = [:]
        for item in all.prefix(Self.mostPosts) {
            // A line may have two mistakes.
            let subject = "inventory \(item.place)"
            wanted[subject] =
                wanted[subject].map { ("\($0.fact), and \(item.fact)", $0.cure) } ?? (item.fact, item.cure)
        }
        if all.count > Self.mostPosts {
            wanted["inventory"] = (
                "\(all.count - Self.mostPosts) more places of the folder are wrong", "`amorce check` names each of them"
            )
        }
        let former = latest.withLock { latest in
            defer { latest.posted = wanted.mapValues(\.fact) }
            return latest.posted
        }
        for subject in former.keys where wanted[subject] == nil { problems.clear(subject) }
        for (subject, problem) in wanted.sorted(by: { $0.key < $1.key }) {
            problems.post(subject, problem.fact, cure: problem.cure, at: Clock.now())
            guard former[subject] != problem.fact else { continue }
            log(.error, LogLine("inventory", "wrong").with("about", subject).with("error", problem.fact))
        }
    }
}
