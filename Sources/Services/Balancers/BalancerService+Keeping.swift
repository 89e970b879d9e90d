import Decisions
import Inventory
import LinuxIO
import NetTypes
import Store

/// What the store and the files say of a backend.
extension BalancerService {
    /// Keeps what has become of servers, and what is about to be done; whether the store took it.
    func settle(_ place: BalancerPlace, _ look: BalancerLook) -> Bool {
        guard let facts = records[place]?.facts else { return false }
        // A row that goes takes with it what is known of the file's line.
        let outcomes = BalancerLedger.outcomes(facts).filter { !$0.isEnd || look.fileTrouble == nil }
        let now = Clock.now()
        do {
            try store.transaction { transaction in
                for entry in outcomes {
                    if entry.isEnd { transaction.forget(entry.row) } else { transaction.save(entry.row) }
                    guard let action = entry.action else { continue }
                    try transaction.record(
                        BootEvent(
                            time: now, mac: entry.row.mac, stage: .balanced,
                            detail: "backend=\(place.backend) server=\(entry.row.name) action=\(action)"))
                }
                var latest = facts
                latest.kept = transaction.image.balanced.values.filter { $0.place == place }
                for row in BalancerLedger.intents(latest, at: place) { transaction.save(row) }
            }
        } catch {
            // `StoreWatch` says why.
            return false
        }
        for entry in outcomes {
            guard let action = entry.action else { continue }
            counters.count("balancer.servers.\(action)")
            log(
                .notice,
                LogLine("balancer", action, mac: entry.row.mac).with("backend", place.backend)
                    .with("server", entry.row.name))
        }
        records[place]?.facts.kept = store.read { image in
            image.balanced.values.filter { $0.place == place }.sorted { $0.name < $1.name }
        }
        if !outcomes.isEmpty { _ = updateFiles(of: place) }
        return true
    }

    /// Writes what files shall say of a backend; what keeps it from that.
    func updateFiles(of place: BalancerPlace) -> BalancerTrouble? {
        guard let facts = records[place]?.facts else { return nil }
        var trouble: BalancerTrouble?
        for path in files(of: place, facts) {
            do throws(BalancerTrouble) {
                let file = try BackendFiles.read(path, backend: place.backend)
                let lines = BackendFile.lines(facts, in: path, former: file.servers)
                if try BackendFiles.write(lines, into: path, file) {
                    log(.info, LogLine("balancer", "written").with("file", path).with("servers", lines.count))
                }
            } catch {
                trouble = trouble ?? error
            }
        }
        return trouble
    }

    /// The servers that amorce's lines name.
    func listed(at place: BalancerPlace, _ facts: BalancerFacts) -> Set<String> {
        Set(
            files(of: place, facts).flatMap { path in
                ((try? BackendFiles.read(path, backend: place.backend))?.servers ?? [:]).keys
            })
    }

    private func files(of place: BalancerPlace, _ facts: BalancerFacts) -> [String] {
        let configured = balancers.values.filter { $0.place == place }.compactMap(\.file)
        return Set(configured + facts.kept.compactMap(\.file)).sorted()
    }
}
