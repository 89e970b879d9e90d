import Inventory
import NetTypes

/// What one transaction changes. The image shows each change at once; the disk has all of them or none.
package struct StoreTransaction: Sendable {
    /// As it will be if this transaction is kept.
    package internal(set) var image: StoreImage
    /// In the order in which they were made.
    private(set) var changes: [Change] = []
    /// Machines whose names in DNS are to change.
    private(set) var renamed: Set<MACAddress> = []

    /// One row to write, with what it replaces in the image.
    enum Change: Sendable {
        case lease(Lease, LeaseBook.Undo)
        case machine(Machine, former: Machine?)
        /// A machine's removal takes its builds with it.
        case removal(Machine, builds: [Build])
        case build(Build, former: Build?)
        case buildRemoval(Build)
        case event(BootEvent)
        /// Of the event before it, whose id it gets.
        case newDelivery(Delivery)
        /// `nil` forgets what stood there.
        case delivery(Delivery?, Delivery.Key, former: Delivery?)
        /// `nil` forgets what stood there.
        case name(NameEntry?, NameEntry.Key, former: NameEntry?)
        /// `nil` forgets what stood there.
        case balanced(BalancedServer?, BalancedServer.Key, former: BalancedServer?)
    }

    init(_ image: StoreImage) { self.image = image }

    /// Tells the image what time it is, so that it knows which leases have run out. Nothing of that is written.
    package mutating func settle(at now: Timestamp) { image.settle(at: now) }

    /// Keeps a lease in place of what stands at its address; one that stands there already is not written again.
    package mutating func save(_ lease: Lease) throws(StoreError) {
        guard image.leases[lease.mac] != lease else { return }
        let former = image.leases[lease.address]
        changes.append(.lease(lease, image.put(lease)))
        if let former, former.mac != lease.mac { follow(former.mac) }
        follow(lease.mac)
    }

    /// Keeps a machine in place of what is known by its MAC address. Throws `nameTaken` and `addressTaken`.
    package mutating func save(_ machine: Machine) throws(StoreError) {
        let machine = machine.named(by: image.nameRule.template)
        guard image.machines[machine.mac] != machine else { return }
        if let objection = image.objection(to: machine) { throw objection }
        let former = image.put(machine, at: machine.mac)
        changes.append(.machine(machine, former: former))
        if former?.hostName != machine.hostName { follow(machine.mac) }
        if !machine.isKnown { try forgetUnknownMachines(but: machine.mac) }
    }

    /// Forgets a machine, its builds and its name in DNS. Its leases and its events stay.
    package mutating func remove(_ machine: Machine) throws(StoreError) {
        let builds = image.builds(of: machine.mac)
        for build in builds { image.put(nil, at: build.token) }
        guard let former = image.put(nil, at: machine.mac) else { return }
        changes.append(.removal(former, builds: builds))
        withdrawNames(of: machine.mac)
    }

    /// Keeps a build in place of what its token opened. Throws `unknownMachine`: a build belongs to a saved machine.
    package mutating func save(_ build: Build) throws(StoreError) {
        guard image.build(build.token) != build else { return }
        if let objection = image.objection(to: build) { throw objection }
        changes.append(.build(build, former: image.put(build, at: build.token)))
        forgetBuilds(of: build.mac)
    }

    /// Adds a line to a machine's timeline. Its id is given when the transaction is committed.
    package mutating func record(_ event: BootEvent) throws(StoreError) {
        changes += told(event)
    }

    /// An event, and who is to hear of it.
    private func told(_ event: BootEvent) -> [Change] {
        [.event(event)] + deliveries(of: event).map { .newDelivery($0) }
    }

    /// Puts lines of timelines before all that was changed.
    mutating func lead(with events: [BootEvent]) {
        guard !events.isEmpty else { return }
        changes.insert(contentsOf: events.flatMap { told($0) }, at: 0)
    }

    /// Forgets a build that has ended.
    mutating func remove(_ build: Build) {
        image.put(nil, at: build.token)
        changes.append(.buildRemoval(build))
    }

    /// Keeps the image and forgets what it replaced.
    ///
    /// - Parameter deliveries: those that have got their ids.
    mutating func finish(_ deliveries: [Delivery]) {
        for delivery in deliveries { image.put(delivery, at: delivery.key) }
        changes.removeAll(keepingCapacity: true)
        renamed.removeAll()
    }

    /// Keeps a name in its place, or clears the place.
    ///
    /// - Parameter isNews: whether there may be something to do for it.
    mutating func keep(_ entry: NameEntry?, at key: NameEntry.Key, isNews: Bool = true) {
        changes.append(.name(entry, key, former: image.put(entry, at: key)))
        if isNews { renamed.insert(key.mac) }
    }

    /// Keeps a server of a load balancer in its place, or clears the place.
    mutating func keep(_ server: BalancedServer?, at key: BalancedServer.Key) {
        changes.append(.balanced(server, key, former: image.put(server, at: key)))
    }

    /// Keeps an event on its way in its place, or clears the place.
    mutating func keep(_ delivery: Delivery?, at key: Delivery.Key) {
        changes.append(.delivery(delivery, key, former: image.put(delivery, at: key)))
    }

    /// Puts the image back as it was, the latest change first.
    mutating func rollBack() {
        renamed.removeAll()
        while let change = changes.popLast() {
            switch change {
            case .lease(_, let undo): image.take(back: undo)
            case .machine(let machine, let former): image.put(former, at: machine.mac)
            case .removal(let machine, let builds):
                image.put(machine, at: machine.mac)
                for build in builds { image.put(build, at: build.token) }
            case .build(let build, let former): image.put(former, at: build.token)
            case .buildRemoval(let build): image.put(build, at: build.token)
            case .event, .newDelivery: break
            case .delivery(_, let key, let former): image.put(former, at: key)
            case .name(_, let key, let former): image.put(former, at: key)
            case .balanced(_, let key, let former): image.put(former, at: key)
            }
        }
    }
}
