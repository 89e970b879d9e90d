import NetTypes

/// One thing that clients are told, with the statement that says it.
struct Term {
    let statement: Statement
    let value: Value
    /// The option that it is; `nil` for what is none, such as a lease time.
    var option: DhcpdOption?

    /// As it stands in `amorce.yaml`, and as what it means where that matters.
    struct Value: Hashable {
        let yaml: String
        /// On the wire.
        var bytes: [UInt8] = []
        var addresses: [IPv4Address] = []
        var seconds: Int64?
    }
}

/// What holds in a scope, by amorce's key, or by the option's code. What is said further in takes the place of what is
/// said further out.
typealias Terms = [String: Term]

extension Terms {
    /// With what an inner scope says.
    func overlaid(with inner: Terms) -> Terms { merging(inner) { $1 } }
    /// What stands below `options:`.
    var raw: [Term] {
        values.filter { if case .options? = $0.option?.destination { true } else { false } }
            .sorted { ($0.option?.code ?? 0) < ($1.option?.code ?? 0) }
    }
}

/// A place in the file's nesting (dhcpd.conf(5), "declarations"): global, shared network, subnet, pool, group, host.
struct Scope {
    enum Kind: Hashable { case global, sharedNetwork, subnet, pool, group, host }

    var kind = Kind.global
    /// All that holds here.
    var terms: Terms = [:]
    /// What is said of machines, and not of their network: by a host's own declaration and the groups around it.
    var ofMachines: Terms = [:]
    /// The subnet that this is in, by its place among those found.
    var subnet: Int?
    /// The pool that this is in, likewise.
    var pool: Int?

    mutating func set(_ key: String, _ term: Term) {
        terms[key] = term
        if kind == .group || kind == .host { ofMachines[key] = term }
    }
}
