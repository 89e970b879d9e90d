import NetTypes

/// How the values of an option are written in `dhcpd.conf` (dhcp-options(5)), and what they are for us.
struct OptionForm: Sendable {
    let read: @Sendable ([Token]) -> Reading

    /// A value, or why there is none.
    enum Reading {
        case value(Term.Value)
        /// What of it can be carried over, and why the rest can't.
        case part(Term.Value, String)
        case fault(String)
    }

    init(_ read: @escaping @Sendable ([Token]) -> Reading) { self.read = read }
}

// MARK: Forms with a key of ours

extension OptionForm {
    /// One address.
    static let address = Self { tokens in
        guard tokens.count == 1, let text = tokens[0].text else { return .fault("one address is wanted") }
        guard let address = IPv4Address(text) else { return .fault(noAddress(text)) }
        return .value(Term.Value(yaml: "\(address)", bytes: address.octets, addresses: [address]))
    }

    /// Addresses with commas between. dhcpd looks up names when it starts; a configuration of ours has none.
    static let addresses = Self { tokens in
        let parts = items(tokens)
        var addresses: [IPv4Address] = []
        for address in parts.compactMap({ $0.text.flatMap { IPv4Address($0) } }) where !addresses.contains(address) {
            addresses.append(address)
        }
        let other = parts.first { $0.text.flatMap { IPv4Address($0) } == nil }
        guard !addresses.isEmpty else { return .fault(other.map { noAddress($0.source) } ?? "addresses are missing") }
        let value = Term.Value(
            yaml: "[\(addresses.map(\.description).joined(separator: ", "))]", bytes: addresses.flatMap(\.octets),
            addresses: addresses)
        return other.map { .part(value, noAddress($0.source)) } ?? .value(value)
    }

    /// One domain. Before there was an option for several, resolvers were given them here, with blanks between.
    static let domain = Self { tokens in
        let words = tokens.first?.text?.split(separator: " ").map(String.init) ?? []
        guard tokens.count == 1, let first = words.first else { return .fault("one domain in quotes is wanted") }
        guard words.count == 1 else { return .fault("more than one domain; write domain and domain-search") }
        return DomainName(first).map { .value(Term.Value(yaml: scalar($0.text), bytes: Array($0.text.utf8))) }
            ?? .fault("\"\(printable(first))\" is no domain")
    }

    /// Domains with commas between; in DNS's form as bytes (RFC 3397 §2).
    static let domains = Self { tokens in
        var names: [DomainName] = []
        for part in items(tokens) {
            guard let name = part.text.flatMap({ DomainName($0) }) else { return .fault("\(part.source) is no domain") }
            names.append(name)
        }
        guard !names.isEmpty else { return .fault("domains are missing") }
        var bytes: [UInt8] = []
        for name in names {
            for label in name.text.split(separator: ".") {
                bytes.append(UInt8(truncatingIfNeeded: label.utf8.count))
                bytes += label.utf8
            }
            bytes.append(0)
        }
        return .value(Term.Value(yaml: "[\(names.map { scalar($0.text) }.joined(separator: ", "))]", bytes: bytes))
    }

    /// The length of a packet (RFC 2132 §5.1).
    static let mtu = Self { tokens in
        guard tokens.count == 1, let size = tokens[0].word.flatMap({ UInt16($0) }), size >= 68 else {
            return .fault("a number from 68 to 65535 is wanted")
        }
        return .value(Term.Value(yaml: "\(size)", bytes: [UInt8(size >> 8), UInt8(size & 255)]))
    }

    /// Routes as RFC 3442 packs them, in decimal bytes with commas between: `24, 192, 0, 2, 10, 77, 0, 254`.
    static let routes = Self { tokens in
        let bytes = items(tokens).map { $0.word.flatMap { UInt8($0) } }
        var rest = bytes.compactMap { $0 }[...]
        guard rest.count == bytes.count, !rest.isEmpty else { return .fault("bytes from 0 to 255 are wanted") }
        let whole = Array(rest)
        var routes: [String] = []
        var routers: [IPv4Address] = []
        while let length = rest.popFirst() {
            let size = (Int(length) + 7) / 8
            guard length <= 32, rest.count >= size + 4,
                let network = IPv4Address(octets: Array(rest.prefix(size)) + [UInt8](repeating: 0, count: 4 - size)),
                let prefix = IPv4Prefix(containing: network, length: Int(length)), prefix.address == network,
                let router = IPv4Address(octets: Array(rest.dropFirst(size).prefix(4)))
            else { return .fault("are no routes of RFC 3442") }
            rest = rest.dropFirst(size + 4)
            routes.append("\(prefix) via \(router)")
            routers.append(router)
        }
        return .value(Term.Value(yaml: "[\(routes.joined(separator: ", "))]", bytes: whole, addresses: routers))
    }

    /// A number of seconds, up to the ten years that a duration of ours has at the most.
    static let seconds = Self { tokens in
        guard tokens.count == 1, let text = tokens[0].word, let count = Int64(text) else {
            return .fault("a number of seconds is wanted")
        }
        // dhcpd reads -1, and has 4294967295 in the packet, for a lease without end.
        let isEndless = count < 0 || count > longest
        guard count != 0 else { return .fault("no time at all") }
        return .value(Term.Value(yaml: "\(isEndless ? longest : count)s", seconds: isEndless ? longest : count))
    }
}

private let longest: Int64 = 3650 * 86_400

func noAddress(_ text: String) -> String {
    "\(printable(text)) is no IPv4 address, and amorce looks up no names; write its address"
}

/// What stands between commas.
func items(_ tokens: [Token]) -> [Token] { tokens.filter { $0.content != .mark(.comma) } }

extension IPv4Address {
    fileprivate init?(octets: [UInt8]) {
        guard octets.count == 4 else { return nil }
        self.init(octets[0], octets[1], octets[2], octets[3])
    }
}

/// A word as YAML takes it for text, quoted where it has to be.
func scalar(_ text: String) -> String {
    let isPlain =
        text.utf8.first.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) } == true
        && text.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    return isPlain && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(text)
        ? text : "'\(text.replacing("'", with: "''"))'"
}
