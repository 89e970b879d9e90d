import NetTypes

/// What was offered and seen of late where another server lends the addresses: held in memory only, bounded in number.
package struct SightingBook: Sendable {
    private var offers: RecentValues<MACAddress, Offer>
    private var sightings: RecentValues<MACAddress, Sighting>
    private var macs: RecentValues<IPv4Address, MACAddress>

    /// How long an offer may wait for the machine's request, to count as its cause.
    private let offerTime = Interval.seconds(60)
    /// How long a machine is taken to be where it was seen: longer than an installation, which renews no lease.
    private let sightingTime = Interval.hours(24)

    /// What a machine was told to boot, with the moments for its timeline.
    package struct Offer: Hashable, Sendable {
        package let discovered: Timestamp
        package let offered: Timestamp
        package let file: String

        package init(discovered: Timestamp, offered: Timestamp, file: String) {
            self.discovered = discovered
            self.offered = offered
            self.file = file
        }
    }

    /// What a sighting says that was not known before.
    package struct News: Hashable, Sendable {
        /// What came before it in the same boot.
        package let offer: Offer?
        /// Whether the machine was not seen at this address before.
        package let isNewAddress: Bool

        package init(offer: Offer? = nil, isNewAddress: Bool = true) {
            self.offer = offer
            self.isNewAddress = isNewAddress
        }
    }

    package init(capacity: Int) {
        offers = RecentValues(capacity: capacity)
        sightings = RecentValues(capacity: capacity)
        macs = RecentValues(capacity: capacity)
    }

    /// Notes that a machine was told what to boot. Until it takes an address, the first time that it asked counts.
    package mutating func add(_ file: String, offeredTo mac: MACAddress, at now: Timestamp) {
        let former = offers[mac].flatMap { now - $0.offered < offerTime ? $0 : nil }
        offers[mac] = Offer(discovered: former?.discovered ?? now, offered: now, file: file)
    }

    /// Notes where a machine was seen; `nil` if the same request was heard already.
    package mutating func add(_ sighting: Sighting) -> News? {
        let mac = sighting.mac
        let former = sightings[mac]
        sightings[mac] = sighting
        macs[sighting.address] = mac
        guard former?.transactionID != sighting.transactionID || former?.address != sighting.address else { return nil }
        let offer = offers[mac].flatMap { sighting.time - $0.offered < offerTime ? $0 : nil }
        offers[mac] = nil
        return News(offer: offer, isNewAddress: former?.address != sighting.address)
    }

    /// The machine that was seen at an address last, and nowhere else since.
    package func mac(at address: IPv4Address, _ now: Timestamp) -> MACAddress? {
        guard let mac = macs[address], let sighting = sightings[mac], sighting.address == address,
            now - sighting.time < sightingTime
        else { return nil }
        return mac
    }
}
