import NetTypes

/// How the values of an option are written in `dhcpd.conf`, and in `amorce.yaml`.
struct OptionForm: Sendable {
    let read: @Sendable ([Token]) -> Reading

    /// A value, or why there is none.
    enum Reading {
        case value(Term.Value)
        /// What of it can be carried over, and why the rest can't.
        case part(Term.Value, String)
        case fault(String)
    }

    private init(_ read: @escaping @Sendable ([Token]) -> Reading) { self.read = read }

    /// One address.
    static let address = Self { tokens in
        let parts = items(tokens)
        guard parts.count == 1, let text = parts[0].text else { return .fault("one address is wanted") }
        guard let address = IPv4Address(text) else { return .fault(noAddress(text)) }
        return .value(Term.Value(yaml: "\(address)", addresses: [address]))
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
            yaml: "[\(addresses.map(\.description).joined(separator: ", "))]", addresses: addresses)
        return other.map { .part(value, noAddress($0.source)) } ?? .value(value)
    }

    /// One domain. Before there was an option for several, resolvers were given them here, with blanks between.
    static let domain = Self { tokens in
        let words = tokens.first?.text?.split(separator: " ").map(String.init) ?? []
        guard tokens.count == 1, let first = words.first else { return .fault("one domain in quotes is wanted") }
        guard words.count == 1 else { return .fault("more than one domain; write domain and domain-search") }
        return DomainName(first).map { .value(Term.Value(yaml: scalar($0.text))) }
            ?? .fault("\"\(printable(first))\" is no domain")
    }

    /// Domains with commas between.
    static let domains = Self { tokens in
        var names: [String] = []
        for part in items(tokens) {
            guard let name = part.text.flatMap({ DomainName($0) }) else { return .fault("\(part.source) is no domain") }
            names.append(scalar(name.text))
        }
        guard !names.isEmpty else { return .fault("domains are missing") }
        return .value(Term.Value(yaml: "[\(names.joined(separator: ", "))]"))
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

private func noAddress(_ text: String) -> String {
    "\(printable(text)) is no IPv4 address, and amorce looks up no names; write its address"
}

/// What stands between commas.
private func items(_ tokens: [Token]) -> [Token] { tokens.filter { $0.content != .mark(.comma) } }

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
