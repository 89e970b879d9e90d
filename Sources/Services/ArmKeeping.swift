import Decisions
import Inventory
import LinuxIO
import NetTypes
import Store

extension StoreTransaction {
    /// A person has a machine installed as a profile: what an earlier installation was given opens nothing any more.
    mutating func save(armed machine: Machine, at now: Timestamp) throws(StoreError) {
        let profile = machine.profile.map { "profile=\($0)" } ?? ""
        try closeBuilds(of: machine.mac, at: now)
        try save(machine)
        try record(BootEvent(time: now, mac: machine.mac, stage: .armed, detail: profile))
    }

    /// What an earlier installation was given opens nothing any more.
    mutating func closeBuilds(of mac: MACAddress, at now: Timestamp) throws(StoreError) {
        for var build in image.builds(of: mac) where build.closed == nil {
            build.closed = now
            try save(build)
        }
    }

    /// Takes back the arms whose time has run out; answers whose.
    mutating func takeBackExpiredArms(at now: Timestamp) throws(StoreError) -> [Machine] {
        var expired: [Machine] = []
        for var machine in image.machines.values where machine.isArmExpired(at: now) {
            let detail = machine.expire()
            try closeBuilds(of: machine.mac, at: now)
            try save(machine)
            try record(BootEvent(time: now, mac: machine.mac, stage: .disarmed, detail: detail))
            expired.append(machine)
        }
        return expired
    }
}

extension Machine {
    fileprivate func isArmExpired(at now: Timestamp) -> Bool { state.isArmed && arm?.isGood(at: now) != true }
}

/// Takes back what was armed and came to nothing, while nobody boots it.
package struct ArmKeeper: Sendable {
    private let store: Store
    private let log: Log

    package init(_ store: Store, log: Log) {
        self.store = store
        self.log = log
    }

    /// Looks once a minute from now on.
    func watch(on loop: EventLoop) {
        loop.post { [self, loop] in
            takeBack(at: Clock.now())
            loop.after(.minutes(1)) { watch(on: loop) }
        }
    }

    /// Looks at a moment.
    package func takeBack(at now: Timestamp) {
        guard store.read({ image in image.machines.values.contains { $0.isArmExpired(at: now) } }) else { return }
        // Where the store fails, which `StoreWatch` reports, it is tried again; a boot meanwhile finds the arm expired.
        let expired = (try? store.transaction { try $0.takeBackExpiredArms(at: now) }) ?? []
        for machine in expired {
            log(
                .notice,
                LogLine("state", machine.state.rawValue, mac: machine.mac, machine: machine.name)
                    .with("reason", "its arm expired"))
        }
    }
}
