import Inventory
import SQLite

/// Everything that is written while the store is in use, prepared once.
struct WriterStatements: ~Copyable {
    private(set) var begin, commit, lease, machine, takeName, takeAddress, removal, build, buildRemoval, event, prune,
        pruneUnknown, name, nameRemoval, balanced, balancedRemoval, delivery, deliveryRemoval: Statement
    var rollback: Statement

    static func prepare(on connection: borrowing Connection) throws(SQLiteError) -> Self {
        Self(
            begin: try connection.prepare("BEGIN IMMEDIATE", for: "begin"),
            commit: try connection.prepare("COMMIT", for: "commit"),
            lease: try connection.prepare(Lease.upsert, for: "save a lease"),
            machine: try connection.prepare(Machine.upsert, for: "save a machine"),
            takeName: try connection.prepare(Machine.takeName, for: "take a name from a row that cannot be read"),
            takeAddress: try connection.prepare(
                Machine.takeAddress, for: "take an address from a row that cannot be read"),
            removal: try connection.prepare(Machine.delete, for: "remove a machine"),
            build: try connection.prepare(Build.upsert, for: "save a build"),
            buildRemoval: try connection.prepare(Build.delete, for: "forget a build"),
            event: try connection.prepare(BootEvent.insert, for: "record an event"),
            prune: try connection.prepare(BootEvent.prune, for: "forget old events"),
            pruneUnknown: try connection.prepare(
                BootEvent.pruneUnknown, for: "forget old events of machines that nobody has named"),
            name: try connection.prepare(NameEntry.upsert, for: "save a name"),
            nameRemoval: try connection.prepare(NameEntry.delete, for: "forget a name"),
            balanced: try connection.prepare(BalancedServer.upsert, for: "save a server of a load balancer"),
            balancedRemoval: try connection.prepare(
                BalancedServer.delete, for: "forget a server of a load balancer"),
            delivery: try connection.prepare(Delivery.upsert, for: "save an event on its way"),
            deliveryRemoval: try connection.prepare(Delivery.delete, for: "forget an event on its way"),
            rollback: try connection.prepare("ROLLBACK", for: "roll back"))
    }

    /// Writes every change and commits. If it throws, the transaction may still be open.
    ///
    /// - Parameter isMakingWay: whether there are rows that are not in the image, and so may be in the way.
    mutating func write(
        _ changes: [StoreTransaction.Change], _ batch: inout Batch, _ counters: Counters,
        makingWay isMakingWay: Bool
    ) throws(SQLiteError) {
        try begin.run()
        for change in changes {
            if isMakingWay, case .machine(let machine, _) = change { try makeWay(for: machine) }
            try write(change, &batch)
        }
        for (mac, count) in counters.overflow(with: batch) { try prune.run([mac.stored, Int64(count).stored]) }
        if let count = counters.excess(with: batch) { try pruneUnknown.run([Int64(count).stored]) }
        try commit.run()
    }

    private mutating func write(_ change: StoreTransaction.Change, _ batch: inout Batch) throws(SQLiteError) {
        switch change {
        case .lease(let lease, _): try self.lease.run(lease.values(saved: batch.numberLease()))
        case .machine(let machine, _): try self.machine.run(machine.values)
        case .removal(let machine, _): try removal.run([machine.mac.stored])
        case .build(let build, _): try self.build.run(build.values)
        case .buildRemoval(let build): try buildRemoval.run([build.token.stored])
        case .event(let event): try self.event.run(batch.number(event).values)
        case .name(let entry?, _, _): try name.run(entry.values)
        case .name(nil, let key, _): try nameRemoval.run(key.values)
        case .newDelivery(let new): try delivery.run(batch.number(new).values)
        case .delivery(let known?, _, _): try delivery.run(known.values)
        case .delivery(nil, let key, _): try deliveryRemoval.run(key.values)
        case .balanced(let server?, _, _): try balanced.run(server.values)
        case .balanced(nil, let key, _): try balancedRemoval.run(key.values)
        }
    }

    private mutating func makeWay(for machine: Machine) throws(SQLiteError) {
        if machine.name != nil { try takeName.run([machine.mac.stored, machine.name.stored]) }
        if machine.address != nil { try takeAddress.run([machine.mac.stored, machine.address.stored]) }
    }
}
