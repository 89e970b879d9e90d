import Inventory
import NetTypes

extension LeaseDecision {
    /// What is left of a decision while nothing can be written. A client that asks again for what it leases is told how
    /// long it still has it, which is on disk already; whatever is new is left without an answer, and comes again.
    package func withoutCommit(_ facts: LeaseFacts) -> Self {
        switch self {
        case .offer, .inform, .refuse, .stayQuiet: return self
        case .acknowledge(let lease, replacing: nil):
            guard let standing = facts.lease, standing.address == lease.address, standing.state == .active,
                standing.isHeld(at: facts.now)
            else { return .stayQuiet(.storeFailed) }
            return .acknowledge(standing, replacing: nil)
        case .acknowledge, .release, .quarantine: return .stayQuiet(.storeFailed)
        }
    }
}
