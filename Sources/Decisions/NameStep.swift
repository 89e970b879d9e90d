import DNSWire
import Inventory
import NetTypes

/// One update of a change, in one zone: see `NameUpdate`.
package enum NameStep: Hashable, Sendable, CaseIterable {
    /// Where nothing has the name.
    case create
    /// From the mark that is there, this client's own or anyone's.
    case take
    /// Changes nothing: asks whether the very record is there.
    case confirm
    /// Whatever is there but an alias, beside which nothing can stand (RFC 2136 §3.4.2.2).
    case overwrite
    /// Record and mark, if there is nothing else.
    case remove
    /// The record alone, beside this client's own mark.
    case removeAddress
    /// The mark alone, once no address is left (RFC 4703 §5.5).
    case removeMark
}

/// A stage with its zone, and the name there that has the records.
struct PlacedStage: Hashable, Sendable {
    let stage: NameStage
    let zone: DNSName
    let owner: DNSName

    /// `nil` where none of the zones is meant for it.
    init?(_ stage: NameStage, in zones: NameZones) {
        self.stage = stage
        switch stage.direction {
        case .forward:
            guard let zone = zones.forwardZone(of: stage.binding.name) else { return nil }
            (self.zone, owner) = (zone, stage.binding.name)
        case .reverse:
            guard let zone = zones.reverseZone(of: stage.binding.address),
                let owner = zone.owner(of: stage.binding.address)
            else { return nil }
            (self.zone, self.owner) = (zone.name, owner)
        }
    }

    private var data: RecordData {
        switch stage.direction {
        case .forward: .a(stage.binding.address)
        case .reverse: .ptr(stage.binding.name)
        }
    }

    private var mark: RecordData { .dhcid(stage.binding.mark) }

    func update(for step: NameStep, mode: ConflictMode, timeToLive: UInt32) -> DNSUpdate {
        DNSUpdate(of: zone, if: prerequisites(of: step, mode), changes(of: step, mode, timeToLive))
    }

    private func prerequisites(of step: NameStep, _ mode: ConflictMode) -> [DNSUpdate.Prerequisite] {
        switch step {
        case .create: [.nameNotInUse(owner)]
        // An address is lent by this server, whoever had it before; a name is a client's own.
        case .take where mode == .checkWithDHCID && stage.direction == .forward:
            [.nameInUse(owner), .hasOnly(owner, mark)]
        case .take: [.nameInUse(owner), .hasRecords(owner, .dhcid)]
        case .confirm: [.hasOnly(owner, data)]
        case .overwrite: [.hasNoRecords(owner, .cname)]
        case .remove where !mode.isMarking: []
        case .remove where stage.direction == .reverse: [.hasOnly(owner, mark), .hasOnly(owner, data)]
        case .remove: [.hasOnly(owner, mark), .hasOnly(owner, data), .hasNoRecords(owner, .aaaa)]
        case .removeAddress: [.hasOnly(owner, mark)]
        case .removeMark: [.hasOnly(owner, mark), .hasNoRecords(owner, .a), .hasNoRecords(owner, .aaaa)]
        }
    }

    private func changes(of step: NameStep, _ mode: ConflictMode, _ timeToLive: UInt32) -> [DNSUpdate.Change] {
        let added = (mode.isMarking ? [data, mark] : [data]).map { DNSRecord(owner, $0, timeToLive: timeToLive) }
        switch step {
        case .create: return added.map { .add($0) }
        case .take, .overwrite:
            return added.map { .removeAll(owner, $0.data.type) } + added.map { .add($0) }
        case .confirm: return []
        case .remove: return added.map { .remove(owner, $0.data) }
        case .removeAddress: return [.remove(owner, data)]
        case .removeMark: return [.remove(owner, mark)]
        }
    }
}

extension NameStage {
    func firstStep(in mode: ConflictMode) -> NameStep {
        switch purpose {
        case .publish: mode.isChecking ? .create : .overwrite
        case .withdraw: .remove
        }
    }
}
