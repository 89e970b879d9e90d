import DNSWire
import Decisions
import Inventory
import LDNS
import LinuxIO
import NetTypes
import Store

/// One change on its way.
final class NameRun {
    let mac: MACAddress
    let change: NameChange
    /// The rows of the outbox that it was made of.
    let old: NameEntry?
    let new: NameEntry?
    var update: NameUpdate
    /// The zone that stood in the way, if it is the zone's matter.
    var closed: DNSName?

    init(mac: MACAddress, entries: [NameEntry], change: NameChange, update: NameUpdate) {
        self.mac = mac
        self.change = change
        self.update = update
        old = entries.first { $0.state == .unwanted }
        new = entries.first { $0.state != .unwanted }
    }
}

/// What has become of a row of the outbox.
struct Settlement {
    let entry: NameEntry
    let outcome: NameOutcome
    let events: [BootEvent]
}

extension NameService {
    func act(_ action: NameUpdateAction, _ run: NameRun) {
        switch action {
        case .finish(let end): finish(run, end)
        case .send(let update):
            let zone = update.zone
            if let trouble = gates.enter(zone, at: Clock.now()) {
                run.closed = zone
                return act(run.update.on(.failed(trouble)), run)
            }
            runs[run.mac] = run
            bundles[zone, default: UpdateBundles()].add(update, of: run.mac)
            send(to: zone)
        }
    }

    private func send(to zone: DNSName) {
        let now = Clock.monotonic()
        defer { gather(for: zone, at: now) }
        while let bundle = bundles[zone]?.next(at: now) {
            guard let way = plan.way(to: zone), let update = bundle.update else {
                hear(.failed(.notAuthoritative), of: zone, bundle)
                continue
            }
            do throws(LDNSError) {
                courier.carry(try OutgoingRequest(.update(update), key: way.key), to: zone, by: way) {
                    [weak self] end in
                    self?.assumeIsolated { $0.hear(end, of: zone, bundle) }
                }
            } catch {
                log(.error, LogLine("dns", "request-failed").with("zone", zone).with("error", error))
                hear(.failed(.unreadable), of: zone, bundle)
            }
        }
    }

    /// Sends what waits for company, when it has waited long enough.
    private func gather(for zone: DNSName, at now: Interval) {
        guard let pause = bundles[zone]?.pause(at: now), gathering.insert(zone).inserted else { return }
        loop.after(pause) { [weak self] in
            self?.assumeIsolated { service in
                service.gathering.remove(zone)
                service.send(to: zone)
            }
        }
    }

    private func hear(_ end: NameExchangeEnd, of zone: DNSName, _ bundle: UpdateBundles.Bundle) {
        if bundles[zone]?.ended(bundle, end) == true {
            for mac in bundle.machines { hear(end, of: zone, mac) }
            // What waits meets the same.
            if case .failed = end, gates.closed[zone] != nil {
                for mac in bundles[zone]?.giveBack() ?? [] { hear(end, of: zone, mac) }
            }
        }
        send(to: zone)
        run()
    }

    private func hear(_ end: NameExchangeEnd, of zone: DNSName, _ mac: MACAddress) {
        guard let run = runs.removeValue(forKey: mac) else { return }
        switch end {
        case .replied(let reply):
            counters.count("dns.update.\(reply.code)")
            if gates.succeeded(zone) { zoneOpened(zone) }
            act(run.update.on(.replied(reply.code)), run)
        case .failed(let trouble):
            counters.count("dns.update.none")
            let now = Clock.now()
            let former = gates.closed[zone]
            gates.failed(zone, trouble, at: now, jitter: Double.random(in: 0...1))
            if trouble.isOfZone {
                run.closed = zone
                if former?.trouble != trouble { zoneClosed(zone, trouble, at: now) }
            } else if former != nil {
                zoneOpened(zone)
            }
            if let gate = gates.closed[zone], !gate.isTried, gate.until > now { probe(zone, at: gate.until) }
            act(run.update.on(.failed(trouble)), run)
        }
    }

    private func finish(_ run: NameRun, _ end: NameUpdateEnd) {
        let now = Clock.now()
        queue.ended(run.mac)
        var record = records[run.mac] ?? NameRecord(keptTrial(of: run.mac), at: now)
        record.attempts += 1
        switch end {
        case .done:
            records[run.mac] = nil
            if let old = run.old { settle(Settlement(entry: old, outcome: .gone, events: [])) }
            if let new = run.new { settleWritten(new, at: now) }
        case .conflict(let conflict):
            record.lastError = "\(conflict)"
            record.cure = conflict.cure
            if let new = run.new, new.conflict != "\(conflict)" { settleConflict(new, conflict, at: now) }
            rest(run.mac, record, .conflict, at: now)
        case .later(let trouble):
            record.lastError = trouble.description + (run.closed.map { ", zone \($0)" } ?? "")
            record.cure = trouble.cure
            log(
                trouble.kind == .configuration ? .warning : .info,
                LogLine("dns", "later", mac: run.mac).with("name", run.new?.name ?? run.old?.name)
                    .with("zone", run.closed).with("error", trouble).with("attempts", record.attempts))
            if let zone = run.closed, gates.closed[zone] != nil {
                record.waitsFor = zone
                records[run.mac] = record
                // It may have been the one that was to try another zone.
                for (zone, gate) in gates.closed where !gate.isTried { probe(zone, at: gate.until) }
            } else {
                rest(run.mac, record, RetrySchedule(after: end) ?? .network, at: now)
            }
        }
        if end != .done { keepTrial(of: run.mac) }
    }

    private func rest(_ mac: MACAddress, _ record: NameRecord, _ schedule: RetrySchedule, at now: Timestamp) {
        var record = record
        record.failures += 1
        let delay = schedule.delay(afterFailures: record.failures, jitter: Double.random(in: 0...1))
        record.timer = loop.after(delay) { [weak self] in
            self?.assumeIsolated { service in
                service.records[mac]?.timer = nil
                service.queue.add(mac)
                service.run()
            }
        }
        records[mac] = record
    }

    // MARK: Zones that are down

    /// At that time one of those who wait for a zone tries it.
    private func probe(_ zone: DNSName, at time: Timestamp) {
        guard probes.insert(zone).inserted else { return }
        loop.after(time - Clock.now()) { [weak self] in
            self?.assumeIsolated { service in
                service.probes.remove(zone)
                guard service.gates.closed[zone] != nil else { return }
                guard let mac = service.records.first(where: { $0.value.waitsFor == zone })?.key else { return }
                service.records[mac]?.waitsFor = nil
                service.queue.add(mac)
                service.run()
            }
        }
    }

    private func zoneOpened(_ zone: DNSName) {
        problems.clear(Self.zoneSubject + "\(zone)")
        log(.notice, LogLine("dns", "zone-open").with("zone", zone))
        for mac in records.keys where records[mac]?.waitsFor == zone {
            records[mac]?.waitsFor = nil
            queue.add(mac)
        }
    }

    private func zoneClosed(_ zone: DNSName, _ trouble: NameTrouble, at now: Timestamp) {
        let servers = self.servers(of: zone)
        problems.post(
            Self.zoneSubject + "\(zone)", "names wait: \(trouble), from \(servers)", cure: trouble.cure, at: now)
        log(
            trouble.kind == .configuration ? .error : .warning,
            LogLine("dns", "zone-closed").with("zone", zone).with("servers", servers).with("error", trouble))
    }

    // MARK: Keeping what has become of it

    private func settleWritten(_ entry: NameEntry, at now: Timestamp) {
        guard entry.state == .wanted else { return }
        counters.count("dns.names.written")
        log(
            .info,
            LogLine("dns", "named", mac: entry.mac).with("name", entry.name).with("address", entry.address))
        let event = BootEvent(
            time: now, mac: entry.mac, stage: .named, detail: "name=\(entry.name) address=\(entry.address)")
        settle(Settlement(entry: entry, outcome: .written, events: [event]))
    }

    private func settleConflict(_ entry: NameEntry, _ conflict: NameConflict, at now: Timestamp) {
        counters.count("dns.names.conflict")
        log(
            .warning,
            LogLine("dns", "conflict", mac: entry.mac).with("name", entry.name).with("error", conflict)
                .with("cure", conflict.cure))
        let event = BootEvent(
            time: now, mac: entry.mac, stage: .nameConflict, detail: "name=\(entry.name): \(conflict); \(conflict.cure)"
        )
        settle(Settlement(entry: entry, outcome: .conflict("\(conflict)"), events: [event]))
    }

    /// Many share one commit: an update that is repeated after a crash does no harm.
    func settle(_ settlement: Settlement) {
        settled.append(settlement)
        settling.insert(settlement.entry.mac)
        guard !isSettling else { return }
        isSettling = true
        loop.after(Interval(milliseconds: 20)) { [weak self] in self?.assumeIsolated { $0.commitSettled() } }
    }

    private func commitSettled() {
        isSettling = false
        let batch = settled
        do {
            try store.transaction { transaction in
                for settlement in batch {
                    transaction.settle(settlement.entry, settlement.outcome)
                    for event in settlement.events { try transaction.record(event) }
                }
            }
            settled = []
            settling = []
            run()
        } catch {
            // `StoreWatch` says why. What is done stays done; it is only not yet known on disk.
            isSettling = true
            loop.after(.seconds(1)) { [weak self] in self?.assumeIsolated { $0.commitSettled() } }
        }
    }
}
