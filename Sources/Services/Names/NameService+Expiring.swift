import Inventory
import LinuxIO
import NetTypes
import Store

extension NameService {
    /// A lease that runs out is no change of the store: once a second it is looked which have.
    func watchExpiries() {
        loop.after(.seconds(1)) { [weak self] in
            self?.assumeIsolated { service in
                service.followExpired(at: Clock.now())
                service.watchExpiries()
            }
        }
    }

    private func followExpired(at now: Timestamp) {
        let due = expiries.takeDue(at: now)
        guard !due.isEmpty else { return }
        let expired = store.read { image in
            due.compactMap { address in image.leases[address] }
        }
        for lease in expired where lease.isHeld(at: now) { expiries.add(lease) }
        let machines = expired.filter { !$0.isHeld(at: now) }.map(\.mac)
        guard !machines.isEmpty else { return }
        do {
            try store.transaction { transaction in for mac in machines { transaction.follow(mac, at: now) } }
        } catch {
            // `StoreWatch` says why.
            for lease in expired where !lease.isHeld(at: now) { expiries.add(lease, notBefore: now + .seconds(5)) }
        }
    }
}
