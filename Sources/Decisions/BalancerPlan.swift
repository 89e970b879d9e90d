import Inventory
import NetTypes

/// What a backend shall have, what amorce has put there, and what there is.
package struct BalancerFacts: Hashable, Sendable {
    package var wishes: [BalancerWish]
    /// The rows of the store.
    package var kept: [BalancedServer]
    package var seen: [SeenServer]
    /// Servers that amorce's lines of the file name: they are its own, whatever the store says.
    package var listed: Set<String>
    /// Whether sessions of a server that is to go have been waited for long enough.
    package var isImpatient: Bool

    package init(
        wishes: [BalancerWish], kept: [BalancedServer], seen: [SeenServer], listed: Set<String> = [],
        isImpatient: Bool = false
    ) {
        self.wishes = wishes
        self.kept = kept
        self.seen = seen
        self.listed = listed
        self.isImpatient = isImpatient
    }
}

/// The way from what there is to what shall be. Where nothing is to be done there are no steps, so whether steps were carried
/// out is seen by planning again. What has no row in the store is not touched.
package struct BalancerPlan: Hashable, Sendable {
    package private(set) var steps: [BalancerStep] = []
    /// Names of machines that servers have which are someone else's: they are left alone.
    package private(set) var taken: [HostName] = []

    package init(_ facts: BalancerFacts) {
        let kept = Dictionary(facts.kept.map { ($0.name, $0) }) { first, _ in first }
        let seen = Dictionary(facts.seen.map { ($0.name.lowercased(), $0) }) { first, _ in first }
        let wishes = facts.wishes.sorted { $0.name < $1.name }
        for wish in wishes {
            let server = seen[wish.name.text]
            if let row = kept[wish.name] {
                steps += Self.steps(to: wish, row, server, isImpatient: facts.isImpatient)
            } else if server != nil, wish.standing == .ready {
                taken.append(wish.name)
            }
        }
        let wished = Set(wishes.map(\.name))
        for row in facts.kept.sorted(by: { $0.name < $1.name }) where !wished.contains(row.name) {
            guard let server = seen[row.name.text] else { continue }
            steps += Self.removal(of: server, row.name, isImpatient: facts.isImpatient)
        }
    }

    private static func steps(
        to wish: BalancerWish, _ kept: BalancedServer, _ seen: SeenServer?, isImpatient: Bool
    ) -> [BalancerStep] {
        let name = wish.name
        switch wish.standing {
        case .ready:
            let addition = [.add(wish), .enable(name)] + (wish.isChecked ? [BalancerStep.enableHealth(name)] : [])
            guard let seen else { return addition }
            if kept.words != wish.words {
                return removal(of: seen, name, isImpatient: isImpatient) + addition
            }
            var steps: [BalancerStep] = []
            if seen.address != wish.address.description || seen.port != wish.port {
                steps.append(.move(name, wish.address, port: wish.port))
            }
            // What was ready once, and is not now, was taken out of service by a person.
            guard kept.state != .ready else { return steps }
            if seen.isInMaintenance || seen.isDrained { steps.append(.makeReady(name)) }
            if wish.isChecked && !seen.isChecked { steps.append(.enableHealth(name)) }
            return steps
        case .drained:
            guard let seen, !seen.isDrained, !seen.isInMaintenance else { return [] }
            return [.drain(name)]
        case .maintenance:
            guard let seen, !seen.isInMaintenance else { return [] }
            return [.maintain(name)]
        }
    }

    private static func removal(of seen: SeenServer, _ name: HostName, isImpatient: Bool) -> [BalancerStep] {
        (seen.isInMaintenance ? [] : [.maintain(name)]) + (isImpatient ? [.endSessions(name)] : []) + [.delete(name)]
    }
}
