import Synchronization

/// How often each thing happened since the start, by name: `dhcp.in.discover`, `dhcp.quiet.other-server`.
package final class Counters: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    package init() {}

    /// One more of that name.
    package func count(_ name: String) { counts.withLock { $0[name, default: 0] += 1 } }
    /// Every count so far, by name.
    package var all: [String: Int] { counts.withLock { $0 } }
}
