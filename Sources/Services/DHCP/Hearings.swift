import Decisions
import NetTypes
import Synchronization

/// What DHCP heard of machines and that led nowhere yet. The DHCP thread writes it, who shows a machine reads it.
package final class Hearings: Sendable {
    private let book = Mutex(HearingBook(capacity: 4096))

    package init() {}

    /// Notes what is done about one message.
    func note(_ decision: LeaseDecision, of request: ClientRequest, _ facts: LeaseFacts) {
        book.withLock { $0.note(decision, about: request.mac, at: facts.now) { $0.clause(about: request, facts) } }
    }

    /// What was heard of a machine since its last lease.
    package func hearing(of mac: MACAddress) -> Hearing? { book.withLock { $0[mac] } }
}
