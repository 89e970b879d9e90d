import Inventory
import NetTypes

/// The outbox of names: what changes a lease or a machine says in the same transaction what DNS shall have of it.
extension StoreTransaction {
    /// From now on machines are named by this rule, those that have an address already, too.
    ///
    /// - Parameter now: leases that have run out by then name nothing.
    package mutating func follow(_ rule: NameRule, at now: Timestamp) {
        image.name(by: rule)
        var machines = Set(image.names.keys)
        for lease in image.leases.leases where lease.state == .active && lease.isHeld(at: now) {
            machines.insert(lease.mac)
        }
        for mac in machines { follow(mac, at: now) }
    }

    /// Sees to it that DNS gets the name that a machine has by its latest lease, and loses all others of it. A lease
    /// that runs out is no change of the store: whoever watches the time calls again.
    package mutating func follow(_ mac: MACAddress, at now: Timestamp? = nil) {
        let wanted = image.name(of: mac, at: now)
        var isThere = false
        for var entry in image.names[mac] ?? [] {
            let isWanted = entry.key == wanted
            isThere = isThere || isWanted
            if isWanted == (entry.state != .unwanted) { continue }
            entry.state = isWanted ? .wanted : .unwanted
            keep(entry.anew)
        }
        if let wanted, !isThere { keep(NameEntry(mac: mac, name: wanted.name, address: wanted.address)) }
    }

    /// DNS shall have nothing of a machine.
    mutating func withdrawNames(of mac: MACAddress) {
        for var entry in image.names[mac] ?? [] where entry.state != .unwanted {
            entry.state = .unwanted
            keep(entry.anew)
        }
    }

    /// A name that was found in the zones and that no lease has is to go, unless something is known of it by now.
    package mutating func withdraw(stray entry: NameEntry) {
        guard image.names[entry.mac]?.contains(where: { $0.key == entry.key }) != true else { return }
        keep(NameEntry(mac: entry.mac, name: entry.name, address: entry.address, state: .unwanted))
    }

    /// Keeps what has become of a name, unless something else is wanted of it by now.
    package mutating func settle(_ entry: NameEntry, _ outcome: NameOutcome) {
        guard let latest = image.names[entry.mac]?.first(where: { $0.key == entry.key }) else { return }
        switch (outcome, latest.state) {
        case (.written, .wanted):
            keep(NameEntry(mac: entry.mac, name: entry.name, address: entry.address, state: .written))
        case (.gone, .unwanted):
            keep(nil, at: entry.key)
        case (.missing, .written): keep(NameEntry(mac: entry.mac, name: entry.name, address: entry.address))
        case (.conflict(let what), .wanted) where latest.conflict != what:
            var known = latest
            known.conflict = what
            keep(known, at: entry.key, isNews: false)
        case (.written, _), (.gone, _), (.missing, _), (.conflict, _): break
        }
    }

    /// Keeps what a machine's names have met that are not yet as they shall be.
    package mutating func note(_ trial: NameTrial, of mac: MACAddress) {
        for var entry in image.names[mac] ?? [] where entry.isPending && entry.trial != trial {
            entry.trial = trial
            keep(entry, at: entry.key, isNews: false)
        }
    }

    private mutating func keep(_ entry: NameEntry) { keep(entry, at: entry.key) }
}

/// What has become of a name in the zones.
package enum NameOutcome: Hashable, Sendable {
    case written
    case gone
    /// Someone took it out of the zones; it is written again.
    case missing
    /// It is someone else's.
    case conflict(String)
}

extension NameEntry {
    /// Something else is wanted of it: what it has met is past.
    fileprivate var anew: Self { NameEntry(mac: mac, name: name, address: address, state: state) }
}

extension StoreImage {
    /// The name that DNS shall have of a machine; `nil` where it shall have none.
    ///
    /// - Parameter now: `nil` goes by what was known to have run out when it was last looked.
    func name(of mac: MACAddress, at now: Timestamp?) -> NameEntry.Key? {
        guard let lease = leases[mac], lease.state == .active,
            now.map({ lease.isHeld(at: $0) }) ?? !leases.abandoned.contains(lease.address),
            let name = nameRule.name(hostName(of: mac), at: lease.address)
        else { return nil }
        return NameEntry.Key(mac: mac, name: name, address: lease.address)
    }
}
