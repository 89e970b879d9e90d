import NetTypes

extension ConvertedConfiguration {
    /// Each machine once, each name and each address for one machine.
    mutating func takeMachines(_ terms: [Terms], _ reader: inout DhcpdReader) {
        var macs: [MACAddress: Place] = [:]
        var names: [HostName: Place] = [:]
        var addresses: [IPv4Address: Place] = [:]
        var told: Set<Place> = []
        for host in reader.hosts {
            if let first = macs[host.mac] {
                reader.remark(
                    host.statement,
                    "\(host.mac) is declared at \(first) already; a machine of amorce's has one name and one address")
                continue
            }
            macs[host.mac] = host.statement.place
            var machine = ConvertedMachine(mac: host.mac)
            machine.name = name(of: host, &names, &reader)
            machine.address = address(of: host, &addresses, &reader)

            let subnet = machine.address.flatMap { address in subnets.firstIndex { $0.prefix.contains(address) } }
            let ofNetwork = subnet.map { terms[$0] } ?? reader.terms
            for (key, term) in host.terms.sorted(by: { $0.key < $1.key }) where ofNetwork[key]?.value != term.value {
                switch term.option?.destination {
                case .subnet, .options:
                    if let option = term.option { machine.options.append(ConvertedOption(option, term.value)) }
                case .machineName, .derived, .unsaid, nil:
                    guard told.insert(term.statement.place).inserted else { continue }
                    reader.remark(
                        term.statement,
                        "holds for some machines only; amorce's \(key) holds for a subnet: give them one of their own")
                }
            }
            machine.options.sort { $0.code < $1.code }
            machines.append(machine)
        }
    }

    private func name(
        of host: DhcpdReader.Host, _ taken: inout [HostName: Place], _ reader: inout DhcpdReader
    ) -> HostName? {
        guard let name = HostName(firstLabel: host.name) else {
            reader.remark(
                host.statement,
                "\"\(printable(host.name))\" is no host name, which has letters, digits and hyphens; write name:")
            return nil
        }
        if let first = taken[name] {
            reader.remark(host.statement, "\(name) is the name of the host at \(first) already; write another name:")
            return nil
        }
        taken[name] = host.statement.place
        return name
    }

    private func address(
        of host: DhcpdReader.Host, _ taken: inout [IPv4Address: Place], _ reader: inout DhcpdReader
    ) -> IPv4Address? {
        guard let statement = host.fixedAddress else { return nil }
        var found: IPv4Address?
        for address in host.addresses {
            let subnet = subnets.first { $0.prefix.contains(address) }
            if subnet == nil {
                reader.remark(statement, "\(address) is in none of the subnets")
            } else if subnet?.prefix.hosts.contains(address) == false {
                reader.remark(statement, "\(address) is no host of its subnet")
            } else if subnet?.routers.contains(address) == true {
                reader.remark(statement, "\(address) is a router's")
            } else if let first = taken[address] {
                reader.remark(statement, "\(address) is kept for the host at \(first) already")
            } else if found != nil {
                reader.remark(statement, "\(address) is left out: amorce keeps one address for a machine")
            } else {
                found = address
                taken[address] = statement.place
            }
        }
        return found
    }
}
