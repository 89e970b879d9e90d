import Inventory
import NetTypes

/// What a machine's taking an address of another server means for its record and its timeline.
package struct SightingConsequences: Hashable, Sendable {
    /// The machine as it is now known; `nil` if nothing about it changed, or if it is nothing that boots from here.
    package let machine: Machine?
    package let events: [BootEvent]
    /// Whether what an installation was given opens nothing any more.
    package let endsBuilds: Bool

    package init(
        of sighting: Sighting, _ news: SightingBook.News, speaker: Speaker, machine known: Machine?,
        policy: InstallPolicy = InstallPolicy()
    ) {
        let (mac, now) = (sighting.mac, sighting.time)
        let address = "address=\(sighting.address)" + (sighting.server.map { " of=\($0)" } ?? "")
        switch speaker {
        case .firmware, .unknownFirmware, .ipxe:
            let discovered = news.offer?.discovered ?? now
            let boot = NetworkBoot(
                of: known ?? Machine(mac: mac, origin: .discovered), by: speaker, began: discovered, at: now, policy)
            var machine = boot.machine.seen(at: discovered).seen(at: now)
            machine.firmware = speaker.firmware ?? machine.firmware
            self.machine = machine
            endsBuilds = boot.endsBuilds
            let own = [
                BootEvent(time: discovered, mac: mac, stage: .discovered, detail: "firmware=\(speaker)"),
                news.offer.map { BootEvent(time: $0.offered, mac: mac, stage: .offered, detail: "file=\($0.file)") },
                BootEvent(time: now, mac: mac, stage: .leased, detail: address),
            ].compactMap { $0 }
            events = boot.before + own + boot.after
        case .grub:
            (machine, events, endsBuilds) = (known?.seen(at: now), [], false)
        case .installer:
            endsBuilds = false
            machine = known?.seen(at: now)
            events = known.map { [BootEvent(time: now, mac: $0.mac, stage: .installer, detail: address)] } ?? []
        case .system:
            guard let known else {
                (machine, events, endsBuilds) = (nil, [], false)
                return
            }
            let boot = SystemBoot(of: known, detail: address, isNewAddress: news.isNewAddress, at: now)
            (machine, events, endsBuilds) = (boot.machine, boot.events, boot.endsBuilds)
        }
    }
}
