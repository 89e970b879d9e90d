import Decisions
import Inventory
import LinuxIO
import NetTypes
import Settings
import Store

/// What is to be said of machines' boots now.
extension MachineDesk {
    /// Machines whose boot is stuck or has failed, by name.
    package func stuck() -> [StuckMachine] {
        let machines = store.read { image in image.machines.values.filter(\.mayBeStuck) }
        return machines.sorted { $0.hostName < $1.hostName }.compactMap { machine in
            verdict(on: machine).map { StuckMachine(machine, $0) }
        }
    }

    /// Armed machines whose profile is not there any more, or is broken: their next network boot would install nothing.
    package func armedInVain() -> [ProfileName: [HostName]] {
        let armed = store.read { image in image.machines.values.filter(\.state.isArmed) }
        guard !armed.isEmpty, let names = try? Set(provisioning.catalog.names()) else { return [:] }
        var missing: [ProfileName: [HostName]] = [:]
        for machine in armed {
            guard let profile = machine.profile, !names.contains(profile) else { continue }
            missing[profile, default: []].append(machine.hostName)
        }
        return missing.mapValues { $0.sorted() }
    }

    /// Of one that nothing is awaited of, its timeline is not read.
    func verdict(on machine: Machine) -> Verdict? {
        guard machine.mayBeStuck, let events = try? store.events(after: 0, of: machine.mac, limit: 1000) else {
            return nil
        }
        return verdict(on: machine, events)
    }

    func verdict(on machine: Machine, _ events: [BootEvent]) -> Verdict? {
        let boot = provisioning.boot
        // What an installed system asks of DHCP, and of whom, is its own affair.
        let hearing = machine.state == .running ? nil : hearings.hearing(of: machine.mac)
        return Verdict(
            VerdictFacts(
                machine: machine, events: events, hearing: hearing, lastLine: lastLine(of: machine),
                menuTimeout: machine.profile == nil ? boot.promptTimeout : boot.assignedTimeout, now: Clock.now()))
    }

    /// What its installer said last, since the machine booted and until it is installed.
    func lastLine(of machine: Machine) -> LastLine? {
        guard machine.state.isInstalling || machine.state.isArmed, let line = hearings.lastLine(of: machine.mac),
            [machine.arm?.since, machine.boots?.latest].compactMap({ $0 }).allSatisfy({ line.time >= $0 })
        else { return nil }
        return line
    }
}

extension Machine {
    /// Whether something is awaited of it: one without a profile boots whatever it likes.
    fileprivate var mayBeStuck: Bool { profile != nil && state != .running }
}
