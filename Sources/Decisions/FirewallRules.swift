/// The packet filter as `nft list ruleset` prints it, read for one question: does what comes to a port of this host get in? It is
/// a reading and no evaluation: where rules lead elsewhere, nobody knows.
package struct FirewallRules: Hashable, Sendable {
    /// The lines of each chain that filters what comes in and drops what no rule lets through.
    private let strict: [[String]]

    package init(_ ruleset: String) {
        var chains: [[String]] = []
        var current: [String]?
        for line in ruleset.split(separator: "\n").map({ $0.trimmed }) {
            if line.hasPrefix("chain ") {
                current = []
            } else if line == "}" {
                if let current { chains.append(current) }
                current = nil
            } else {
                current?.append(line)
            }
        }
        strict = chains.filter { lines in
            lines.contains { $0.contains("hook input") }
                && lines.contains { $0.contains("policy drop") || $0 == "drop" || $0.hasPrefix("reject") }
        }
    }

    /// Whether anything is dropped that no rule lets in.
    package var isStrict: Bool { !strict.isEmpty }

    /// Whether a rule is seen that lets a port in; `nil` where rules of other chains have a say.
    package func admits(_ port: UInt16, _ transport: String) -> Bool? {
        let verdicts = strict.map { lines -> Bool? in
            if lines.contains(where: { $0.contains("accept") && $0.names(port, transport) }) { return true }
            return lines.contains { $0.contains("jump ") || $0.contains("goto ") } ? nil : false
        }
        if verdicts.contains(false) { return false }
        return verdicts.contains(nil) ? nil : true
    }
}

extension String {
    /// Whether a rule speaks of a port: by its number, in a set, or of all that comes to an interface.
    fileprivate func names(_ port: UInt16, _ transport: String) -> Bool {
        guard let match = split(separator: " dport ", maxSplits: 1).dropFirst().first else {
            // Without a port it is about packets of connections that there are, or about whole interfaces.
            return contains("iifname ") && !contains("iifname \"lo\"") && !contains(" dport")
        }
        guard contains("\(transport) dport") || contains("th dport") else { return false }
        let wanted = match.hasPrefix("{") ? match.dropFirst().prefix { $0 != "}" } : match.prefix { $0 != " " }
        return wanted.split(whereSeparator: { $0 == "," || $0 == " " }).contains { word in
            let ends = word.split(separator: "-").map { UInt16($0) }
            if let first = ends.first ?? nil, let last = ends.last ?? nil { return first...max(first, last) ~= port }
            return false
        }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " }.reversed())
    }
}
