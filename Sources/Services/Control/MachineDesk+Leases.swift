import HTTPWire
import Inventory
import LinuxIO
import NetTypes
import Store

/// What admins do with leases.
extension MachineDesk {
    func leases() -> [Lease] { store.read { image in image.leases.leases.sorted { $0.address < $1.address } } }

    /// The lease of an address, or the latest of a machine by its name or its MAC in any notation.
    func lease(_ id: String) throws(Problem) -> LeaseDetail {
        let found = store.read { image in
            find(id, image).map { LeaseDetail(lease: $0, machine: image.machines[$0.mac]) }
        }
        guard let found else { throw notFound(id) }
        return found
    }

    /// Frees an address for others; the machine gets it again if it asks before anybody else has it. What is free stays
    /// as it is.
    func release(_ id: String, _ query: [String: String]) throws -> Lease {
        let isForced = try flag("while-installing", in: query)
        let now = Clock.now()
        let (released, machine, isNew) = try store.transaction { transaction in
            guard var lease = find(id, transaction.image) else { throw notFound(id) }
            let machine = transaction.image.machines[lease.mac]
            guard lease.state != .free else { return (lease, machine, false) }
            if let machine, machine.state.isInstalling, lease.state == .active, lease.isHeld(at: now), !isForced {
                throw Problem(
                    .conflict,
                    "\(machine.hostName) is \(machine.state.rawValue) with \(lease.address), and may lose its installation; "
                        + "amorce lease release \(lease.address) --yes releases it all the same")
            }
            lease.state = .free
            lease.expiry = min(lease.expiry, now)
            try transaction.save(lease)
            try transaction.record(
                BootEvent(time: now, mac: lease.mac, stage: .released, detail: "address=\(lease.address)"))
            return (lease, machine, true)
        }
        if isNew {
            provisioning.log(
                .notice,
                LogLine("lease", "released", mac: released.mac, machine: machine?.name)
                    .with("address", released.address).with("by", "admin"))
        }
        return released
    }

    private func find(_ id: String, _ image: borrowing StoreImage) -> Lease? {
        if let address = IPv4Address(id) { return image.leases[address] }
        if let mac = MACAddress(id) { return image.leases[mac] }
        guard let name = HostName(id) else { return nil }
        if let machine = image.machine(named: name) { return image.leases[machine.mac] }
        return image.leases.leases.filter { $0.name == name }.max { ($0.expiry, $0.address) < ($1.expiry, $1.address) }
    }

    private func notFound(_ id: String) -> Problem {
        Problem(.notFound, "there is no lease of \(id); amorce lease list shows them all")
    }

    func flag(_ name: String, in query: [String: String]) throws(Problem) -> Bool {
        switch query[name] {
        case nil, "no": false
        case "yes": true
        case let other?: throw Problem(.unprocessable, "\(name) is yes or no, not \(other)")
        }
    }
}
