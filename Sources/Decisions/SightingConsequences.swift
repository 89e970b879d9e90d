import Inventory
import NetTypes

/// What a machine's taking an address of another server means for its record and its timeline.
package struct SightingConsequences: Hashable, Sendable {
    /// The machine as it is now known; `nil` if nothing about it changed, or if it is nothing that boots from here.
    package let machine: Machine?
    package let events: [BootEvent]

    package init(of sighting: Sighting, _ news: SightingBook.News, speaker: Speaker, machine known: Machine?) {
        let (mac, now) = (sighting.mac, sighting.time)
        let address = "address=\(sighting.address)" + (sighting.server.map { " of=\($0)" } ?? "")
        switch speaker {
        case .firmware, .unknownFirmware, .ipxe:
            let discovered = news.offer?.discovered ?? now
            var machine = (known ?? Machine(mac: mac, origin: .discovered)).seen(at: discovered).seen(at: now)
            machine.firmware = speaker.firmware ?? machine.firmware
            self.machine = machine
            events = [
                BootEvent(time: discovered, mac: mac, stage: .discovered, detail: "firmware=\(speaker)"),
                news.offer.map { BootEvent(time: $0.offered, mac: mac, stage: .offered, detail: "file=\($0.file)") },
                BootEvent(time: now, mac: mac, stage: .leased, detail: address),
            ].compactMap { $0 }
        case .grub:
            (machine, events) = (known?.seen(at: now), [])
        case .installer:
            machine = known?.seen(at: now)
            events = known.map { [BootEvent(time: now, mac: $0.mac, stage: .installer, detail: address)] } ?? []
        case .system:
            guard let known else {
                (machine, events) = (nil, [])
                return
            }
            let state = known.state.after(.bootedFromDisk)
            guard state != known.state || news.isNewAddress else {
                (machine, events) = (nil, [])
                return
            }
            var changed = known.seen(at: now)
            changed.state = state
            machine = changed
            events = [
                BootEvent(time: now, mac: mac, stage: state != known.state ? .running : .leased, detail: address)
            ]
        }
    }
}
