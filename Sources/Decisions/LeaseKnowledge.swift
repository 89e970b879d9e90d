import DHCPWire
import Inventory
import NetTypes

/// All that the answer to a client was made from, for whoever explains it.
package struct LeaseKnowledge: Sendable {
    package let facts: LeaseFacts
    /// What the configuration has for the machine, with the part of it that says so.
    package let told: [ReplyOption]
    package let boot: BootInstructions?

    package init(facts: LeaseFacts, told: [ReplyOption], boot: BootInstructions?) {
        self.facts = facts
        self.told = told
        self.boot = boot
    }
}

extension Explanation {
    /// - Parameter request: `nil` for what could not be read.
    /// - Parameter place: what its network goes by; `nil` for what could not be read.
    /// - Parameter knowledge: `nil` where nothing was looked up: the message could not be read, or came from no network
    ///   that is served.
    /// - Parameter isProbed: whether the network is asked before the offer goes out.
    package init(
        of decision: LeaseDecision, about request: ClientRequest?, at place: ClientPlace? = nil,
        knowing knowledge: LeaseKnowledge?, answer: DHCPAnswer?, isProbed: Bool = false, line: String
    ) {
        let facts = knowledge?.facts
        var reasons = [decision.sentence(about: request, at: place, facts)]
        if let facts, case .offer(let address, _) = decision {
            reasons += facts.passedOver(before: address).map { choice, origin, refusal in
                "not \(choice.address), \(origin.claim): \(refusal.clause(about: choice, facts))"
            }
        }
        if isProbed { reasons.append("first the network is asked whether somebody uses it (dhcp.probe-before-offer)") }
        if let place, let facts { reasons.append("in \(facts.network.subnet.prefix): \(place.clause)") }
        if let request, let answer, !answer.message.options.contains(OptionKey.message.code) {
            reasons.append(request.bootReason(knowledge?.boot))
        }
        self.init(
            line: line, reasons: reasons,
            answer: answer.map {
                Answer($0.message, from: $0.source, to: $0.destination.words, told: knowledge?.told ?? [])
            })
    }
}

extension DHCPAnswer.Destination {
    /// Where the answer goes, for people: `everyone on the link, port 68`.
    fileprivate var words: String {
        switch self {
        case .relay(let address, let port): "the relay \(address), port \(port)"
        case .unicast(let address): "\(address), port 68"
        case .broadcast: "everyone on the link, port 68"
        case .link(let mac, let address): "\(address) at \(mac), port 68"
        }
    }
}
