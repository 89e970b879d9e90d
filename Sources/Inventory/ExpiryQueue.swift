import NetTypes

/// Addresses by the moment at which their leases run out, the next first: a binary heap. An address may stand in it more
/// than once; whoever takes it out looks at what its lease is now.
struct ExpiryQueue: Sendable {
    private var entries: [Entry] = []

    /// One address and one moment.
    struct Entry: Sendable {
        let expiry: Timestamp
        let address: IPv4Address
    }

    init(_ entries: some Sequence<Entry> = []) {
        for entry in entries { insert(entry) }
    }

    var count: Int { entries.count }
    /// The moment of the next one.
    var next: Timestamp? { entries.first?.expiry }

    mutating func insert(_ entry: Entry) {
        var place = entries.count
        entries.append(entry)
        while place > 0, entries[place].expiry < entries[(place - 1) / 2].expiry {
            entries.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Takes the next one out.
    mutating func removeNext() -> Entry? {
        guard let next = entries.first else { return nil }
        let last = entries.removeLast()
        guard !entries.isEmpty else { return next }
        entries[0] = last
        var place = 0
        while true {
            var least = place
            for below in (2 * place + 1)...(2 * place + 2)
            where below < entries.count && entries[below].expiry < entries[least].expiry {
                least = below
            }
            guard least != place else { return next }
            entries.swapAt(place, least)
            place = least
        }
    }
}
