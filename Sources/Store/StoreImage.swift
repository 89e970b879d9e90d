import Inventory
import NetTypes

/// Machines, leases and builds as the disk has them, in memory: for reading, and only inside the store's lock.
package struct StoreImage: Sendable {
    package private(set) var leases = LeaseBook()
    package private(set) var machines: [MACAddress: Machine] = [:]
    /// Who has each name, given or provisional.
    private var macsByName: [HostName: MACAddress] = [:]
    /// Whom each reserved address is kept for.
    package private(set) var reservations: Reservations = [:]
    /// How many machines nobody has named.
    private(set) var unknownMachineCount = 0
    /// What DNS has of each machine, shall have, or shall have no longer.
    package private(set) var names: [MACAddress: [NameEntry]] = [:]
    /// By which names are given.
    private(set) var nameRule = NameRule.none
    /// The servers that amorce has put into load balancers, or is about to.
    package private(set) var balanced: [BalancedServer.Key: BalancedServer] = [:]
    /// Events on their way.
    private(set) var deliveries: [Delivery.Key: Delivery] = [:]
    private var deliveryCounts: [DeliveryTarget: Int] = [:]
    /// Who is to hear of events, and at which stages.
    private(set) var subscribers: [DeliveryTarget: Set<Stage>] = [:]
    private var builds: [String: Build] = [:]
    private var tokensByMAC: [MACAddress: Set<String>] = [:]

    /// How machines are called that nobody named.
    package var template: HostNameTemplate { nameRule.template }
    /// What a machine is called, whether the store knows it or not.
    package func hostName(of mac: MACAddress) -> HostName {
        machines[mac]?.hostName ?? nameRule.template.name(of: mac)
    }
    /// A machine that the store does not know, as it would begin.
    package func stranger(_ mac: MACAddress) -> Machine {
        Machine(mac: mac, origin: .discovered).named(by: nameRule.template)
    }
    /// The machine that goes by this name, given or provisional (`vm-525400770011`).
    package func machine(named name: HostName) -> Machine? { macsByName[name].flatMap { machines[$0] } }
    /// The machine that this address is reserved for.
    package func machine(reserving address: IPv4Address) -> Machine? {
        reservations[address].flatMap { machines[$0] }
    }

    /// The build that a token opens, or opened: look at `closed`.
    package func build(_ token: String) -> Build? { builds[token] }
    /// The newest build of a machine that is not closed.
    package func openBuild(of mac: MACAddress) -> Build? {
        builds(of: mac).filter { $0.closed == nil }.max { ($0.created, $0.token) < ($1.created, $1.token) }
    }
    /// Every build of a machine, in no order.
    package func builds(of mac: MACAddress) -> [Build] { (tokensByMAC[mac] ?? []).compactMap { builds[$0] } }

    /// What is on its way to one target, the oldest first.
    package func deliveries(to target: DeliveryTarget) -> [Delivery] {
        guard deliveryCount(of: target) > 0 else { return [] }
        return deliveries.values.filter { $0.target == target }.sorted { $0.event.id < $1.event.id }
    }
    /// How much of it there is.
    package func deliveryCount(of target: DeliveryTarget) -> Int { deliveryCounts[target] ?? 0 }

    /// Why a machine cannot be saved beside the others; `nil` if it can.
    func objection(to machine: Machine) -> StoreError? {
        if let name = machine.name {
            if let other = macsByName[name] ?? nameRule.template.mac(of: name), other != machine.mac {
                return .nameTaken(name, by: other)
            }
        }
        if let address = machine.address, let other = reservations[address], other != machine.mac {
            return .addressTaken(address, by: other)
        }
        return nil
    }

    /// Why a build cannot be saved; `nil` if it can.
    func objection(to build: Build) -> StoreError? {
        machines[build.mac] == nil ? .unknownMachine(build.mac) : nil
    }

    mutating func put(_ lease: Lease) -> LeaseBook.Undo { leases.save(lease) }
    mutating func take(back undo: LeaseBook.Undo) { leases.take(back: undo) }
    mutating func settle(at now: Timestamp) { leases.settle(at: now) }

    /// From now on machines are named so, those that are known already, too.
    mutating func name(by rule: NameRule) {
        let former = nameRule
        nameRule = rule
        guard rule.template != former.template else { return }
        machines = machines.mapValues { $0.named(by: rule.template) }
        macsByName = [:]
        // Of a name that was given and another machine's provisional one, the one that was given counts.
        for machine in machines.values where machine.name == nil { macsByName[machine.hostName] = machine.mac }
        for machine in machines.values where machine.name != nil { macsByName[machine.hostName] = machine.mac }
    }

    /// Puts a machine in its place, or clears the place; answers what was there.
    @discardableResult
    mutating func put(_ machine: Machine?, at mac: MACAddress) -> Machine? {
        let former = machines[mac]
        unknownMachineCount += (machine?.isKnown == false ? 1 : 0) - (former?.isKnown == false ? 1 : 0)
        if let former {
            if macsByName[former.hostName] == mac { macsByName[former.hostName] = nil }
            if let address = former.address { reservations[address] = nil }
        }
        machines[mac] = machine
        if let machine {
            macsByName[machine.hostName] = mac
            if let address = machine.address { reservations[address] = mac }
        }
        return former
    }

    /// Puts a name in its place, or clears the place; answers what was there.
    @discardableResult
    mutating func put(_ entry: NameEntry?, at key: NameEntry.Key) -> NameEntry? {
        var entries = names[key.mac] ?? []
        let place = entries.firstIndex { $0.key == key }
        let former = place.map { entries[$0] }
        if let place, let entry { entries[place] = entry } else if let entry { entries.append(entry) }
        if let place, entry == nil { entries.remove(at: place) }
        names[key.mac] = entries.isEmpty ? nil : entries
        return former
    }

    /// Puts a server of a load balancer in its place, or clears the place; answers what was there.
    @discardableResult
    mutating func put(_ server: BalancedServer?, at key: BalancedServer.Key) -> BalancedServer? {
        let former = balanced[key]
        balanced[key] = server
        return former
    }

    /// Puts an event on its way in its place, or clears the place; answers what was there.
    @discardableResult
    mutating func put(_ delivery: Delivery?, at key: Delivery.Key) -> Delivery? {
        let former = deliveries[key]
        deliveries[key] = delivery
        deliveryCounts[key.target, default: 0] += (delivery == nil ? 0 : 1) - (former == nil ? 0 : 1)
        return former
    }

    /// From now on these hear of events.
    mutating func subscribe(_ targets: [DeliveryTarget: Set<Stage>]) { subscribers = targets }

    /// Puts a build in its place, or clears the place; answers what was there.
    @discardableResult
    mutating func put(_ build: Build?, at token: String) -> Build? {
        let former = builds[token]
        if let former {
            tokensByMAC[former.mac]?.remove(token)
            if tokensByMAC[former.mac]?.isEmpty == true { tokensByMAC[former.mac] = nil }
        }
        builds[token] = build
        if let build { tokensByMAC[build.mac, default: []].insert(token) }
        return former
    }
}
