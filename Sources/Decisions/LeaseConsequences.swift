import DHCPWire
import Inventory
import NetTypes

/// What an acknowledged lease means for the machine: its record and its timeline, written with the lease.
package struct LeaseConsequences: Hashable, Sendable {
    /// The machine as it is now known; `nil` if nothing about it changed, or if it is nothing that boots from here.
    package let machine: Machine?
    package let events: [BootEvent]
    /// Whether what an installation was given opens nothing any more.
    package let endsBuilds: Bool

    /// - Parameter offer: what the machine was offered before, with the moments for its timeline. Where the same
    ///   exchange has taken it already, this is a request repeated, whose acknowledgement got lost.
    package init(
        of lease: Lease, request: ClientRequest, machine known: Machine?, offer: OfferBook.Offer?, now: Timestamp,
        policy: InstallPolicy = InstallPolicy()
    ) {
        guard offer?.takenBy != request.message.transactionID else {
            (machine, events, endsBuilds) = (nil, [], false)
            return
        }
        let offer = offer?.takenBy == nil ? offer : nil
        let address = "address=\(lease.address)"
        switch request.speaker {
        case .firmware, .unknownFirmware, .ipxe:
            let discovered = offer?.discovered ?? now
            let boot = NetworkBoot(
                of: known ?? Machine(mac: request.mac, origin: .discovered), by: request.speaker, began: discovered,
                at: now, policy)
            var machine = boot.machine
            let name = known?.hostName ?? lease.name ?? machine.hostName
            machine.firmware = request.speaker.firmware ?? machine.firmware
            machine.firstSeen = machine.firstSeen ?? discovered
            machine.lastSeen = now
            self.machine = machine
            endsBuilds = boot.endsBuilds
            let own = [
                BootEvent(
                    time: discovered, mac: request.mac, stage: .discovered, detail: "firmware=\(request.speaker)"),
                offer.map { BootEvent(time: $0.offered, mac: request.mac, stage: .offered, detail: address) },
                BootEvent(
                    time: now, mac: request.mac, stage: .leased, detail: "\(address) name=\(name)"),
            ].compactMap { $0 }
            events = boot.before + own + boot.after
        case .grub:
            (machine, events, endsBuilds) = (known.map { $0.seen(at: now) }, [], false)
        case .installer:
            endsBuilds = false
            machine = known.map { $0.seen(at: now) }
            events = [BootEvent(time: now, mac: request.mac, stage: .installer, detail: address)]
        case .system:
            guard let known else {
                (machine, events, endsBuilds) = (nil, [], false)
                return
            }
            let boot = SystemBoot(
                of: known, detail: "\(address) name=\(known.hostName)", isNewAddress: lease.start == now, at: now)
            (machine, events, endsBuilds) = (boot.machine, boot.events, boot.endsBuilds)
        }
    }
}

extension Machine {
    /// The same machine, heard at a moment.
    func seen(at now: Timestamp) -> Machine {
        var machine = self
        machine.firstSeen = firstSeen ?? now
        machine.lastSeen = now
        return machine
    }
}
