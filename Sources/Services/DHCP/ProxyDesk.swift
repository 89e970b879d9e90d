import DHCPWire
import Decisions
import Inventory
import NetTypes
import Store

/// Gathers the facts about one message in proxy mode, has it decided, and writes what it says of a machine.
package struct ProxyDesk {
    /// What is decided by, for the next message.
    package var policy: ProxyPolicy
    /// This host's own addresses, by which clients may name it.
    package var ownAddresses: Set<IPv4Address>
    /// What machines of a network are told to boot.
    package var boot: @Sendable (Subnet) -> BootPolicy
    private let sightings: Sightings
    /// Where it is noted what led to no address.
    private let hearings: Hearings

    package init(
        _ policy: ProxyPolicy, ownAddresses: Set<IPv4Address>, sightings: Sightings, hearings: Hearings,
        boot: @escaping @Sendable (Subnet) -> BootPolicy
    ) {
        self.policy = policy
        self.ownAddresses = ownAddresses
        self.sightings = sightings
        self.hearings = hearings
        self.boot = boot
    }

    /// What became of one datagram: the line for the log, and the answer, if there is one.
    package struct Outcome: Sendable {
        /// `nil` for what could not be read.
        package let request: ClientRequest?
        /// The machine's name, if it has one.
        package let machine: HostName?
        package let decision: ProxyDecision
        /// Where the message shows the machine to be.
        package let sighting: Sighting?
        package let answer: ProxyAnswer?

        fileprivate init(quiet reason: QuietReason, _ request: ClientRequest? = nil) {
            (self.request, machine, sighting, answer) = (request, nil, nil, nil)
            decision = .stayQuiet(reason)
        }

        fileprivate init(
            _ request: ClientRequest, _ machine: Machine?, _ decision: ProxyDecision, _ sighting: Sighting?,
            _ answer: ProxyAnswer?
        ) {
            self.request = request
            self.machine = machine?.name
            self.decision = decision
            self.sighting = sighting
            self.answer = answer
        }

        /// The type of the message, for log and counters.
        var heard: String { request.map { $0.type.description } ?? "undecodable" }
    }

    /// Answers one datagram as it is answered on the wire. The answer promises nothing, so it may be sent whether the
    /// transaction is committed or not.
    package func handle(
        _ bytes: Span<UInt8>, at door: ProxyDoor, from arrival: Arrival, peer: IPv4Address, _ now: Timestamp,
        _ transaction: inout StoreTransaction
    ) throws -> Outcome {
        let request: ClientRequest
        do throws(QuietReason) {
            request = try ClientRequest(decoding: bytes)
        } catch {
            return Outcome(quiet: error)
        }
        guard let network = ServedNetwork(of: request, from: arrival, among: policy.subnets) else {
            return Outcome(quiet: .noSubnet, request)
        }
        let boot = BootInstructions(for: request, in: network, policy: boot(network.subnet))
        let facts = ProxyFacts(
            door: door,
            namesThisServer: request.serverIdentifier.map { $0 == network.address || ownAddresses.contains($0) }
                ?? false,
            hasLoader: boot != nil, unknownMachines: policy.unknownMachines,
            machine: transaction.image.machines[request.mac])
        let decision = ProxyDecision(for: request, facts)
        if decision == .offer, let boot { sightings.add(boot.file, offeredTo: request.mac, at: now) }
        let sighting = Sighting(in: request, network, namesThisServer: facts.namesThisServer, at: now)
        if let sighting, decision != .stayQuiet(.unknownMachine) {
            try write(sighting, of: request.speaker, facts.machine, &transaction)
        }
        hearings.note(decision, of: request, takesAddress: sighting != nil, at: now)
        let answer = boot.flatMap {
            ProxyAnswer(
                to: request, decision, at: door, from: arrival, peer: peer, network: network, boot: $0)
        }
        return Outcome(request, facts.machine, decision, sighting, answer)
    }

    private func write(
        _ sighting: Sighting, of speaker: Speaker, _ machine: Machine?, _ transaction: inout StoreTransaction
    ) throws {
        guard let news = sightings.add(sighting) else { return }
        let consequences = SightingConsequences(
            of: sighting, news, speaker: speaker, machine: machine, policy: policy.installs)
        if consequences.endsBuilds { try transaction.closeBuilds(of: sighting.mac, at: sighting.time) }
        if let machine = consequences.machine { try transaction.save(machine) }
        for event in consequences.events { try transaction.record(event) }
    }
}
