import Synchronization

/// A value that is replaced as a whole while others read it. Whoever takes it once for one packet or request works with
/// what belongs together.
package final class Current<Value: Sendable>: Sendable {
    private let latest: Mutex<Value>

    package init(_ value: Value) { latest = Mutex(value) }

    /// What it is now.
    package var value: Value { latest.withLock { $0 } }

    /// From now on it is this.
    package func replace(with value: Value) { latest.withLock { $0 = value } }
}
