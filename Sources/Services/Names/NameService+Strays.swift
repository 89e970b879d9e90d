import DNSWire
import Decisions
import Inventory
import LDNS
import LinuxIO
import NetTypes
import Store

/// What zones hold that could be read whole.
struct ZoneContents: Sendable {
    /// By what names were written when they were read.
    var plan: NamePlan?
    /// By zone, then by name.
    var records: [DNSName: [DNSName: [RecordData]]] = [:]
    /// The others, and why.
    var notRead: [String] = []
}

extension NameService {
    /// Has every zone transferred, where its server does that. Not to be called on the loop.
    nonisolated func readZones() -> ZoneContents {
        let isDone = Signal()
        let contents = Current(ZoneContents())
        loop.enter {
            self.assumeIsolated { service in
                contents.replace(with: ZoneContents(plan: service.plan))
                var open = service.plan.allZones.count
                if open == 0 { isDone.broadcast() }
                for zone in service.plan.allZones {
                    service.read(zone) { result in
                        var latest = contents.value
                        switch result {
                        case .success(let records):
                            latest.records[zone] = Dictionary(grouping: records, by: \.owner).mapValues {
                                $0.map(\.data)
                            }
                        case .failure(let failure): latest.notRead.append("\(zone): \(failure.problem)")
                        }
                        contents.replace(with: latest)
                        open -= 1
                        if open == 0 { isDone.broadcast() }
                    }
                }
            }
        }
        while isDone.count == 0 { isDone.wait(beyond: 0, for: .seconds(60)) }
        return contents.value
    }

    /// Asks the servers of a zone, one after the other.
    private func read(
        _ zone: DNSName, whenEnded: @escaping (Result<[DNSRecord], ZoneTransfer.Failure>) -> Void
    ) {
        guard let way = plan.way(to: zone), let request = try? OutgoingRequest(.transfer(zone), key: way.key) else {
            return whenEnded(.failure(ZoneTransfer.Failure(problem: .unreadable)))
        }
        courier.findServers(of: zone, by: way) { [loop] servers in
            Self.read(request, from: servers[...], on: loop, whenEnded)
        }
    }

    private static func read(
        _ request: OutgoingRequest, from servers: ArraySlice<NameServer>, on loop: EventLoop,
        _ whenEnded: @escaping (Result<[DNSRecord], ZoneTransfer.Failure>) -> Void
    ) {
        guard let server = servers.first else {
            return whenEnded(.failure(ZoneTransfer.Failure(problem: .unreachable)))
        }
        ZoneTransfer.begin(request, from: server, on: loop) { result in
            if case .failure = result, servers.count > 1 {
                return read(request, from: servers.dropFirst(), on: loop, whenEnded)
            }
            whenEnded(result)
        }
    }

    /// Names in those zones that no lease has, with a mark of amorce's own.
    nonisolated func strays(in contents: ZoneContents) -> [NameEntry] {
        guard let plan = contents.plan, plan.mode.isMarking else { return [] }
        let (names, machines) = store.read { image in
            (
                image.names.values.flatMap { $0 },
                Set(image.machines.keys).union(image.names.keys).union(image.leases.leases.map(\.mac))
            )
        }
        var strays = StrayNames(
            known: names, machines: machines.sorted { $0.number < $1.number }, template: plan.rule.template
        ) { plan.rule.names($0) }
        for zone in plan.zones.forward {
            if let records = contents.records[zone] { strays.look(through: records.asRecords) }
        }
        for zone in plan.zones.reverse {
            if let records = contents.records[zone.name] { strays.look(through: records.asRecords, of: zone) }
        }
        return strays.entries
    }

    /// They go as names of machines do, over restarts too.
    nonisolated func withdraw(_ strays: [NameEntry]) {
        for stray in strays {
            log(
                .warning,
                LogLine("dns", "stray", mac: stray.mac).with("name", stray.name).with("address", stray.address))
        }
        do {
            try store.transaction { transaction in for stray in strays { transaction.withdraw(stray: stray) } }
        } catch {
            // `StoreWatch` says why. They are found again.
        }
    }
}

extension [DNSName: [RecordData]] {
    /// One by one, in the order of their names.
    fileprivate var asRecords: [DNSRecord] {
        sorted { "\($0.key)" < "\($1.key)" }.flatMap { owner, data in
            data.map { DNSRecord(owner, $0, timeToLive: 0) }
        }
    }
}
