import NetTypes

extension ConvertedConfiguration {
    /// A `dhcpd.conf`, or several as if they were one, with what they include.
    package init(dhcpd files: [(name: String, bytes: [UInt8])], read: @escaping FileAccess) {
        var source = ConfigurationFiles(read: read)
        var statements: [Statement] = []
        for file in files { statements += source.statements(of: file.bytes, file: file.name) }
        var reader = DhcpdReader(statements)
        interfaces = reader.interfaces
        ignoresUnknown = reader.ignoresUnknown
        subnets = reader.subnets.map { ConvertedSubnet(prefix: $0.prefix) }

        let terms = reader.resolvedTerms()
        takeUniform(terms, &reader)
        for index in subnets.indices { subnets[index].take(terms[index], &reader) }
        takePools(&reader)
        takeMachines(terms, &reader)
        remarkOnSharedNetworks(&reader)
        remarks = inOrder(source.remarks + reader.remarks, of: statements, files.map(\.name))
    }

    // MARK: What holds for all subnets at once

    private mutating func takeUniform(_ subnets: [Terms], _ reader: inout DhcpdReader) {
        let ofAll = subnets.isEmpty ? [reader.terms] : subnets
        isAuthoritative = uniform("authoritative", ofAll, &reader)?.yaml == "true"
        let times = ofAll.map(LeaseTimes.init)
        let counts = Dictionary(times.map { ($0, 1) }, uniquingKeysWith: +)
        let most = counts.values.max()
        leaseTimes = times.first { counts[$0] == most } ?? leaseTimes
        for index in self.subnets.indices where times[index] != leaseTimes {
            self.subnets[index].leaseTimes = times[index]
        }
    }

    /// The value that most subnets have; the others are told.
    private func uniform(_ key: String, _ subnets: [Terms], _ reader: inout DhcpdReader) -> Term.Value? {
        let values = subnets.map { $0[key]?.value }
        let counts = Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +)
        let most = counts.values.max() ?? 0
        guard let chosen = values.first(where: { counts[$0] == most }) else { return nil }
        var told: Set<Place> = []
        for term in subnets.compactMap({ $0[key] }) where term.value != chosen {
            guard told.insert(term.statement.place).inserted else { continue }
            let instead = chosen.map { $0.yaml } ?? "the default"
            reader.remark(term.statement, "amorce has one \(key) for all subnets, and most have \(instead)")
        }
        return chosen
    }

    // MARK: Pools

    private mutating func takePools(_ reader: inout DhcpdReader) {
        for pool in reader.pools {
            for (range, statement) in pool.ranges {
                guard let index = subnets.firstIndex(where: { $0.prefix.contains(range.first) }),
                    subnets[index].prefix.contains(range.last)
                else {
                    reader.remark(statement, "is in none of the subnets")
                    continue
                }
                take(range, of: statement, in: index, &reader)
            }
        }
        for index in subnets.indices { subnets[index].pools.sort { $0.first < $1.first } }
    }

    /// Without the network's own addresses and the routers', which are not to be lent.
    private mutating func take(
        _ range: IPv4Range, of statement: Statement, in index: Int, _ reader: inout DhcpdReader
    ) {
        let hosts = subnets[index].prefix.hosts
        guard let inside = IPv4Range(from: max(range.first, hosts.first), to: min(range.last, hosts.last)) else {
            return reader.remark(statement, "holds no host of \(subnets[index].prefix)")
        }
        if inside != range { reader.remark(statement, "holds no more hosts than \(inside), which is carried over") }
        if let other = subnets[index].pools.first(where: { $0.overlaps(inside) }) {
            return reader.remark(statement, "overlaps the pool \(other)")
        }
        var parts = [inside]
        for router in subnets[index].routers where inside.contains(router) {
            parts = parts.flatMap { $0.without(router) }
            reader.remark(statement, "holds the router \(router), which is left out of the pool")
        }
        subnets[index].pools += parts
    }

    // MARK: Shared networks

    private func remarkOnSharedNetworks(_ reader: inout DhcpdReader) {
        let shared = Dictionary(grouping: reader.subnets.filter { $0.sharedNetwork != nil }, by: \.sharedNetwork)
        for (_, subnets) in shared where subnets.count > 1 {
            for subnet in subnets.dropFirst() {
                reader.remark(
                    subnet.statement,
                    "shares its wire with \(subnets[0].prefix): amorce lends from the subnet that its interface, or the "
                        + "relay, is in; give the interface an address in each, and check what new machines get")
            }
        }
    }
}

extension ConvertedSubnet {
    /// The keys in the order of the sample configuration.
    fileprivate mutating func take(_ terms: Terms, _ reader: inout DhcpdReader) {
        for (name, wanted) in [("subnet-mask", prefix.mask), ("broadcast-address", prefix.broadcast)] {
            guard let term = terms[name], term.value.addresses != [wanted] else { continue }
            reader.remark(term.statement, "amorce sends \(wanted), which is that of \(prefix)")
        }
        for option in DhcpdOption.keyed {
            guard case .subnet(let key, _) = option.destination, let term = terms[key] else { continue }
            if key == "routers" {
                routers = term.value.addresses.filter { prefix.hosts.contains($0) }
                for router in term.value.addresses where !routers.contains(router) {
                    reader.remark(term.statement, "\(router) is no host of \(prefix), and is left out there")
                }
            } else if key == "routes", let router = term.value.addresses.first(where: { !prefix.hosts.contains($0) }) {
                reader.remark(term.statement, "its router \(router) is no host of \(prefix); left out there")
            } else {
                keys.append((key, term.value.yaml))
            }
        }
        options = terms.raw.compactMap { term in term.option.map { ConvertedOption($0, term.value) } }
    }
}

extension ConvertedOption {
    init(_ option: DhcpdOption, _ value: Term.Value) {
        self.init(code: option.code, name: option.name, bytes: value.bytes)
    }
}

extension LeaseTimes {
    /// dhcpd's own defaults (dhcpd.conf(5)); its maximum holds for the default, too.
    fileprivate init(_ terms: Terms) {
        let most = terms["max-lease-time"]?.value.seconds ?? 86_400
        self.init(usual: min(terms["default-lease-time"]?.value.seconds ?? 43_200, most), most: most)
    }
}

extension DhcpdReader {
    /// What holds in each subnet. What is said in its only pool holds for all of it; of several pools it is told.
    fileprivate mutating func resolvedTerms() -> [Terms] {
        subnets.map { subnet in
            let own = pools.filter { $0.ranges.contains { subnet.prefix.contains($0.range.first) } }
            guard own.count != 1 else { return subnet.terms.overlaid(with: own[0].ownTerms) }
            for term in own.flatMap({ pool in pool.ownTerms.sorted { $0.key < $1.key } }) {
                guard subnet.terms[term.key]?.value != term.value.value else { continue }
                remark(
                    term.value.statement, "holds in one pool of \(subnet.prefix) only; amorce's keys hold for a subnet")
            }
            return subnet.terms
        }
    }
}

extension IPv4Range {
    /// What is left of it without one address.
    fileprivate func without(_ address: IPv4Address) -> [Self] {
        guard contains(address) else { return [self] }
        let before = address > first ? Self(from: first, to: IPv4Address(number: address.number &- 1)) : nil
        let after = address < last ? Self(from: IPv4Address(number: address.number &+ 1), to: last) : nil
        return [before, after].compactMap { $0 }
    }
}

/// Remarks by file, in the order in which files are first met, then by line; the same one only once.
private func inOrder(_ remarks: [Remark], of statements: [Statement], _ names: [String]) -> [Remark] {
    var seen: Set<Remark> = []
    let files = names + remarks.map(\.place.file)
    var order: [String: Int] = [:]
    for file in files where order[file] == nil { order[file] = order.count }
    return remarks.filter { seen.insert($0).inserted }.enumerated().sorted { left, right in
        let places = (left.element.place, right.element.place)
        return (order[places.0.file] ?? 0, places.0.line, left.offset)
            < (order[places.1.file] ?? 0, places.1.line, right.offset)
    }.map(\.element)
}
