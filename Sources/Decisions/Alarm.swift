import NetTypes

/// What is said of something that fails again and again: the first failure, then how many there were, once a minute; and
/// that it is over.
package struct Alarm: Hashable, Sendable {
    /// When the failures began that have not ended; `nil` while all is well.
    package private(set) var since: Timestamp?
    /// Failures of which nothing has been said.
    private var unsaid = 0
    private var said: Timestamp?
    /// Whether the failures that go on have been spoken of.
    private var isHeard = false

    private static let pause = Interval.minutes(1)

    package init() {}

    /// How many failures there were since the last word on them, this one among them; `nil` while it is too early for
    /// another one.
    package mutating func failed(at now: Timestamp) -> Int? {
        since = since ?? now
        unsaid += 1
        // A clock that was set back must not silence it.
        if let said, now >= said, now - said < Self.pause { return nil }
        defer { unsaid = 0 }
        said = now
        isHeard = true
        return unsaid
    }

    /// For how long it had failed, if that was spoken of; `nil` if there is nothing to say.
    package mutating func succeeded(at now: Timestamp) -> Interval? {
        guard let since else { return nil }
        defer {
            self.since = nil
            isHeard = false
        }
        return isHeard ? now - since : nil
    }
}
