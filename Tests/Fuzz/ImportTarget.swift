// A file of another server: read as every form of leases, and as a configuration that includes itself.

func run(_ bytes: [UInt8]) {
    let now = Timestamp(seconds: 1_700_000_000)
    if let file = LeaseFile(bytes, file: "f", now: now) {
        precondition(Set(file.leases.map(\.lease.address)).count == file.leases.count)
        for placed in file.leases { precondition(placed.lease.expiry <= .never && placed.place.line > 0) }
        for mistake in file.mistakes + file.skipped { precondition(isOneLine(mistake.description)) }
    }
    _ = readDhcpdLeases(bytes, file: "f", now: now)
    _ = readDnsmasqLeases(bytes, file: "f", now: now)
    _ = readLeaseTable(bytes, file: "f")

    let converted = ConvertedConfiguration(dhcpd: [("f", bytes)]) { path in
        path == "self" ? .success(bytes) : .failure(UnreadableFile("is not there"))
    }
    let text = converted.yaml(from: ["f"], interfaces: [])
    precondition(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7f })
    precondition(converted.remarks.allSatisfy { isOneLine($0.description) })
    let names = converted.machines.compactMap(\.name)
    let addresses = converted.machines.compactMap(\.address)
    precondition(Set(names).count == names.count && Set(addresses).count == addresses.count)
    for subnet in converted.subnets {
        for (index, pool) in subnet.pools.enumerated() {
            precondition(subnet.prefix.hosts.contains(pool) && !subnet.routers.contains(where: pool.contains))
            precondition(!subnet.pools.prefix(index).contains { $0.overlaps(pool) })
        }
    }
}

private func isOneLine(_ text: String) -> Bool { !text.unicodeScalars.contains { $0.value < 0x20 } }
