import DHCPWire
import Decisions
import Inventory
import LinuxIO
import NetTypes
import Settings
import Store

/// Beside another DHCP server, which lends the addresses, machines are told what to boot, at ports 67 and 4011, and it is
/// noted where they are seen.
extension DHCPService {
    func answerBatch(on link: DHCPLink, at door: ProxyDoor, by proxy: ProxyDesk) {
        let now = Clock.now()
        var outcomes: [ProxyDesk.Outcome] = []
        do {
            try store.transaction { transaction in
                for index in 0..<incoming.count {
                    let envelope = incoming.envelope(index)
                    let outcome = try incoming.withBytes(index) { bytes in
                        watch.takes(bytes, on: link.interface.name, at: now)
                            ? nil
                            : try proxy.handle(
                                bytes, at: door, from: Arrival(envelope, on: link), peer: envelope.peer, now,
                                &transaction)
                    }
                    if let outcome { outcomes.append(outcome) }
                }
            }
        } catch {
            // What was decided promises nothing: it is answered all the same. The timeline lacks it; `StoreWatch` says why.
        }
        log.together {
            for outcome in outcomes {
                if outcome.sighting?.server != nil, let request = outcome.request {
                    watch.hear(request, on: link.interface.name, at: now)
                }
                report(outcome, link)
                if let answer = outcome.answer { send(answer, on: link, door) }
            }
            flush(link, door)
        }
    }

    private func send(_ answer: ProxyAnswer, on link: DHCPLink, _ door: ProxyDoor) {
        let bytes = answer.message.encoded()
        let envelope = DatagramBatch.Envelope(
            peer: answer.destination, peerPort: answer.port, local: answer.source,
            interface: answer.destination == .broadcast ? link.interface.index : 0)
        if outgoing.append(bytes, to: envelope) { return }
        flush(link, door)
        if !outgoing.append(bytes, to: envelope) {
            log(.error, LogLine("proxy", "send-failed").with("to", envelope.peer).with("bytes", bytes.count))
        }
    }

    private func report(_ outcome: ProxyDesk.Outcome, _ link: DHCPLink) {
        counters.count(heard: outcome.request?.type)
        if let answer = outcome.answer { counters.count(sent: answer.message) }
        if case .stayQuiet(let reason) = outcome.decision { counters.count(quiet: reason) }
        // Whatever does not boot is the other server's business.
        let isOthers = outcome.decision == .stayQuiet(.notPXE) && outcome.sighting == nil
        log(isOthers ? .debug : .info, LogLine(outcome, interface: link.interface.name))
    }
}

extension ProxyDesk {
    /// `nil` where the plan has amorce lend the addresses itself.
    init?(_ plan: ServingPlan) {
        let dhcp = plan.configuration.dhcp
        guard dhcp.mode == .proxy else { return nil }
        let networks = plan.links.compactMap(\.network)
        self.init(
            ProxyPolicy(plan.configuration, on: networks), ownAddresses: Set(networks.map(\.address)),
            sightings: plan.sightings, hearings: plan.hearings
        ) { plan.networks.network(of: $0).policy }
    }
}

extension ProxyPolicy {
    /// The networks of the links, then those of the file that are none of them, which lie behind relays.
    init(_ configuration: Configuration, on links: [ServedNetwork]) {
        let dhcp = configuration.dhcp
        self.init(
            unknownMachines: dhcp.unknownMachines, installs: InstallPolicy(configuration),
            subnets: links.map(\.subnet) + dhcp.subnets(beyond: links))
    }
}
