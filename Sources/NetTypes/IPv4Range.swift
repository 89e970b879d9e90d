/// Addresses from one to another, both included: `10.77.0.100 - 10.77.0.200`.
package struct IPv4Range: Hashable, Sendable {
    package let first: IPv4Address
    package let last: IPv4Address

    /// `nil` if the last address comes before the first.
    package init?(from first: IPv4Address, to last: IPv4Address) {
        guard first <= last else { return nil }
        self.init(uncheckedFrom: first, to: last)
    }

    /// `FIRST - LAST`, blanks optional; `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let first = IPv4Address(parts[0].trimmed), let last = IPv4Address(parts[1].trimmed)
        else { return nil }
        self.init(from: first, to: last)
    }

    init(uncheckedFrom first: IPv4Address, to last: IPv4Address) {
        self.first = first
        self.last = last
    }

    /// How many addresses there are, at least one.
    package var count: Int { Int(last.number - first.number) + 1 }

    /// Whether it holds the address, or all of the other range.
    package func contains(_ address: IPv4Address) -> Bool { first <= address && address <= last }
    package func contains(_ other: IPv4Range) -> Bool { first <= other.first && other.last <= last }
    /// Whether any address is in both.
    package func overlaps(_ other: IPv4Range) -> Bool { first <= other.last && other.first <= last }
}

extension IPv4Range: CustomStringConvertible {
    package var description: String { "\(first) - \(last)" }
}

extension StringProtocol {
    /// Without blanks and tabs at either end.
    package var trimmed: SubSequence {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        guard let start = firstIndex(where: { !isBlank($0) }), let end = lastIndex(where: { !isBlank($0) }) else {
            return self[startIndex..<startIndex]
        }
        return self[start...end]
    }
}
