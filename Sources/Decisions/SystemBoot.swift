import Inventory
import NetTypes

/// What it means for a machine that a system which is no installer took or renewed its address: one that was booted from
/// its disk.
package struct SystemBoot: Hashable, Sendable {
    /// `nil` if nothing about it changed that is worth writing.
    package let machine: Machine?
    package let events: [BootEvent]
    /// Whether the installation is over with it.
    package let endsBuilds: Bool

    /// How old word of a system may become before it is written anew.
    private static let patience = Interval.minutes(1)

    /// - Parameter detail: the address, for the timeline.
    package init(of known: Machine, detail: String, isNewAddress: Bool, at now: Timestamp) {
        var machine = known.seen(at: now)
        machine.state = known.state.after(.bootedFromDisk)
        machine.systemHeard = now
        machine.boots = nil
        endsBuilds = known.state.isInstalling
        let event = { (stage: Stage, more: String) in
            BootEvent(time: now, mac: known.mac, stage: stage, detail: detail + more)
        }
        switch (known.state, machine.state) {
        case (.installing, .failed):
            events = [
                event(
                    .failed,
                    " says=\"a system came up from the disk in the middle of the installation\" "
                        + "cure=\"amorce machine reinstall \(known.hostName)\"")
            ]
        case (.finishing, .failed):
            events = [
                event(
                    .failed,
                    " says=\"a system came up, and the post-install script never said that it was done\" "
                        + "cure=\"its /var/log/amorce-postinstall.log says how far it got; "
                        + "amorce machine reinstall \(known.hostName)\"")
            ]
        case (let former, let state) where former != state:
            events = [event(.running, "")]
        case (.running, .running) where known.boots != nil:
            // Its firmware came over the network and was sent to the disk: that boot has its end.
            events = [event(.running, "")]
        default:
            events = isNewAddress ? [event(.leased, "")] : []
        }
        let isOld = known.systemHeard.map { now - $0 >= Self.patience || now < $0 } ?? true
        self.machine = !events.isEmpty || isOld || known.boots != nil ? machine : nil
    }
}
