import Inventory
import NetTypes

/// What DHCP heard of a machine last and that led nowhere yet: no line of a timeline stands for it, since none is written
/// before a lease is.
package struct Hearing: Hashable, Sendable {
    /// The first of those since the machine's last lease.
    package let first: Timestamp
    package let last: Timestamp
    /// How many there were since then.
    package let count: Int
    package let outcome: Outcome

    /// What became of it.
    package enum Outcome: Hashable, Sendable {
        /// It was offered an address, and has not asked for it.
        case offered(IPv4Address)
        /// It was told what to boot, beside a server that lends it no address.
        case invited
        /// It was left without an answer; `clause` says why, in plain words.
        case quiet(QuietReason, clause: String)
    }

    package init(_ outcome: Outcome, at now: Timestamp, after former: Hearing? = nil) {
        first = former?.first ?? now
        last = now
        count = (former?.count ?? 0) + 1
        self.outcome = outcome
    }
}

/// What was heard of machines of late and led nowhere, bounded in number: the oldest is forgotten first.
package struct HearingBook: Sendable {
    private var hearings: RecentValues<MACAddress, Hearing>

    package init(capacity: Int) { hearings = RecentValues(capacity: capacity) }

    /// Notes what is done about one message of a machine.
    ///
    /// - Parameter clause: why nothing is answered, asked for only then.
    package mutating func note(
        _ decision: LeaseDecision, about mac: MACAddress, at now: Timestamp, clause: (QuietReason) -> String
    ) {
        switch decision {
        case .offer(let address, _):
            hearings[mac] = Hearing(.offered(address), at: now, after: hearings[mac])
        case .stayQuiet(let reason):
            hearings[mac] = Hearing(.quiet(reason, clause: clause(reason)), at: now, after: hearings[mac])
        case .acknowledge:
            hearings[mac] = nil
        case .inform, .refuse, .release, .quarantine:
            break
        }
    }

    /// Notes what is done about one message of a machine that another server lends its address.
    ///
    /// - Parameter takesAddress: whether it has got one, and asks for it.
    package mutating func note(
        _ decision: ProxyDecision, about mac: MACAddress, takesAddress: Bool, at now: Timestamp,
        clause: (QuietReason) -> String
    ) {
        switch decision {
        case _ where takesAddress:
            hearings[mac] = nil
        case .offer:
            hearings[mac] = Hearing(.invited, at: now, after: hearings[mac])
        case .stayQuiet(let reason) where [.noLoader, .unknownMachine].contains(reason):
            hearings[mac] = Hearing(.quiet(reason, clause: clause(reason)), at: now, after: hearings[mac])
        case .acknowledge, .stayQuiet:
            break
        }
    }

    /// What was heard of a machine since its last lease.
    package subscript(_ mac: MACAddress) -> Hearing? { hearings[mac] }
}
