import DNSWire
import NetTypes

/// Updates of one zone on their way: several of them go in one message where many wait, since a name server puts each message
/// on its disk by itself.
///
/// A message changes all or nothing (RFC 2136 §3.2), and names that are under way at once have nothing in common: so one that
/// is taken was right for each, and one that is not says nothing of any. Then each goes again by itself.
package struct UpdateBundles: Sendable {
    private var waiting: [Part] = []
    private var first = 0
    /// Those that go by themselves.
    private var alone: [Part] = []
    private var underWay = 0
    /// When the last one of those that wait together went.
    private var last: Interval?
    /// Whether messages of several get through; they go by TCP, which something on the way may not let pass.
    private var areCarried = true

    /// A machine's update.
    private typealias Part = (mac: MACAddress, update: DNSUpdate)

    /// One message.
    package struct Bundle: Hashable, Sendable {
        /// Whose updates it holds.
        package let machines: [MACAddress]
        fileprivate let parts: [DNSUpdate]

        /// All of them as one.
        package var update: DNSUpdate? {
            guard var whole = parts.first else { return nil }
            for part in parts.dropFirst() {
                whole.prerequisites += part.prerequisites
                whole.changes += part.changes
            }
            return whole
        }
    }

    package init() {}

    /// Has an update sent, after those that wait already.
    package mutating func add(_ update: DNSUpdate, of mac: MACAddress) { waiting.append((mac, update)) }

    /// The next message; `nil` while as many are under way as may be, in a pause, and where nothing waits.
    package mutating func next(at now: Interval) -> Bundle? {
        if let part = alone.last, underWay < Self.mostAlone {
            alone.removeLast()
            underWay += 1
            return Bundle(machines: [part.mac], parts: [part.update])
        }
        guard first < waiting.count, underWay < (areCarried ? Self.mostBundles : Self.mostAlone), pause(at: now) == nil
        else { return nil }
        last = now
        var (count, size) = (0, 0)
        while first + count < waiting.count, count < (areCarried ? Self.longest : 1) {
            size += waiting[first + count].update.size
            if count > 0, size > Self.mostBytes { break }
            count += 1
        }
        let taken = waiting[first..<(first + count)]
        first += count
        if first == waiting.count { (waiting, first) = ([], 0) }
        underWay += 1
        return Bundle(machines: taken.map(\.mac), parts: taken.map(\.update))
    }

    /// How long those that wait are to gather, since a message has just gone: each costs the name server a sync of a disk that
    /// the leases may be on as well. `nil` where they are enough for one, or nothing waits.
    package func pause(at now: Interval) -> Interval? {
        guard areCarried, let last, 1..<Self.longest ~= waiting.count - first else { return nil }
        let elapsed = now.milliseconds &- last.milliseconds
        return 0..<Self.gathering ~= elapsed ? Interval(milliseconds: Self.gathering - elapsed) : nil
    }

    /// A message has its end; whether that is the end of each update in it. Else they are sent again.
    package mutating func ended(_ bundle: Bundle, _ end: NameExchangeEnd) -> Bool {
        underWay = max(0, underWay - 1)
        guard bundle.machines.count > 1 else { return true }
        switch end {
        case .replied(let reply) where reply.code == .success: return true
        case .replied: break
        case .failed(let trouble): if trouble.kind == .network { areCarried = false }
        }
        alone += zip(bundle.machines, bundle.parts).map { (mac: $0, update: $1) }
        return false
    }

    /// The zone takes nothing just now: all that waits is given back.
    package mutating func giveBack() -> [MACAddress] {
        let machines = alone.map(\.mac) + waiting[first...].map(\.mac)
        (waiting, first, alone, areCarried) = ([], 0, [], true)
        return machines
    }

    private static var longest: Int { 32 }
    /// In milliseconds.
    private static var gathering: Int64 { 20 }
    /// A message can have twice as many.
    private static var mostBytes: Int { 32768 }
    private static var mostBundles: Int { 4 }
    private static var mostAlone: Int { 64 }
}

extension DNSUpdate {
    /// How many bytes its records have at most.
    fileprivate var size: Int {
        prerequisites.reduce(0) { $0 + $1.record.encoded.count } + changes.reduce(0) { $0 + $1.record.encoded.count }
    }
}
