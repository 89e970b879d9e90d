import DNSWire
import Decisions
import Inventory
import LDNS
import LinuxIO
import NetTypes
import Store

/// Names that were written, asked for one after the other.
struct NameComparison {
    fileprivate var rest: ArraySlice<NameEntry>
    fileprivate var underWay = 0
    /// What needs no asking ends at once.
    fileprivate var isGoing = false
    fileprivate let count: Int
    fileprivate let mostUnderWay: Int
    fileprivate let isDryRun: Bool
    /// Zones that were read whole.
    fileprivate let contents: ZoneContents
    fileprivate var differences: [NameDifference] = []
    fileprivate var unanswered = 0
    fileprivate let whenEnded: @Sendable (NameComparisonReport) -> Void
}

extension NameService {
    /// Compares what the zones have with what was written, and writes anew what is not there any more, unless it is only to
    /// be said. Not to be called on the loop.
    package nonisolated func compare(isDryRun: Bool) -> NameComparisonReport {
        let contents = readZones()
        let isDone = Signal()
        let latest = Current(NameComparisonReport())
        loop.enter {
            self.assumeIsolated { service in
                service.compare(atOnce: 64, isDryRun: isDryRun, contents) { report in
                    latest.replace(with: report)
                    isDone.broadcast()
                }
            }
        }
        while isDone.count == 0 { isDone.wait(beyond: 0, for: .seconds(60)) }
        let strays = strays(in: contents)
        if !isDryRun, !strays.isEmpty { withdraw(strays) }
        return latest.value.with(strays: strays, notRead: contents.notRead)
    }

    /// Looks now and then whether somebody took names out of the zones.
    func watchZones() {
        loop.after(.minutes(15)) { [weak self] in
            self?.assumeIsolated { service in
                service.compare(atOnce: 4, isDryRun: false, ZoneContents()) { [weak self] _ in
                    self?.assumeIsolated { $0.watchZones() }
                }
            }
        }
    }

    private func compare(
        atOnce: Int, isDryRun: Bool, _ contents: ZoneContents,
        whenEnded: @escaping @Sendable (NameComparisonReport) -> Void
    ) {
        let written = store.read { image in image.names.values.joined().filter { $0.state == .written } }
        let number = nextComparison
        nextComparison += 1
        comparisons[number] = NameComparison(
            rest: written.sorted { $0.name.text < $1.name.text }[...], count: written.count, mostUnderWay: atOnce,
            isDryRun: isDryRun, contents: contents, whenEnded: whenEnded)
        go(on: number)
    }

    private func mend(_ differences: [NameDifference]) {
        for difference in differences {
            counters.count("dns.names.missing")
            log(
                .warning,
                LogLine("dns", "missing", mac: difference.entry.mac).with("name", difference.entry.name)
                    .with("error", difference.what))
            settle(Settlement(entry: difference.entry, outcome: .missing, events: []))
        }
    }

    private func go(on number: Int) {
        guard comparisons[number]?.isGoing == false else { return }
        comparisons[number]?.isGoing = true
        while let comparison = comparisons[number], comparison.underWay < comparison.mostUnderWay,
            let entry = comparisons[number]?.rest.popFirst()
        {
            comparisons[number]?.underWay += 1
            ask(entry, number)
        }
        comparisons[number]?.isGoing = false
        guard let comparison = comparisons[number], comparison.underWay == 0 else { return }
        comparisons[number] = nil
        if !comparison.isDryRun { mend(comparison.differences) }
        comparison.whenEnded(
            NameComparisonReport(
                compared: comparison.count, unanswered: comparison.unanswered, differences: comparison.differences,
                isDryRun: comparison.isDryRun))
    }

    /// Forward, then backward.
    private func ask(_ entry: NameEntry, _ number: Int) {
        let name = DNSName(entry.name)
        let contents = comparisons[number]?.contents ?? ZoneContents()
        ask(plan.zones.forwardZone(of: name), name, .a(entry.address), contents) { [weak self] forward in
            self?.assumeIsolated { service in
                let zone = service.plan.zones.reverseZone(of: entry.address)
                service.ask(zone?.name, zone?.owner(of: entry.address), .ptr(name), contents) { [weak self] reverse in
                    self?.assumeIsolated { $0.take([forward, reverse], of: entry, number) }
                }
            }
        }
    }

    private func take(_ findings: [Finding], of entry: NameEntry, _ number: Int) {
        let facts = findings.compactMap(\.fact)
        if !facts.isEmpty {
            let difference = NameDifference(entry: entry, what: facts.joined(separator: "; "))
            comparisons[number]?.differences.append(difference)
        }
        if findings.contains(.unanswered) { comparisons[number]?.unanswered += 1 }
        comparisons[number]?.underWay -= 1
        go(on: number)
    }

    private enum Finding: Equatable, Sendable {
        case there, unanswered
        case otherwise(String)

        init(_ found: [RecordData], _ wanted: RecordData, _ owner: DNSName) {
            let texts = found.map(\.description).joined(separator: ", ")
            self =
                found.contains(wanted)
                ? .there : .otherwise("\(owner) has \(found.isEmpty ? "no \(wanted.type)" : texts)")
        }

        var fact: String? { if case .otherwise(let fact) = self { fact } else { nil } }
    }

    /// - Parameter zone: `nil` where none of ours has the name: there is nothing to find.
    private func ask(
        _ zone: DNSName?, _ owner: DNSName?, _ data: RecordData, _ contents: ZoneContents,
        whenEnded: @escaping @Sendable (Finding) -> Void
    ) {
        guard let zone, let owner, let way = plan.way(to: zone) else { return whenEnded(.there) }
        if let records = contents.records[zone] {
            return whenEnded(Finding(records[owner, default: []].filter { $0.type == data.type }, data, owner))
        }
        guard let request = try? OutgoingRequest(.query(owner, data.type), key: way.key) else {
            return whenEnded(.unanswered)
        }
        courier.carry(request, to: zone, by: way) { end in
            guard case .replied(let reply) = end, [.success, .noSuchName].contains(reply.code) else {
                return whenEnded(.unanswered)
            }
            whenEnded(Finding(reply.answers.filter { $0.owner == owner }.map(\.data), data, owner))
        }
    }
}
