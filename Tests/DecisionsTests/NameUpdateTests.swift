import DNSWire
import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

private let marking: [ConflictMode] = [.checkWithDHCID, .noCheckWithDHCID, .checkExistsWithDHCID]
private let checking: [ConflictMode] = [.checkWithDHCID, .checkExistsWithDHCID]
private let api: [String] = ["5.0.77.10.in-addr.arpa PTR api-1.lab.example.org", "api-1.lab.example.org A 10.77.0.5"]

@Suite("A name in the zones, RFC 4703 §5")
struct NameUpdateTests {
    @Test("is written in both directions, with a mark beside each, and taken away whole", arguments: marking)
    func life(mode: ConflictMode) {
        var zones = FakeZones.sample()
        let binding = NameBinding.sample("api-1", 5)

        let written = zones.carry(NameChange(from: nil, to: binding), mode)
        #expect(written.end == .done)
        #expect(written.updates.count == 2)
        #expect(zones.text == api)
        #expect(zones.markCount == 2)
        #expect(zones.records.allSatisfy { $0.timeToLive == 300 })

        let removed = zones.carry(NameChange(from: binding, to: nil), mode)
        #expect(removed.end == .done)
        #expect(removed.updates.count == 2)
        #expect(zones.records.isEmpty)
    }

    @Test("leaves no mark where none is wanted")
    func withoutMark() {
        var zones = FakeZones.sample()
        let binding = NameBinding.sample("api-1", 5)

        #expect(zones.carry(NameChange(from: nil, to: binding), .noCheckWithoutDHCID).end == .done)
        #expect(zones.text == api)
        #expect(zones.markCount == 0)
        #expect(zones.carry(NameChange(from: binding, to: nil), .noCheckWithoutDHCID).end == .done)
        #expect(zones.records.isEmpty)
    }

    @Test("is written twice without harm, and taken away twice", arguments: ConflictMode.allCases)
    func twice(mode: ConflictMode) {
        var zones = FakeZones.sample()
        let binding = NameBinding.sample("api-1", 5)

        for _ in 1...2 { #expect(zones.carry(NameChange(from: nil, to: binding), mode).end == .done) }
        #expect(zones.text == api)
        for _ in 1...2 { #expect(zones.carry(NameChange(from: binding, to: nil), mode).end == .done) }
        #expect(zones.records.isEmpty)
    }

    @Test("moves to another address, and nothing stays behind", arguments: ConflictMode.allCases)
    func move(mode: ConflictMode) {
        var zones = FakeZones.sample()
        _ = zones.carry(NameChange(from: nil, to: .sample("api-1", 5)), mode)

        #expect(zones.carry(NameChange(from: .sample("api-1", 5), to: .sample("api-1", 6)), mode).end == .done)
        #expect(
            zones.text == ["6.0.77.10.in-addr.arpa PTR api-1.lab.example.org", "api-1.lab.example.org A 10.77.0.6"])
    }

    @Test("is exchanged for another", arguments: ConflictMode.allCases)
    func rename(mode: ConflictMode) {
        var zones = FakeZones.sample()
        _ = zones.carry(NameChange(from: nil, to: .sample("vm-1", 5)), mode)

        #expect(zones.carry(NameChange(from: .sample("vm-1", 5), to: .sample("api-1", 5)), mode).end == .done)
        #expect(zones.text == api)
        #expect(zones.markCount == (mode == .noCheckWithoutDHCID ? 0 : 2))
    }

    @Test(
        "never leads astray on the way: what an address leads to leads back, and no name to an address that was left",
        arguments: ConflictMode.allCases,
        [
            (.sample("vm-1", 5), .sample("api-1", 5)), (.sample("vm-1", 5), .sample("api-1", 6)),
            (.sample("api-1", 5), .sample("api-1", 6)), (nil, .sample("api-1", 5)), (.sample("api-1", 5), nil),
        ] as [(NameBinding?, NameBinding?)])
    func moments(mode: ConflictMode, change: (old: NameBinding?, new: NameBinding?)) {
        var zones = FakeZones.sample()
        if let old = change.old { _ = zones.carry(NameChange(from: nil, to: old), mode) }

        #expect(zones.carry(NameChange(from: change.old, to: change.new), mode).end == .done)
        for moment in zones.history {
            for record in moment {
                guard case .ptr(let name) = record.data else { continue }
                let back = moment.compactMap { record -> DNSName? in
                    guard record.owner == name, case .a(let address) = record.data else { return nil }
                    return DNSName(reverseOf: address)
                }
                #expect(back == [record.owner])
            }
        }
    }

    @Test("is taken from the machine that had it before, where any mark will do")
    func reinstalled() {
        var zones = FakeZones.sample()
        _ = zones.carry(NameChange(from: nil, to: .sample("api-1", 4, machine: 1)))

        #expect(zones.carry(NameChange(from: nil, to: .sample("api-1", 5, machine: 2))).end == .done)
        #expect(zones.text.contains("api-1.lab.example.org A 10.77.0.5"))
        // What the former machine leaves behind later is its own: the address's name, and not the name.
        #expect(zones.carry(NameChange(from: .sample("api-1", 4, machine: 1), to: nil)).end == .done)
        #expect(zones.text == api)
    }

    @Test("is a conflict with the machine that had it before, where only the own mark will do")
    func strict() {
        var zones = FakeZones.sample()
        _ = zones.carry(NameChange(from: nil, to: .sample("api-1", 4, machine: 1)), .checkWithDHCID)
        let before = zones.records

        let end = zones.carry(NameChange(from: nil, to: .sample("api-1", 5, machine: 2)), .checkWithDHCID).end

        #expect(end == .conflict(.name(.sample("api-1.lab.example.org"))))
        #expect(zones.records == before)
    }

    @Test("leads to an address that was lent to another before, in every mode", arguments: ConflictMode.allCases)
    func lentAgain(mode: ConflictMode) {
        var zones = FakeZones.sample()
        _ = zones.carry(NameChange(from: nil, to: .sample("old", 5, machine: 2)), mode)

        #expect(zones.carry(NameChange(from: nil, to: .sample("api-1", 5)), mode).end == .done)
        #expect(zones.text.contains("5.0.77.10.in-addr.arpa PTR api-1.lab.example.org"))
    }
}

@Suite("What others wrote")
struct ForeignRecordTests {
    private static let name = DNSRecord.sample("api-1", .a(.sample(9)))
    private static let alias = DNSRecord.sample(
        "api-1", .other(.cname, DNSName.sample("www.lab.example.org").wire))
    private static let text = DNSRecord.sample("api-1", .other(RecordType(rawValue: 16), [1, 97]))
    private static let reverse = DNSRecord(
        DNSName(reverseOf: .sample(5)), .ptr(.sample("www.lab.example.org")), timeToLive: 60)

    @Test(
        "is a conflict and stays, where it is looked at what is there", arguments: checking,
        [
            (name, .name(.sample("api-1.lab.example.org"))), (alias, .name(.sample("api-1.lab.example.org"))),
            (text, .name(.sample("api-1.lab.example.org"))), (reverse, .reverse(DNSName(reverseOf: .sample(5)))),
        ] as [(DNSRecord, NameConflict)])
    func conflict(mode: ConflictMode, row: (record: DNSRecord, conflict: NameConflict)) {
        var zones = FakeZones.sample(row.record)

        #expect(zones.carry(NameChange(from: nil, to: .sample("api-1", 5)), mode).end == .conflict(row.conflict))
        #expect(zones.records.contains(row.record))
        // Nor does it go when the machine goes, or gets another name.
        _ = zones.carry(NameChange(from: .sample("api-1", 5), to: .sample("b", 5)), mode)
        _ = zones.carry(NameChange(from: .sample("b", 5), to: nil), mode)
        #expect(zones.records == [row.record])
    }

    @Test("an address never leads to a name that is another's", arguments: checking)
    func stops(mode: ConflictMode) {
        var zones = FakeZones.sample(Self.name)

        _ = zones.carry(NameChange(from: nil, to: .sample("api-1", 5)), mode)

        #expect(zones.records == [Self.name])
    }

    @Test("that says the very same is right, and stays its author's", arguments: checking)
    func same(mode: ConflictMode) {
        let record = DNSRecord.sample("api-1", .a(.sample(5)))
        let reverse = DNSRecord(
            DNSName(reverseOf: .sample(5)), .ptr(.sample("api-1.lab.example.org")), timeToLive: 60)
        var zones = FakeZones.sample(record, reverse)

        let written = zones.carry(NameChange(from: nil, to: .sample("api-1", 5)), mode)
        #expect(written.end == .done)
        #expect(written.notes == [.madeByOthers(record.owner), .madeByOthers(reverse.owner)])
        #expect(zones.carry(NameChange(from: .sample("api-1", 5), to: nil), mode).end == .done)
        #expect(zones.records == [record, reverse])
    }

    @Test("gives way where it is not looked at", arguments: [ConflictMode.noCheckWithDHCID, .noCheckWithoutDHCID])
    func overwritten(mode: ConflictMode) {
        var zones = FakeZones.sample(Self.name, Self.text, Self.reverse)

        #expect(zones.carry(NameChange(from: nil, to: .sample("api-1", 5)), mode).end == .done)
        #expect(Set(api).isSubset(of: zones.text))
        #expect(zones.records.contains(Self.text))
    }

    @Test(
        "an alias is a conflict even so: beside it nothing can stand, and a server would not say",
        arguments: [ConflictMode.noCheckWithDHCID, .noCheckWithoutDHCID])
    func besideAlias(mode: ConflictMode) {
        var zones = FakeZones.sample(Self.alias)

        let end = zones.carry(NameChange(from: nil, to: .sample("api-1", 5)), mode).end

        #expect(end == .conflict(.alias(.sample("api-1.lab.example.org"))))
        #expect(zones.records == [Self.alias])
    }

    @Test("beside the own records stays, and so does the mark that keeps the name", arguments: marking)
    func beside(mode: ConflictMode) {
        var zones = FakeZones.sample()
        _ = zones.carry(NameChange(from: nil, to: .sample("api-1", 5)), mode)
        let sixth = DNSRecord.sample("api-1", .other(.aaaa, [UInt8](repeating: 1, count: 16)))
        zones.records.insert(sixth)

        #expect(zones.carry(NameChange(from: .sample("api-1", 5), to: nil), mode).end == .done)

        #expect(zones.records.contains(sixth))
        #expect(zones.text.count == 1)
        #expect(zones.markCount == 1)
    }

    @Test("a mark whose address someone took away goes as well", arguments: marking)
    func orphan(mode: ConflictMode) {
        var zones = FakeZones.sample()
        _ = zones.carry(NameChange(from: nil, to: .sample("api-1", 5)), mode)
        zones.records = zones.records.filter { $0.data.type != .a }

        #expect(zones.carry(NameChange(from: .sample("api-1", 5), to: nil), mode).end == .done)
        #expect(zones.records.isEmpty)
    }
}

@Suite("Each step and each answer")
struct NameStepTests {
    private static let binding = NameBinding.sample("api-1", 5)
    private static let codes: [ResponseCode] = [
        .success, .malformed, .serverFailure, .noSuchName, .notImplemented, .refused, .nameExists, .recordsExist,
        .noSuchRecords, .notAuthoritative, .outsideZone, .badSignature, ResponseCode(rawValue: 4000),
    ]

    /// What a code does at a step that has a use for it.
    private static func expected(_ step: NameStep, _ code: ResponseCode) -> String? {
        switch (step, code) {
        case (.create, .success), (.take, .success), (.confirm, .success), (.overwrite, .success): "next"
        case (.create, .nameExists): "take"
        case (.take, .noSuchRecords): "confirm"
        case (.take, .noSuchName), (.confirm, .noSuchName): "create"
        case (.confirm, .noSuchRecords), (.overwrite, .recordsExist): "conflict"
        case (.remove, .success), (.removeMark, .success), (.removeMark, .noSuchName), (.removeMark, .noSuchRecords),
            (.removeMark, .recordsExist), (.removeAddress, .noSuchName), (.removeAddress, .noSuchRecords):
            "next"
        case (.remove, .noSuchName), (.remove, .noSuchRecords), (.remove, .recordsExist): "removeAddress"
        case (.removeAddress, .success): "removeMark"
        default: nil
        }
    }

    /// The machine in that step, in its first stage.
    private func update(at step: NameStep) -> NameUpdate {
        let zones = NameZones(forward: NameZones.sample.forward, reverse: [])
        func made(_ old: NameBinding?, _ new: NameBinding?, _ mode: ConflictMode = .checkWithDHCID) -> NameUpdate {
            NameUpdate(NameChange(from: old, to: new), mode: mode, zones: zones, timeToLive: 300)
        }
        switch step {
        case .create: return made(nil, Self.binding)
        case .take: return made(nil, Self.binding).after(.nameExists)
        case .confirm: return made(nil, Self.binding).after(.nameExists, .noSuchRecords)
        case .overwrite: return made(nil, Self.binding, .noCheckWithDHCID)
        case .remove: return made(Self.binding, nil)
        case .removeAddress: return made(Self.binding, nil).after(.recordsExist)
        case .removeMark: return made(Self.binding, nil).after(.recordsExist, .success)
        }
    }

    @Test("lead to the next step, to an end, or to trouble", arguments: NameStep.allCases, codes)
    func pairs(step: NameStep, code: ResponseCode) {
        var update = update(at: step)
        guard case .waiting(0, step, _) = update.state else {
            Issue.record("\(update.state)")
            return
        }

        let action = update.on(.replied(code))

        switch (update.state, action) {
        case (.waiting(_, let next, _), .send): #expect(Self.expected(step, code) == "\(next)")
        case (.ended(.done), .finish(.done)): #expect(Self.expected(step, code) == "next")
        case (.ended(.conflict), .finish(.conflict)): #expect(Self.expected(step, code) == "conflict")
        case (.ended(.later(let trouble)), .finish(.later)):
            #expect(Self.expected(step, code) == nil)
            #expect(trouble == NameTrouble(code))
        default: Issue.record("\(update.state), \(action)")
        }
    }

    @Test(
        "that never came is trouble, whatever the step", arguments: NameStep.allCases,
        [NameTrouble.silence, .unknownKey, .clocksDiffer(.hours(1))])
    func failed(step: NameStep, trouble: NameTrouble) {
        var update = update(at: step)

        #expect(update.on(.failed(trouble)) == .finish(.later(trouble)))
        // What comes after the end changes nothing.
        #expect(update.on(.replied(.success)) == .finish(.later(trouble)))
        #expect(update.on(.failed(.silence)) == .finish(.later(trouble)))
    }

    @Test("of one who makes and unmakes the name without end are not followed for ever")
    func unsettled() {
        var update = update(at: .take)

        for _ in 1...3 {
            _ = update.on(.replied(.noSuchName))
            _ = update.on(.replied(.nameExists))
        }

        #expect(update.on(.replied(.noSuchName)) == .finish(.later(.unsettled)))
    }

    @Test(
        "in the reverse zone hold up nothing else, and are told at the end",
        arguments: [NameUpdateEvent.failed(.silence), .replied(.refused), .replied(.noSuchRecords)])
    func setback(event: NameUpdateEvent) {
        var update = NameUpdate(
            NameChange(from: .sample("vm-1", 4), to: .sample("api-1", 5)), mode: .noCheckWithDHCID, zones: .sample,
            timeToLive: 300)
        var (zones, action): (Set<String>, NameUpdateAction) = ([], update.opening)

        while case .send(let message) = action {
            zones.insert(message.zone.description)
            let isReverse = message.zone != NameZones.sample.forward.first
            action = update.on(isReverse ? event : .replied(.success))
        }

        #expect(zones.count == 2)
        switch event {
        case .failed(let trouble): #expect(action == .finish(.later(trouble)))
        case .replied(.refused): #expect(action == .finish(.later(.notPermitted)))
        case .replied: #expect(action == .finish(.later(.unexpected(.noSuchRecords))))
        }
    }

    @Test("without zones there is nothing to do, and that is said")
    func noZones() {
        let zones = NameZones(forward: [], reverse: [])

        let update = NameUpdate(
            NameChange(from: nil, to: Self.binding), mode: .checkWithDHCID, zones: zones, timeToLive: 300)

        #expect(update.opening == .finish(.done))
        #expect(update.notes == [.noZone(Self.binding.name), .noZone(DNSName(reverseOf: .sample(5)))])
    }
}

extension NameUpdate {
    fileprivate func after(_ codes: ResponseCode...) -> NameUpdate {
        var update = self
        for code in codes { _ = update.on(.replied(code)) }
        return update
    }
}
