import NetTypes

extension ConvertedConfiguration {
    /// The whole `amorce.yaml`, with what could not be carried over as comments at its end.
    ///
    /// - Parameters:
    ///   - files: what it was made from.
    ///   - named: the interfaces to serve; without any, those that the files name.
    package func yaml(from files: [String], interfaces named: [String]) -> String {
        let served = named.isEmpty ? interfaces : named
        return header(files) + dhcp(served, isNamed: !named.isEmpty) + machineLines() + remarkLines()
    }

    /// Whether somebody has to look at the interfaces: dhcpd is told them on its command line.
    package func needsInterfaces(_ named: [String]) -> Bool {
        named.isEmpty && !subnets.isEmpty
    }

    private func header(_ files: [String]) -> String {
        let names = files.map(printable).joined(separator: ", ")
        let count = remarks.count == 1 ? "1 thing is" : "\(remarks.count) things are"
        return """
            # Converted from \(names) by amorce convert. packaging/amorce.yaml explains every key.
            # \(remarks.isEmpty ? "Everything was carried over." : "\(count) not as before: see the end of this file.")
            #
            # A machine of this file boots its disk, whatever it boots first: it is installed only when you write
            # profile: behind its name. docs/MIGRATING.md says more.


            """
    }

    private func dhcp(_ interfaces: [String], isNamed: Bool) -> String {
        guard !subnets.isEmpty else {
            return "dhcp:\n  mode: off  # the files declare no subnet; amorce needs one to serve\n"
        }
        let names = interfaces.isEmpty ? ["eth0"] : interfaces
        let advice = interfaces.isEmpty ? "the files do not say which: write yours" : "see that these are all"
        var text = """
            dhcp:
              interfaces: [\(names.map(scalar).joined(separator: ", "))]\(isNamed ? "" : "  # \(advice)")
              authoritative: \(isAuthoritative)
              \(leaseTimes.yaml[0].key): \(leaseTimes.yaml[0].value)
              \(leaseTimes.yaml[1].key): \(leaseTimes.yaml[1].value)
              unknown-machines: \(ignoresUnknown ? "ignore" : "local-boot  # an address for all; prompt would install them")
              subnets:

            """
        for subnet in subnets { text += lines(of: subnet) }
        return text
    }

    private func lines(of subnet: ConvertedSubnet) -> String {
        var lines = ["    - subnet: \(subnet.prefix)"]
        if subnet.pools.count == 1 {
            lines.append("      pools: [\(subnet.pools[0])]")
        } else if !subnet.pools.isEmpty {
            lines.append("      pools:")
            lines += subnet.pools.map { "        - \($0)" }
        }
        if !subnet.routers.isEmpty {
            lines.append("      routers: [\(subnet.routers.map(\.description).joined(separator: ", "))]")
        }
        lines += (subnet.keys + (subnet.leaseTimes?.yaml ?? [])).map { "      \($0.key): \($0.value)" }
        lines += optionLines(subnet.options, indent: "      ")
        return lines.map { $0 + "\n" }.joined()
    }

    private func optionLines(_ options: [ConvertedOption], indent: String) -> [String] {
        guard !options.isEmpty else { return [] }
        return ["\(indent)options:"]
            + options.map { "\(indent)  \($0.code): \(optionText($0.bytes))  # \(printable($0.name))" }
    }

    private func machineLines() -> String {
        guard !machines.isEmpty else { return "" }
        return "\nmachines:\n"
            + machines.map { machine in
                var parts = ["mac: \"\(machine.mac)\""]
                if let name = machine.name { parts.append("name: \(scalar(name.text))") }
                if let address = machine.address { parts.append("address: \(address)") }
                guard !machine.options.isEmpty else { return "  - { \(parts.joined(separator: ", ")) }\n" }
                let lines = parts + optionLines(machine.options, indent: "")
                return "  - \(lines.joined(separator: "\n    "))\n"
            }.joined()
    }

    private func remarkLines() -> String {
        guard !remarks.isEmpty else { return "" }
        return "\n# Not as before:\n" + remarks.map { "# \(printable($0.description))\n" }.joined()
    }
}
