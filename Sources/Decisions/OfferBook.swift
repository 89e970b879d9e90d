import NetTypes

/// What was offered a short time ago, taken or not: held in memory only, bounded in number. A forgotten offer costs
/// nothing but the promise: the client's request is judged by the leases alone.
package struct OfferBook: Sendable {
    private var byMAC: [MACAddress: Offer] = [:]
    private var byAddress: [IPv4Address: MACAddress] = [:]
    /// What was offered, oldest first; some of it has been taken or replaced since.
    private var order: [Offer] = []
    private var oldest = 0
    private let capacity: Int

    /// An address that a client was offered a short while ago.
    package struct Offer: Hashable, Sendable {
        package let mac: MACAddress
        package let address: IPv4Address
        /// When the machine was first heard asking, for its timeline.
        package let discovered: Timestamp
        package let offered: Timestamp
        package let expiry: Timestamp
        /// `xid` of the request that took it. It stays in the book: a client that missed the ACK asks again.
        package fileprivate(set) var takenBy: UInt32?

        package init(
            mac: MACAddress, address: IPv4Address, discovered: Timestamp, offered: Timestamp, expiry: Timestamp
        ) {
            self.mac = mac
            self.address = address
            self.discovered = discovered
            self.offered = offered
            self.expiry = expiry
        }
    }

    package init(capacity: Int) { self.capacity = max(1, capacity) }

    /// How many offers are held, those that have run out among them.
    package var count: Int { byMAC.count }

    /// The offer that a machine holds now.
    package func offer(to mac: MACAddress, at now: Timestamp) -> Offer? {
        guard let offer = byMAC[mac], now < offer.expiry else { return nil }
        return offer
    }

    /// Who is being offered an address now.
    package func holder(of address: IPv4Address, at now: Timestamp) -> MACAddress? {
        guard let mac = byAddress[address], offer(to: mac, at: now) != nil else { return nil }
        return mac
    }

    /// Holds an address for a machine, in place of what it was offered before. When the book is full, the oldest goes.
    package mutating func add(_ offer: Offer) {
        remove(offer.mac)
        if byMAC.count >= capacity { removeOldest() }
        byMAC[offer.mac] = offer
        byAddress[offer.address] = offer.mac
        order.append(offer)
        compact()
    }

    /// Marks a machine's offer as taken by a request; answers what it was before, `nil` if there is none now.
    @discardableResult
    package mutating func take(_ mac: MACAddress, by transactionID: UInt32, at now: Timestamp) -> Offer? {
        guard let offer = offer(to: mac, at: now) else { return nil }
        byMAC[mac]?.takenBy = transactionID
        return offer
    }

    /// Takes the offer to a client out; `nil` if there is none.
    @discardableResult
    package mutating func remove(_ mac: MACAddress) -> Offer? {
        guard let offer = byMAC.removeValue(forKey: mac) else { return nil }
        if byAddress[offer.address] == mac { byAddress[offer.address] = nil }
        return offer
    }

    private mutating func removeOldest() {
        while oldest < order.count {
            let offer = order[oldest]
            oldest += 1
            if isCurrent(offer) {
                remove(offer.mac)
                return
            }
        }
    }

    /// Drops what `order` no longer needs, once that is the most of it.
    private mutating func compact() {
        guard order.count > 2 * capacity + 64 else { return }
        order = order[oldest...].filter { isCurrent($0) }
        oldest = 0
    }

    private func isCurrent(_ offer: Offer) -> Bool {
        byMAC[offer.mac].map { $0.address == offer.address && $0.offered == offer.offered } ?? false
    }
}
