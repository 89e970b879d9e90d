import NetTypes

/// A domain name as DNS has it: any bytes in labels of 1 to 63, 255 bytes in all (RFC 1035 §2.3.4). Names compare without
/// case (RFC 4343), so it is kept in lower case.
package struct DNSName: Hashable, Sendable {
    /// Each label behind its length, ended by the zero of the root; never compressed (RFC 1035 §3.1).
    package let wire: [UInt8]

    /// `.`, the name without labels.
    package static var root: Self { Self(unchecked: [0]) }

    /// `nil` for what breaks the limits.
    package init?(labels: some Sequence<[UInt8]>) {
        var wire: [UInt8] = []
        for label in labels {
            guard (1...63).contains(label.count) else { return nil }
            wire.append(UInt8(truncatingIfNeeded: label.count))
            wire += label.map(lowerCase)
            guard wire.count < 255 else { return nil }
        }
        self.wire = wire + [0]
    }

    /// Reads a name that ends where the bytes end; `nil` for a compressed one, and for any that breaks the limits.
    package init?(wire: some Collection<UInt8>) {
        var rest = Array(wire)[...]
        var labels: [[UInt8]] = []
        while let length = rest.popFirst(), length > 0 {
            guard rest.count > length else { return nil }
            labels.append(Array(rest.prefix(Int(length))))
            rest = rest.dropFirst(Int(length))
        }
        guard rest.isEmpty, !wire.isEmpty else { return nil }
        self.init(labels: labels)
    }

    /// Labels joined by dots, with or without one at the end. `\.` is a dot within a label, `\047` a byte in decimal
    /// (RFC 1035 §5.1).
    package init?(_ text: some StringProtocol) {
        guard text != "." else { self = .root; return }
        guard let labels = splitLabels(Array(text.utf8)) else { return nil }
        self.init(labels: labels)
    }

    /// A host's name in a domain; `nil` where the two are too long together.
    package init?(_ host: HostName, in domain: DNSName) {
        self.init(labels: [Array(host.text.utf8)] + domain.labels)
    }

    /// Checks nothing; for what is known to be within the limits.
    init(unchecked wire: [UInt8]) { self.wire = wire }

    /// From the host to the top.
    package var labels: [[UInt8]] {
        var labels: [[UInt8]] = []
        var rest = wire[...]
        while let length = rest.popFirst(), length > 0 {
            labels.append(Array(rest.prefix(Int(length))))
            rest = rest.dropFirst(Int(length))
        }
        return labels
    }

    /// Whether it is that name, or one below it.
    package func isWithin(_ other: DNSName) -> Bool {
        let (own, others) = (labels, other.labels)
        return own.count >= others.count && own.suffix(others.count).elementsEqual(others)
    }
}

extension DNSName {
    /// A domain is a name whose labels are hosts', and keeps to the same limits.
    package init(_ domain: DomainName) {
        self.init(
            unchecked: domain.text.utf8.split(separator: UInt8(ascii: ".")).reduce(into: []) { wire, label in
                wire.append(UInt8(truncatingIfNeeded: label.count))
                wire += label
            } + [0])
    }
}

extension DNSName: CustomStringConvertible, LosslessStringConvertible {
    /// As zone files write it, without the dot at the end: safe to print.
    package var description: String {
        let texts = labels.map { label in label.map(text).joined() }
        return texts.isEmpty ? "." : texts.joined(separator: ".")
    }
}

/// One byte of a label: what is no letter, digit, hyphen or the like is escaped.
private func text(of byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: ";"), UInt8(ascii: "("),
        UInt8(ascii: ")"), UInt8(ascii: "@"), UInt8(ascii: "$"):
        return "\\" + String(UnicodeScalar(byte))
    case 0x21...0x7e: return String(UnicodeScalar(byte))
    default:
        let digits = String(byte)
        return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
    }
}

/// The labels of a text; `nil` for an empty label and for an escape that is none.
private func splitLabels(_ text: [UInt8]) -> [[UInt8]]? {
    var labels: [[UInt8]] = [[]]
    var rest = text[...]
    while let byte = rest.popFirst() {
        switch byte {
        case UInt8(ascii: "."):
            guard labels.last?.isEmpty == false else { return nil }
            if !rest.isEmpty { labels.append([]) }
        case UInt8(ascii: "\\"):
            guard let value = unescaped(&rest) else { return nil }
            labels[labels.count - 1].append(value)
        default: labels[labels.count - 1].append(byte)
        }
    }
    return labels
}

private func unescaped(_ rest: inout ArraySlice<UInt8>) -> UInt8? {
    let digits = rest.prefix(3).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    if digits.isEmpty { return rest.popFirst() }
    guard digits.count == 3 else { return nil }
    rest = rest.dropFirst(3)
    return UInt8(String(decoding: digits, as: UTF8.self))
}

private func lowerCase(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
}
