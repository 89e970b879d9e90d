import DNSWire
import Decisions
import Inventory
import LinuxIO
import NetTypes
import Store

extension NameService {
    /// How names come into the zones. Not to be called on the loop.
    package nonisolated func report() -> NamesReport {
        let latest = Current<NamesReport>(NamesReport(now: Clock.now()))
        loop.enter { self.assumeIsolated { latest.replace(with: $0.reportNow(at: Clock.now())) } }
        return latest.value
    }

    private func reportNow(at now: Timestamp) -> NamesReport {
        let (written, pending) = store.read { image in
            (
                image.names.values.joined().count { !$0.isPending },
                image.names.values.flatMap { $0.filter(\.isPending) }
            )
        }
        let waiting = pending.map { entry in
            let record = records[entry.mac]
            return NamesReport.Waiting(
                entry: entry, since: record?.since ?? now, attempts: record?.attempts ?? 0,
                lastError: record?.lastError ?? entry.conflict, cure: record?.cure)
        }
        return NamesReport(
            now: now, zones: plan.allZones.map(report), written: written, pending: pending.count,
            waiting: Array(
                waiting.sorted { ($0.since, $0.entry.name.text) < ($1.since, $1.entry.name.text) }.prefix(1000)))
    }

    /// Those that are named for a zone, or that were found last.
    private func servers(of zone: DNSName, by way: NamePlan.Way) -> [NameServer] {
        way.servers.isEmpty ? courier.primaries[zone]?.servers ?? [] : way.servers
    }

    /// For a sentence.
    func servers(of zone: DNSName) -> String {
        let found = plan.way(to: zone).map { servers(of: zone, by: $0) } ?? []
        return found.isEmpty ? "the zone's primary" : found.map(\.description).joined(separator: ", ")
    }

    private func report(_ zone: DNSName) -> NamesReport.Zone {
        let way = plan.way(to: zone)
        let gate = gates.closed[zone]
        return NamesReport.Zone(
            name: "\(zone)", servers: (way.flatMap { self.servers(of: zone, by: $0) } ?? []).map(\.description),
            key: way?.key?.description,
            problem: gate.map {
                StandingProblem(
                    subject: Self.zoneSubject + "\(zone)", what: "\($0.trouble)", cure: $0.trouble.cure, since: $0.since
                )
            }, failures: gate?.failures ?? 0)
    }
}
