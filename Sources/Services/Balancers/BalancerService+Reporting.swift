import Decisions
import Inventory
import LinuxIO
import NetTypes

extension BalancerService {
    /// How machines stand in their load balancers. Not to be called on the loop.
    package nonisolated func report() -> BalancersReport {
        let latest = Current(BalancersReport(now: Clock.now()))
        loop.enter { self.assumeIsolated { latest.replace(with: $0.reportNow(at: Clock.now())) } }
        return latest.value
    }

    private func reportNow(at now: Timestamp) -> BalancersReport {
        BalancersReport(
            now: now,
            backends: records.sorted { $0.key < $1.key }.map { place, record in
                BalancersReport.Backend(
                    place: place, reached: record.reached,
                    problem: record.trouble.map {
                        StandingProblem(
                            subject: Self.subject(of: place), what: "\($0)", cure: $0.cure, since: record.since)
                    }, failures: record.failures, servers: servers(record.facts))
            })
    }

    private func servers(_ facts: BalancerFacts) -> [BalancersReport.Server] {
        let seen = Dictionary(facts.seen.map { ($0.name.lowercased(), $0) }) { first, _ in first }
        // One that has never served is not there, and shall not be.
        let wished = facts.wishes.filter { $0.standing == .ready || seen[$0.name.text] != nil }.map { wish in
            BalancersReport.Server(
                name: wish.name, mac: wish.mac, address: wish.address, wanted: wish.standing.rawValue,
                there: word(seen[wish.name.text]), isUp: seen[wish.name.text]?.upIfChecked)
        }
        let names = Set(facts.wishes.map(\.name))
        let going = facts.kept.filter { !names.contains($0.name) }.map { row in
            BalancersReport.Server(
                name: row.name, mac: row.mac, address: nil, wanted: "gone", there: word(seen[row.name.text]),
                isUp: seen[row.name.text]?.upIfChecked)
        }
        return (wished + going).sorted { $0.name < $1.name }
    }

    private func word(_ seen: SeenServer?) -> String {
        guard let seen else { return "missing" }
        return seen.isInMaintenance ? "maintenance" : seen.isDrained ? "drained" : "ready"
    }
}

extension SeenServer {
    fileprivate var upIfChecked: Bool? { isChecked && !isInMaintenance ? isUp : nil }
}
