extension DHCPOptions {
    /// How many bytes an area holds beside its end option: what `file` and `sname` have (RFC 2131 §2).
    private static let overloadRoom: [(area: Area, bytes: Int)] = [(.bootFile, 127), (.serverName, 63)]

    /// Moves options into `file` and `sname`, the largest first, until the rest fits into a number of bytes, and says so in
    /// option 52 (RFC 2132 §9.3). The fields must hold nothing else.
    package mutating func overload(_ codes: some Sequence<UInt8>, leaving room: Int) {
        guard encodedCount > room else { return }
        var used: OptionOverload = []
        var free = Self.overloadRoom
        // Option 52 itself takes three.
        let sizes = codes.map { code in
            (code: code, bytes: entries.reduce(0) { $0 + ($1.code == code ? 2 + $1.value.count : 0) })
        }
        for (code, size) in sizes.sorted(by: { $0.bytes > $1.bytes }) where encodedCount > room - 3 {
            guard size > 0, let place = free.firstIndex(where: { size <= $0.bytes }) else { continue }
            move(code, to: free[place].area)
            free[place].bytes -= size
            used.insert(free[place].area == .bootFile ? .bootFile : .serverName)
        }
        guard !used.isEmpty else { return }
        let overload = Entry(code: OptionKey.overload.code, value: [used.rawValue], area: .options)
        // Behind the type, which comes first.
        entries.insert(overload, at: min(1, entries.count))
        // In the order in which they are read.
        entries = [Area.options, .bootFile, .serverName].flatMap { area in entries.filter { $0.area == area } }
    }

    private mutating func move(_ code: UInt8, to area: Area) {
        let moved = entries.filter { $0.code == code }.map { Entry(code: code, value: $0.value, area: area) }
        entries.removeAll { $0.code == code }
        entries += moved
    }
}
