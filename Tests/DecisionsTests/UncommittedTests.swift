import DHCPWire
import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("A decision while nothing can be written")
struct UncommittedTests {
    private static let own = Lease.own(100)
    private static let cases: [(LeaseDecision, Lease?, String)] = [
        (.offer(.sample(101), time: .hours(1)), nil, "offer 101"),
        (.inform, nil, "inform"),
        (.refuse(.unknownLease), nil, "refuse unknown-lease"),
        (.stayQuiet(.otherServer), nil, "quiet other-server"),
        (.acknowledge(.sample(100, to: .sample(1)), replacing: nil), own, "acknowledge 100"),
        (.acknowledge(.sample(100, to: .sample(1)), replacing: nil), nil, "quiet store-failed"),
        (.acknowledge(.sample(101, to: .sample(1)), replacing: nil), own, "quiet store-failed"),
        (.acknowledge(.sample(101, to: .sample(1)), replacing: own), own, "quiet store-failed"),
        (.acknowledge(.sample(100, to: .sample(1)), replacing: nil), .own(100, ranOut: true), "quiet store-failed"),
        (.acknowledge(.sample(100, to: .sample(1)), replacing: nil), .own(100, .free), "quiet store-failed"),
        (.release(own), own, "quiet store-failed"),
        (.quarantine(own), own, "quiet store-failed"),
    ]

    @Test("promises nothing that is not on disk", arguments: cases.indices)
    func promises(index: Int) {
        let (decision, lease, word) = Self.cases[index]
        let network = ServedNetwork(address: .server, subnet: .sample())

        let rest = decision.withoutCommit(LeaseFacts(now: .noon, network: network, lease: lease))

        #expect(rest.word == word)
        if case .acknowledge(let told, _) = rest { #expect(told.expiry == lease?.expiry) }
    }
}
