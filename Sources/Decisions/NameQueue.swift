import DNSWire
import Inventory
import NetTypes

/// Machines whose names are to be written or taken away, in the order in which they came. No two that share a name or an
/// address are under way at once.
package struct NameQueue: Sendable {
    /// Those that may go, oldest first; a machine stands here once.
    private var line: [MACAddress] = []
    private var first = 0
    private var inLine: Set<MACAddress> = []
    private var underWay: [MACAddress: Set<Place>] = [:]
    private var taken: Set<Place> = []
    /// Those that came again while they were under way.
    private var again: Set<MACAddress> = []
    private let limit: Int

    /// What one machine at a time changes.
    private enum Place: Hashable, Sendable {
        case name(DomainName)
        case address(IPv4Address)
    }

    /// - Parameter limit: how many may be under way at once.
    package init(limit: Int) { self.limit = limit }

    /// How many are under way.
    package var underWayCount: Int { underWay.count }

    /// Whether a machine's change is under way.
    package func isUnderWay(_ mac: MACAddress) -> Bool { underWay[mac] != nil }

    /// Has a machine looked at, after those that wait already.
    package mutating func add(_ mac: MACAddress) {
        guard underWay[mac] == nil else {
            again.insert(mac)
            return
        }
        guard inLine.insert(mac).inserted else { return }
        line.append(mac)
    }

    /// The next machine to be changed, with what is pending of it; `nil` where all that may go has gone.
    ///
    /// - Parameter entries: what DNS has and shall have of a machine, now; `nil` for one that has to wait on, in its place.
    package mutating func next(_ entries: (MACAddress) -> [NameEntry]?) -> (mac: MACAddress, entries: [NameEntry])? {
        var heldBack: [MACAddress] = []
        defer {
            line.insert(contentsOf: heldBack, at: first)
            if first > 1024, first * 2 > line.count {
                line.removeFirst(first)
                first = 0
            }
        }
        while underWay.count < limit, first < line.count, heldBack.count < limit {
            let mac = line[first]
            first += 1
            guard let entries = entries(mac) else {
                heldBack.append(mac)
                continue
            }
            guard entries.contains(where: \.isPending) else {
                inLine.remove(mac)
                continue
            }
            let places = Set(entries.flatMap { [Place.name($0.name), .address($0.address)] })
            guard places.isDisjoint(with: taken) else {
                heldBack.append(mac)
                continue
            }
            inLine.remove(mac)
            underWay[mac] = places
            taken.formUnion(places)
            return (mac, entries)
        }
        return nil
    }

    /// A machine's change has ended. If it was added meanwhile it waits again.
    package mutating func ended(_ mac: MACAddress) {
        guard let places = underWay.removeValue(forKey: mac) else { return }
        taken.subtract(places)
        if again.remove(mac) != nil { add(mac) }
    }
}

extension NameChange {
    /// What is to be done next of what is pending for a machine; `nil` where nothing is. Where several names are to go they
    /// go one after the other.
    package init?(_ entries: [NameEntry]) {
        let old = entries.first { $0.state == .unwanted }
        let new = entries.first { $0.state != .unwanted }
        guard old != nil || new?.state == .wanted else { return nil }
        self.init(from: old.map(NameBinding.init), to: new.map(NameBinding.init))
    }
}

extension NameBinding {
    package init(_ entry: NameEntry) {
        let name = DNSName(entry.name)
        self.init(name, entry.address, mark: DHCID(entry.mac, name: name))
    }
}
