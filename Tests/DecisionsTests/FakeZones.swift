import DNSWire
import Decisions
import Inventory
import NetTypes

/// A name server's zones in memory, which takes updates as RFC 2136 §3 says.
struct FakeZones {
    var records: Set<DNSRecord> = []
    /// Zones are cut here.
    let apexes: [DNSName]
    /// What each update left behind.
    private(set) var history: [Set<DNSRecord>] = []

    init(_ apexes: [DNSName], _ records: [DNSRecord] = []) {
        self.apexes = apexes
        self.records = Set(records)
    }

    /// Does all of it or nothing.
    mutating func apply(_ update: DNSUpdate) -> ResponseCode {
        guard apexes.contains(update.zone) else { return .notAuthoritative }
        for prerequisite in update.prerequisites {
            guard let code = failure(of: prerequisite) else { continue }
            return code
        }
        for change in update.changes { apply(change) }
        history.append(records)
        return .success
    }

    private func failure(of prerequisite: DNSUpdate.Prerequisite) -> ResponseCode? {
        switch prerequisite {
        case .nameInUse(let name): at(name).isEmpty ? .noSuchName : nil
        case .nameNotInUse(let name): at(name).isEmpty ? nil : .nameExists
        case .hasRecords(let name, let type): at(name, type).isEmpty ? .noSuchRecords : nil
        case .hasNoRecords(let name, let type): at(name, type).isEmpty ? nil : .recordsExist
        case .hasOnly(let name, let data): at(name, data.type) == [data] ? nil : .noSuchRecords
        }
    }

    private mutating func apply(_ change: DNSUpdate.Change) {
        switch change {
        case .add(let record):
            // Beside an alias nothing is added, and nobody is told (RFC 2136 §3.4.2.2).
            guard at(record.owner, .cname).isEmpty else { return }
            records = records.filter { $0.owner != record.owner || $0.data != record.data }
            records.insert(record)
        case .removeAll(let name, let type):
            records = records.filter { $0.owner != name || $0.data.type != type }
        case .remove(let name, let data): records = records.filter { $0.owner != name || $0.data != data }
        }
    }

    private func at(_ name: DNSName) -> Set<DNSRecord> { records.filter { $0.owner == name } }
    private func at(_ name: DNSName, _ type: RecordType) -> [RecordData] {
        at(name).map(\.data).filter { $0.type == type }
    }

    /// Names with what they say, marks left out, in order.
    var text: [String] {
        records.filter { $0.data.type != .dhcid }.map { "\($0.owner) \($0.data)" }.sorted()
    }

    /// How many marks there are.
    var markCount: Int { records.filter { $0.data.type == .dhcid }.count }

    /// Carries a change through; answers with its end and how many updates it took.
    mutating func carry(
        _ change: NameChange, _ mode: ConflictMode = .checkExistsWithDHCID, zones: NameZones = .sample
    ) -> (end: NameUpdateEnd, updates: [DNSUpdate], notes: [NameNote]) {
        var update = NameUpdate(change, mode: mode, zones: zones, timeToLive: 300)
        var (action, sent) = (update.opening, [DNSUpdate]())
        while case .send(let message) = action {
            sent.append(message)
            action = update.on(.replied(apply(message)))
            if sent.count > 20 { return (.later(.unsettled), sent, update.notes) }
        }
        guard case .finish(let end) = action else { return (.later(.unsettled), sent, update.notes) }
        return (end, sent, update.notes)
    }
}

extension DNSName {
    static func sample(_ text: String) -> Self {
        guard let name = Self(text) else { preconditionFailure("\(text) is no name") }
        return name
    }
}

extension NameZones {
    /// lab.example.org and 10.77.0.0/24.
    static let sample = NameZones(
        forward: [.sample("lab.example.org")],
        reverse: [.sample("0.77.10.in-addr.arpa")].compactMap { ReverseZone($0) })
}

extension FakeZones {
    /// The same zones, with records.
    static func sample(_ records: DNSRecord...) -> Self {
        Self(NameZones.sample.forward + NameZones.sample.reverse.map(\.name), records)
    }
}

extension NameBinding {
    /// A name below lab.example.org, 10.77.0 and the number, and the mark of a machine.
    static func sample(_ name: String, _ address: UInt8, machine: UInt16 = 1) -> Self {
        let name = DNSName.sample("\(name).lab.example.org")
        return Self(name, .sample(address), mark: DHCID(.sample(machine), name: name))
    }
}

extension DNSRecord {
    static func sample(_ owner: String, _ data: RecordData) -> Self {
        Self(.sample("\(owner).lab.example.org"), data, timeToLive: 3600)
    }
}
