/// Which addresses of a range are wanted: those of one set, or all, without those of others.
package struct AddressSearch: Sendable {
    private let wanted: AddressSet?
    private let unwanted: [AddressSet]

    /// - Parameter wanted: where addresses are looked for; anywhere if it is `nil`.
    package init(in wanted: AddressSet? = nil, outside unwanted: [AddressSet]) {
        self.wanted = wanted
        self.unwanted = unwanted
    }

    /// Visits what is found in a range in order, for as long as `visit` says true.
    package func visit(_ range: IPv4Range, _ visit: (IPv4Address) -> Bool) {
        visitWords(of: range) { start, bits in
            var bits = bits
            while bits != 0 {
                guard visit(IPv4Address(number: start + UInt32(bits.trailingZeroBitCount))) else { return false }
                bits &= bits - 1
            }
            return true
        }
    }

    /// How many addresses of a range are found; counting ends where there are more than `limit`.
    package func count(in range: IPv4Range, upTo limit: Int) -> Int {
        var count = 0
        visitWords(of: range) { _, bits in
            count += bits.nonzeroBitCount
            return count <= limit
        }
        return count
    }

    /// Whether the address is among those that are looked for.
    package func finds(_ address: IPv4Address) -> Bool {
        wanted?.contains(address) ?? true && !unwanted.contains { $0.contains(address) }
    }

    /// Visits 64 neighbours at a time: the number of the first, and a bit for each that is found.
    private func visitWords(of range: IPv4Range, _ visit: (UInt32, UInt64) -> Bool) {
        var first = range.first.number
        while true {
            let last = min(range.last.number, first | 0xfff)
            guard visitBlock(first, last, visit), last < range.last.number else { return }
            first = last + 1
        }
    }

    /// The same within one block of the sets; whether `visit` said true to the end.
    private func visitBlock(_ first: UInt32, _ last: UInt32, _ visit: (UInt32, UInt64) -> Bool) -> Bool {
        let among = wanted.map { $0.block(of: first) }
        if case .some(nil) = among { return true }
        let without = unwanted.compactMap { $0.block(of: first) }
        if without.contains(where: \.isFull) { return true }
        for word in Int(first >> 6 & 63)...Int(last >> 6 & 63) {
            let start = first & ~0xfff | UInt32(truncatingIfNeeded: word) << 6
            var bits = among.map { $0.map { $0.words[word] } ?? 0 } ?? .max
            for block in without { bits &= ~block.words[word] }
            if start < first { bits &= .max << UInt64(first - start) }
            if last - start < 63 { bits &= .max >> UInt64(63 - (last - start)) }
            guard bits == 0 || visit(start, bits) else { return false }
        }
        return true
    }
}
