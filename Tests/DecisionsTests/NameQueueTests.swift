import DNSWire
import Decisions
import Inventory
import NetTypes
import Testing

@Suite("Zones that take nothing")
struct NameGatesTests {
    private let now = Timestamp(seconds: 1_700_000_000)

    @Test("are tried by one request at a time, and go on at the first answer")
    func closed() throws {
        let zone = try #require(DNSName("lab.example.org"))
        var gates = NameGates()
        #expect(gates.enter(zone, at: now) == nil)

        // Several were under way.
        gates.failed(zone, .silence, at: now, jitter: 0)
        gates.failed(zone, .silence, at: now, jitter: 0)
        #expect(gates.closed[zone]?.failures == 1)
        #expect(gates.enter(zone, at: now) == .silence)

        let later = now + .seconds(1)
        #expect(gates.enter(zone, at: later) == nil)
        #expect(gates.enter(zone, at: later) == .silence)
        gates.failed(zone, .unreachable, at: later, jitter: 0)
        #expect(gates.closed[zone]?.failures == 2 && gates.closed[zone]?.since == now)
        #expect(gates.enter(zone, at: later + .seconds(1)) == .unreachable)

        #expect(gates.enter(zone, at: later + .seconds(2)) == nil)
        let wasClosed = gates.succeeded(zone)
        #expect(wasClosed)
        #expect(gates.enter(zone, at: later) == nil)
    }

    @Test("are not those where one name is refused")
    func oneName() throws {
        let zone = try #require(DNSName("lab.example.org"))
        var gates = NameGates()

        gates.failed(zone, .notPermitted, at: now, jitter: 0)

        #expect(gates.enter(zone, at: now) == nil)
    }
}

@Suite("Machines whose names wait")
struct NameQueueTests {
    private func mac(_ number: UInt64) throws -> MACAddress {
        try #require(MACAddress(number: 0x5254_0000_0000 + number))
    }

    private func entry(_ number: UInt64, _ name: String, _ address: UInt8) throws -> NameEntry {
        NameEntry(
            mac: try mac(number), name: try #require(DomainName("\(name).lab.example.org")),
            address: IPv4Address(10, 77, 0, address))
    }

    @Test("go in their order, so many at once, and each once")
    func order() throws {
        var queue = NameQueue(limit: 2)
        let entries = try (1...3).map { try entry(UInt64($0), "api-\($0)", UInt8($0)) }
        for entry in entries + entries { queue.add(entry.mac) }
        let known = { (mac: MACAddress) in entries.filter { $0.mac == mac } }

        #expect(queue.next(known)?.mac == entries[0].mac)
        #expect(queue.next(known)?.mac == entries[1].mac)
        #expect(queue.next(known) == nil)
        queue.ended(entries[0].mac)
        #expect(queue.next(known)?.mac == entries[2].mac)
        queue.ended(entries[1].mac)
        queue.ended(entries[2].mac)
        #expect(queue.next(known) == nil && queue.underWayCount == 0)
    }

    @Test("are held back while one that has the name or the address is under way")
    func shared() throws {
        var queue = NameQueue(limit: 8)
        let entries = [
            try entry(1, "api-1", 1), try entry(2, "api-1", 2), try entry(3, "api-3", 2), try entry(4, "api-4", 4),
        ]
        for entry in entries { queue.add(entry.mac) }
        let known = { (mac: MACAddress) in entries.filter { $0.mac == mac } }

        #expect(queue.next(known)?.mac == entries[0].mac)
        #expect(queue.next(known)?.mac == entries[2].mac)
        #expect(queue.next(known)?.mac == entries[3].mac)
        #expect(queue.next(known) == nil)
        queue.ended(entries[0].mac)
        #expect(queue.next(known) == nil)
        queue.ended(entries[2].mac)
        #expect(queue.next(known)?.mac == entries[1].mac)
    }

    @Test("come again when they were added while they were under way, and not when nothing is pending")
    func again() throws {
        var queue = NameQueue(limit: 8)
        let entry = try entry(1, "api-1", 1)
        queue.add(entry.mac)
        #expect(queue.next { _ in [entry] } != nil)
        queue.add(entry.mac)
        #expect(queue.next { _ in [entry] } == nil)

        queue.ended(entry.mac)

        #expect(queue.next { _ in [entry] } != nil)
        queue.add(entry.mac)
        queue.ended(entry.mac)
        #expect(queue.next { _ in [] } == nil)
    }

    @Test("keep their place while it is not known what is to be done")
    func unknown() throws {
        var queue = NameQueue(limit: 2)
        let (first, second) = (try entry(1, "api-1", 1), try entry(2, "api-2", 2))
        queue.add(first.mac)
        queue.add(second.mac)
        #expect(queue.next { $0 == first.mac ? nil : [second] }?.mac == second.mac)
        #expect(queue.next { $0 == first.mac ? nil : [second] } == nil)
        #expect(queue.next { _ in [first] }?.mac == first.mac)
    }
}
