import Decisions
import Inventory
import NetTypes
import Synchronization

/// What was heard of machines and is in no timeline: requests of DHCP that led nowhere yet, and what installers said last.
/// The threads that hear it write it, who shows a machine reads it.
package final class Hearings: Sendable {
    private let book = Mutex(HearingBook(capacity: 4096))
    private let lines = Mutex(RecentValues<MACAddress, LastLine>(capacity: 4096))

    package init() {}

    /// Notes what is done about one message.
    func note(_ decision: LeaseDecision, of request: ClientRequest, _ facts: LeaseFacts) {
        book.withLock { $0.note(decision, about: request.mac, at: facts.now) { $0.clause(about: request, facts) } }
    }

    /// Notes what is done about one message beside another server.
    func note(_ decision: ProxyDecision, of request: ClientRequest, takesAddress: Bool, at now: Timestamp) {
        book.withLock {
            $0.note(decision, about: request.mac, takesAddress: takesAddress, at: now) {
                $0.clause(about: request, nil)
            }
        }
    }

    /// What was heard of a machine since its last lease.
    package func hearing(of mac: MACAddress) -> Hearing? { book.withLock { $0[mac] } }

    /// Notes what an installer has just said.
    func note(_ line: LastLine, of mac: MACAddress) { lines.withLock { $0[mac] = line } }

    /// What a machine's installer said last.
    package func lastLine(of mac: MACAddress) -> LastLine? { lines.withLock { $0[mac] } }
}
