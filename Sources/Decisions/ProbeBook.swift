import NetTypes

/// The probes that are open now, and the addresses that were found free a short while ago: all bounded in number. What
/// becomes of one probe:
///
///                      time is over              time is over
///     asked once ───────────────────▶ asked twice ───────────▶ free
///          │                               │
///          └────────────── answered ───────┴──────▶ in use
///
package struct ProbeBook: Sendable {
    private var probes: [IPv4Address: Probe] = [:]
    /// Oldest first.
    private var found: [(address: IPv4Address, until: Timestamp)] = []
    private var lastNumber: UInt16 = 0
    private let capacity: Int

    /// How long an address that was found free is not asked about again.
    private let memory = Interval.seconds(30)
    /// How many of them are remembered.
    private let memoryCapacity = 1024

    package init(capacity: Int) { self.capacity = max(1, capacity) }

    /// How many probes are open.
    package var count: Int { probes.count }

    /// What is done before an address is offered.
    package enum Opening: Hashable, Sendable {
        /// The probe's first request is sent, and the offer waits for its end.
        case ask(Probe)
        /// It was found free a short while ago.
        case isFree
        /// As many probes are open as may be: the offer goes out without one.
        case isFull
    }

    /// What is done when the time of a request is over.
    package enum Step: Hashable, Sendable {
        case askAgain(Probe)
        case isFree(Probe)
    }

    /// Has the client's offer wait for the probe of its address that is open already; `false` if none is. A client that
    /// asks again starts no second probe.
    package mutating func join(_ address: IPv4Address, for client: MACAddress) -> Bool {
        guard probes[address] != nil else { return false }
        probes[address]?.client = client
        return true
    }

    /// Begins to ask about an address.
    package mutating func open(
        _ address: IPv4Address, _ way: Probe.Way, for client: MACAddress, at now: Timestamp
    ) -> Opening {
        if found.contains(where: { $0.address == address && now < $0.until }) { return .isFree }
        guard probes.count < capacity else { return .isFull }
        lastNumber &+= 1
        let probe = Probe(address, way, number: lastNumber, for: client)
        probes[address] = probe
        return .ask(probe)
    }

    /// The time of a request is over; `nil` if its probe has ended.
    package mutating func endPatience(of address: IPv4Address, number: UInt16, at now: Timestamp) -> Step? {
        guard var probe = probes[address], probe.number == number else { return nil }
        guard probe.requests >= probe.way.requests else {
            probe.requests += 1
            probes[address] = probe
            return .askAgain(probe)
        }
        probes[address] = nil
        remember(address, at: now)
        return .isFree(probe)
    }

    /// The probe that an answer ends, whose address is in use; `nil` where nobody had asked, or where the client itself
    /// answers.
    package mutating func end(by answer: ProbeAnswer) -> Probe? {
        guard let probe = probes[answer.address] else { return nil }
        switch (probe.way, answer) {
        case (.arp(let asked), .arp(_, let mac, let interface)):
            guard asked == interface, mac != probe.client else { return nil }
        case (.echo, .echo(_, let number)):
            guard number == probe.number else { return nil }
        case (.arp, .echo), (.echo, .arp): return nil
        }
        return cancel(probe.address)
    }

    /// Ends a probe without a finding.
    @discardableResult
    package mutating func cancel(_ address: IPv4Address) -> Probe? { probes.removeValue(forKey: address) }

    private mutating func remember(_ address: IPv4Address, at now: Timestamp) {
        found.removeAll { $0.until <= now || $0.address == address }
        if found.count >= memoryCapacity { found.removeFirst() }
        found.append((address, now + memory))
    }
}
