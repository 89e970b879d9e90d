import DNSWire
import NetTypes

/// Which zones take nothing just now. A zone whose servers are down, or refuse the key, is tried by one request at a time,
/// less and less often; all that waits for it goes on at once when it answers again.
package struct NameGates: Hashable, Sendable {
    /// The zones that are closed.
    package private(set) var closed: [DNSName: Gate] = [:]

    /// Why a zone is closed, and until when.
    package struct Gate: Hashable, Sendable {
        package let trouble: NameTrouble
        package let since: Timestamp
        /// How often it was tried in vain, since then.
        package let failures: Int
        /// When it may be tried next.
        package let until: Timestamp
        /// Whether somebody tries it now.
        package fileprivate(set) var isTried = false
    }

    package init() {}

    /// What stands in the way of a request; `nil` lets it go, and its outcome must be told.
    package mutating func enter(_ zone: DNSName, at now: Timestamp) -> NameTrouble? {
        guard var gate = closed[zone] else { return nil }
        guard !gate.isTried, now >= gate.until else { return gate.trouble }
        gate.isTried = true
        closed[zone] = gate
        return nil
    }

    /// A request was answered; whether the zone was closed.
    package mutating func succeeded(_ zone: DNSName) -> Bool { closed.removeValue(forKey: zone) != nil }

    /// A request was not answered, or refused. What is about one name only closes nothing.
    package mutating func failed(_ zone: DNSName, _ trouble: NameTrouble, at now: Timestamp, jitter: Double) {
        guard trouble.isOfZone else {
            _ = succeeded(zone)
            return
        }
        let former = closed[zone]
        // Others were on their way when the first one failed.
        if let former, !former.isTried, now < former.until { return }
        let failures = (former?.failures ?? 0) + 1
        let delay = (RetrySchedule(after: .later(trouble)) ?? .network).delay(afterFailures: failures, jitter: jitter)
        closed[zone] = Gate(
            trouble: trouble, since: former?.since ?? now, failures: failures, until: now + delay)
    }

    /// All may be tried at once: something was changed.
    package mutating func openAll() { closed = [:] }
}

extension NameTrouble {
    /// Whether the zone's other names would meet the same.
    package var isOfZone: Bool {
        switch self {
        case .silence, .unreachable, .serverFailure, .wrongSignature, .unreadable, .unknownKey, .wrongSecret,
            .clocksDiffer, .notAuthoritative, .takesNoUpdates, .unsigned, .resolverFailed, .primaryUnknown:
            true
        case .unsettled, .notPermitted, .outsideZone, .unexpected: false
        }
    }
}
