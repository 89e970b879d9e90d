import Inventory
import NetTypes
import Store

extension StoreTransaction {
    /// Takes over what the configuration file says of machines, at the daemon's start. What is known of them stays: above
    /// all, what is installed is not installed again because the daemon was restarted.
    package mutating func take(declared machines: [Machine], at now: Timestamp) throws(StoreError) {
        let declared = Set(machines.map(\.mac))
        // A machine that the file no longer names is the admin's, who could not change it otherwise.
        for var former in image.machines.values where former.origin == .configuration && !declared.contains(former.mac)
        {
            former.origin = .admin
            try save(former)
        }
        // Two machines may have swapped names or addresses: first all give up what they no longer have.
        for machine in machines {
            guard var known = image.machines[machine.mac] else { continue }
            if known.name != machine.name { known.name = nil }
            if known.address != machine.address { known.address = nil }
            try save(known)
        }
        for machine in machines {
            let known = image.machines[machine.mac]
            let merged = known.map { machine.keepingHistory(of: $0) } ?? machine
            if merged.profile != known?.profile { try closeBuilds(of: machine.mac, at: now) }
            try save(merged)
        }
    }

    /// What an earlier installation was given opens nothing any more.
    mutating func closeBuilds(of mac: MACAddress, at now: Timestamp) throws(StoreError) {
        for var build in image.builds(of: mac) where build.closed == nil {
            build.closed = now
            try save(build)
        }
    }
}

extension Machine {
    /// The machine as the configuration declares it, with what the store knows of its past. It is armed when the file has
    /// another profile for it; a file that has none leaves the choice that was made at the prompt.
    fileprivate func keepingHistory(of known: Machine) -> Machine {
        var machine = self
        machine.firmware = known.firmware
        machine.firstSeen = known.firstSeen
        machine.lastSeen = known.lastSeen
        machine.profile = profile ?? known.profile
        machine.state = machine.profile == known.profile ? known.state : state
        return machine
    }
}
