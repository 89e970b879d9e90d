import NetTypes

/// Walks through the statements of a `dhcpd.conf`, and notes what it finds: networks, pools, hosts, and what cannot be
/// carried over.
struct DhcpdReader {
    private(set) var subnets: [Subnet] = []
    private(set) var pools: [Pool] = []
    private(set) var hosts: [Host] = []
    private(set) var interfaces: [String] = []
    /// What holds where nothing else is said.
    private(set) var terms: Terms = [:]
    private(set) var ignoresUnknown = false
    var remarks: [Remark] = []
    private var declared: [String: DhcpdOption] = [:]

    /// `subnet A netmask M { … }`
    struct Subnet {
        let statement: Statement
        let prefix: IPv4Prefix
        /// By the statement of the shared network that it is in.
        let sharedNetwork: Place?
        var terms: Terms
    }

    /// The ranges of a `pool { … }`, or those that stand in their subnet.
    struct Pool {
        var ranges: [(range: IPv4Range, statement: Statement)] = []
        /// What is said in the pool itself.
        var ownTerms: Terms = [:]
    }

    /// `host NAME { … }`
    struct Host {
        let statement: Statement
        let mac: MACAddress
        /// What it is called: by option 12, else by its declaration.
        let name: String
        let addresses: [IPv4Address]
        let fixedAddress: Statement?
        /// What is said of it, and not of its network.
        let terms: Terms
    }

    init(_ statements: [Statement]) {
        declareOptions(statements)
        walk(statements, Scope())
    }

    // MARK: Walking

    /// First what is said of all that is inside, wherever it stands, then what is inside.
    private mutating func walk(_ statements: [Statement], _ outer: Scope, sharedNetwork: Place? = nil) {
        var scope = outer
        let inner = { (kind: Scope.Kind) in
            var inner = scope
            inner.kind = kind
            return inner
        }
        for statement in statements where !Self.declarations.contains(statement.name) { note(statement, &scope) }
        switch scope.kind {
        case .global: terms = scope.terms
        case .subnet: if let subnet = scope.subnet { subnets[subnet].terms = scope.terms }
        case .pool:
            if let pool = scope.pool {
                pools[pool].ownTerms = scope.terms.filter { outer.terms[$0.key]?.statement != $0.value.statement }
            }
        case .sharedNetwork, .group, .host: break
        }
        for statement in statements {
            guard let block = statement.block else {
                if statement.name == "range" { take(range: statement, &scope) }
                continue
            }
            switch statement.name {
            case "shared-network": walk(block, inner(.sharedNetwork), sharedNetwork: statement.place)
            case "group": walk(block, inner(.group), sharedNetwork: sharedNetwork)
            case "subnet": take(subnet: statement, block, inner(.subnet), sharedNetwork)
            case "pool":
                var pool = inner(.pool)
                pool.pool = pools.count
                pools.append(Pool())
                walk(block, pool, sharedNetwork: sharedNetwork)
            case "host": take(host: statement, block, inner(.host))
            default: continue
            }
        }
    }

    /// What is no statement about those inside.
    private static let declarations: Set = ["shared-network", "group", "subnet", "pool", "host", "range"]

    private mutating func take(
        subnet statement: Statement, _ block: [Statement], _ scope: Scope, _ sharedNetwork: Place?
    ) {
        guard statement.keyword(at: 2) == "netmask",
            let address = statement.token(at: 1)?.word.flatMap({ IPv4Address($0) }),
            let mask = statement.token(at: 3)?.word.flatMap({ IPv4Address($0) }),
            let prefix = IPv4Prefix(containing: address, length: mask.number.leadingOnes), prefix.mask == mask,
            prefix.address == address
        else { return remark(statement, "is no network; write subnet ADDRESS netmask MASK { … }") }
        guard (8...30).contains(prefix.length) else {
            return remark(statement, "amorce serves networks from /8 to /30, and this is a /\(prefix.length)")
        }
        if let other = subnets.first(where: { $0.prefix.overlaps(prefix) }) {
            return remark(statement, "\(prefix) overlaps \(other.prefix) at \(other.statement.place)")
        }
        var scope = scope
        scope.ofMachines = [:]
        scope.subnet = subnets.count
        subnets.append(Subnet(statement: statement, prefix: prefix, sharedNetwork: sharedNetwork, terms: scope.terms))
        walk(block, scope, sharedNetwork: sharedNetwork)
    }

    private mutating func take(range statement: Statement, _ scope: inout Scope) {
        let words = statement.words.dropFirst().compactMap(\.word)
        let isBootp = words.first?.lowercased() == "dynamic-bootp"
        let ends = (isBootp ? Array(words.dropFirst()) : words).map { IPv4Address($0) }
        guard (1...2).contains(ends.count), let first = ends.first ?? nil, let last = ends.last ?? nil,
            let range = IPv4Range(from: min(first, last), to: max(first, last))
        else { return remark(statement, "is no range of addresses; write range FIRST LAST") }
        if isBootp { remark(statement, "the range is carried over; amorce does not serve BOOTP") }
        if scope.pool == nil {
            scope.pool = pools.count
            pools.append(Pool())
        }
        if let pool = scope.pool { pools[pool].ranges.append((range, statement)) }
    }

    private mutating func take(host statement: Statement, _ block: [Statement], _ outer: Scope) {
        var scope = outer
        var mac: MACAddress?
        var fixed: Statement?
        for inner in block {
            switch inner.name {
            case "hardware":
                let isEthernet = inner.keyword(at: 1) == "ethernet"
                mac = isEthernet ? inner.token(at: 2)?.word.flatMap(MACAddress.init(looseColons:)) : nil
                if mac == nil { remark(inner, "is no Ethernet address") }
            case "fixed-address": fixed = inner
            case "option" where inner.keyword(at: 1) == "dhcp-client-identifier":
                mac = mac ?? inner.identifiedMAC
                if inner.identifiedMAC == nil { remark(inner, DhcpdReasons.byName["host-identifier"] ?? "") }
            default: note(inner, &scope)
            }
        }
        guard let mac, !mac.isGroup, mac.number != 0 else {
            return remark(statement, "has no \"hardware ethernet\", and amorce knows machines by their MAC addresses")
        }
        let declaredName = statement.token(at: 1)?.text ?? ""
        hosts.append(
            Host(
                statement: statement, mac: mac, name: scope.ofMachines["name"]?.value.yaml ?? declaredName,
                addresses: fixed.map { addresses(of: $0) } ?? [], fixedAddress: fixed,
                terms: scope.ofMachines.filter { $0.key != "name" }))
    }

    private mutating func addresses(of statement: Statement) -> [IPv4Address] {
        switch OptionForm.addresses.read(Array(statement.words.dropFirst())) {
        case .value(let value): return value.addresses
        case .part(let value, let why):
            remark(statement, why)
            return value.addresses
        case .fault(let why):
            remark(statement, why)
            return []
        }
    }

    // MARK: What holds in a scope

    private mutating func note(_ statement: Statement, _ scope: inout Scope) {
        switch statement.name {
        case "option": note(option: statement, &scope)
        case "default-lease-time", "max-lease-time":
            take(statement, Array(statement.words.dropFirst()), .seconds, as: statement.name, nil, &scope)
        case "authoritative" where statement.words.count == 1:
            scope.set("authoritative", Term(statement: statement, value: Term.Value(yaml: "true")))
        case "not" where statement.keyword(at: 1) == "authoritative":
            scope.set("authoritative", Term(statement: statement, value: Term.Value(yaml: "false")))
        case "deny", "ignore":
            guard scope.kind == .global, statement.keyword(at: 1) == "unknown-clients" else { return refuse(statement) }
            ignoresUnknown = true
        case "interface":
            guard let name = statement.token(at: 1)?.text, isInterfaceName(name) else {
                return remark(statement, "is no interface's name")
            }
            if !interfaces.contains(name) { interfaces.append(name) }
        default: refuse(statement)
        }
    }

    private mutating func note(option statement: Statement, _ scope: inout Scope) {
        guard let name = statement.keyword(at: 1) else { return remark(statement, "names no option") }
        if name == "space" || statement.keyword(at: 2) == "code" { return note(declaration: statement) }
        var values = Array(statement.words.dropFirst(2))
        if values.first?.content == .mark(.equals) {
            values.removeFirst()
            // A quoted text after = is no more than the text.
            guard values.count == 1, case .string? = values.first?.content else {
                return remark(statement, "is worked out for each client; amorce's options are written out")
            }
        }
        guard let option = declared[name] ?? Self.options[name] else {
            let isOfSpace = name.contains(".")
            return remark(
                statement,
                isOfSpace ? DhcpdReasons.byName["vendor-option-space"] ?? "" : "amorce does not know this option")
        }
        switch option.destination {
        case .subnet(let key, let form): take(statement, values, form, as: key, option, &scope)
        case .options(let form): take(statement, values, form, as: "option-\(option.code)", option, &scope)
        case .derived(let form): take(statement, values, form, as: option.name, option, &scope)
        case .machineName:
            guard scope.kind == .host, let text = values.first?.text else {
                return remark(statement, "amorce gives each machine the name that it is known by")
            }
            scope.set("name", Term(statement: statement, value: Term.Value(yaml: text)))
        case .unsaid(let reason): remark(statement, reason)
        }
    }

    private mutating func take(
        _ statement: Statement, _ values: [Token], _ form: OptionForm, as key: String, _ option: DhcpdOption?,
        _ scope: inout Scope
    ) {
        switch form.read(values) {
        case .value(let value): scope.set(key, Term(statement: statement, value: value, option: option))
        case .part(let value, let why):
            scope.set(key, Term(statement: statement, value: value, option: option))
            remark(statement, why)
        case .fault(let why): remark(statement, why)
        }
    }

    private static let options = Dictionary(
        DhcpdOption.all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// `option NAME code N = TYPE`, wherever it stands, since dhcpd knows it everywhere.
    private mutating func declareOptions(_ statements: [Statement]) {
        for statement in statements {
            if statement.name == "option", statement.keyword(at: 2) == "code", let name = statement.keyword(at: 1),
                let code = statement.token(at: 3)?.word.flatMap({ UInt8($0) })
            {
                declared[name] = DhcpdOption(declared: name, code: code, type: Array(statement.words.dropFirst(5)))
            }
            declareOptions(statement.block ?? [])
        }
    }

    /// A declaration says nothing to clients; one that nothing needs is not worth a word.
    private mutating func note(declaration statement: Statement) {
        guard let name = statement.keyword(at: 1), declared[name] == nil, name != "space" else { return }
        if !name.contains(".") { remark(statement, "declares no option with a code from 1 to 254") }
    }

    // MARK: What is not carried over

    private mutating func refuse(_ statement: Statement) {
        if let reason = DhcpdReasons.reason(for: statement) { remark(statement, reason) }
    }

    mutating func remark(_ statement: Statement, _ reason: String) { remarks.append(Remark(statement, reason)) }
}

extension Statement {
    /// The MAC of `option dhcp-client-identifier 1:52:54:00:77:00:11`, with or without an equals sign.
    fileprivate var identifiedMAC: MACAddress? {
        let text = words.dropFirst(2).compactMap(\.word).joined()
        let groups = text.split(separator: ":", omittingEmptySubsequences: false)
        guard groups.count == 7, groups[0] == "1" || groups[0] == "01" else { return nil }
        return MACAddress(looseColons: groups.dropFirst().joined(separator: ":"))
    }
}

extension UInt32 {
    fileprivate var leadingOnes: Int { (~self).leadingZeroBitCount }
}

extension IPv4Prefix {
    fileprivate func overlaps(_ other: Self) -> Bool { contains(other.address) || other.contains(address) }
}

/// Whether an interface may be called so: the kernel's rule, but for what YAML would take for something else.
package func isInterfaceName(_ text: String) -> Bool {
    (1...15).contains(text.utf8.count) && text != "." && text != ".."
        && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !"/:,\"'".utf8.contains($0) }
}
