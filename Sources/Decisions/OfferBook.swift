import NetTypes

/// What was offered a short time ago, taken or not: held in memory only, bounded in number. A forgotten offer costs
/// nothing but the promise: the client's request is judged by the leases alone.
package struct OfferBook: Sendable {
    private var byMAC: [MACAddress: Held] = [:]
    private var byAddress: [IPv4Address: MACAddress] = [:]
    /// The keys of `byAddress`.
    private var addresses = AddressSet()
    /// What was offered, oldest first; some of it has been taken out or replaced since.
    private var order: [Place] = []
    private var oldest = 0
    private var nextNumber: UInt64 = 0
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

    private struct Held {
        var offer: Offer
        let number: UInt64
    }

    private struct Place {
        let mac: MACAddress
        let number: UInt64
    }

    package init(capacity: Int) { self.capacity = max(1, capacity) }

    /// How many offers are held, those that have run out among them.
    package var count: Int { byMAC.count }

    /// The offer that a machine holds now.
    package func offer(to mac: MACAddress, at now: Timestamp) -> Offer? {
        guard let offer = byMAC[mac]?.offer, now < offer.expiry else { return nil }
        return offer
    }

    /// Who is being offered an address now.
    package func holder(of address: IPv4Address, at now: Timestamp) -> MACAddress? {
        guard let mac = byAddress[address], offer(to: mac, at: now) != nil else { return nil }
        return mac
    }

    /// The addresses that other machines are being offered now.
    package func addresses(offeredToOthersThan mac: MACAddress, at now: Timestamp) -> AddressSet {
        var book = self
        book.removeExpired(at: now)
        if let own = book.byMAC[mac]?.offer.address, book.byAddress[own] == mac { book.addresses.remove(own) }
        return book.addresses
    }

    /// Holds an address for a machine, in place of what it was offered before. When the book is full, the oldest goes.
    package mutating func add(_ offer: Offer) {
        remove(offer.mac)
        if byMAC.count >= capacity { removeOldest() }
        byMAC[offer.mac] = Held(offer: offer, number: nextNumber)
        byAddress[offer.address] = offer.mac
        addresses.insert(offer.address)
        order.append(Place(mac: offer.mac, number: nextNumber))
        nextNumber &+= 1
        compact()
    }

    /// Marks a machine's offer as taken by a request; answers what it was before, `nil` if there is none now.
    @discardableResult
    package mutating func take(_ mac: MACAddress, by transactionID: UInt32, at now: Timestamp) -> Offer? {
        guard let offer = offer(to: mac, at: now) else { return nil }
        byMAC[mac]?.offer.takenBy = transactionID
        return offer
    }

    /// Takes the offer to a client out; `nil` if there is none.
    @discardableResult
    package mutating func remove(_ mac: MACAddress) -> Offer? {
        guard let offer = byMAC.removeValue(forKey: mac)?.offer else { return nil }
        if byAddress[offer.address] == mac {
            byAddress[offer.address] = nil
            addresses.remove(offer.address)
        }
        return offer
    }

    /// Forgets what has run out, as far as it was offered before everything that has not.
    package mutating func removeExpired(at now: Timestamp) {
        while oldest < order.count {
            if let offer = current(order[oldest]) {
                guard offer.expiry <= now else { return }
                remove(offer.mac)
            }
            oldest += 1
        }
    }

    private mutating func removeOldest() {
        while oldest < order.count {
            let place = order[oldest]
            oldest += 1
            if current(place) != nil {
                remove(place.mac)
                return
            }
        }
    }

    /// Drops what `order` no longer needs, once that is the most of it.
    private mutating func compact() {
        guard order.count > 2 * capacity + 64 else { return }
        order = order[oldest...].filter { current($0) != nil }
        oldest = 0
    }

    /// What was offered then, if nothing has taken its place.
    private func current(_ place: Place) -> Offer? {
        byMAC[place.mac].flatMap { $0.number == place.number ? $0.offer : nil }
    }
}
