import DHCPWire
import Decisions
import Inventory
import LinuxIO
import NetTypes
import Store

/// The DISCOVERs that wait until the network was asked whether somebody uses the address that they would be offered.
/// The address is held for the client meanwhile; when the probe has ended, the DISCOVER is decided again.
struct Probing {
    /// A rack that is switched on is probed for; a flood of made-up clients costs no more than this.
    var book = ProbeBook(capacity: 256)
    var waiting: [IPv4Address: WaitingDiscover] = [:]
    let sockets: ProbeSockets
}

/// A DISCOVER as it came.
struct WaitingDiscover {
    let bytes: [UInt8]
    let arrival: Arrival
    let link: DHCPLink
}

extension DHCPService {
    /// Whether an outcome is an offer that is not sent now, because a probe of its address is open or begins.
    func waits(_ outcome: LeaseDesk.Outcome, _ index: Int, of batch: DatagramBatch, on link: DHCPLink) -> Bool {
        guard let address = addressToAsk(about: outcome, on: link) else { return false }
        let bytes = batch.withBytes(index) { bytes in
            [UInt8](capacity: bytes.count) { for place in bytes.indices { $0.append(bytes[place]) } }
        }
        probing?.waiting[address] = WaitingDiscover(
            bytes: bytes, arrival: Arrival(batch.envelope(index), on: link), link: link)
        counters.count("dhcp.in.\(outcome.heard)")
        return true
    }

    /// The offered address, if a probe of it is open or was begun now.
    private func addressToAsk(about outcome: LeaseDesk.Outcome, on link: DHCPLink) -> IPv4Address? {
        guard case .offer(let address, _) = outcome.decision, let client = outcome.request?.mac else { return nil }
        if probing?.book.join(address, for: client) == true { return address }
        guard outcome.wantsProbe else { return nil }
        beginProbing()
        let isOnLink = link.network.subnet.prefix.contains(address)
        let way = isOnLink ? Probe.Way.arp(interface: link.interface.index) : .echo
        switch probing?.book.open(address, way, for: client, at: Clock.now()) {
        case .ask(let probe):
            if ask(probe, on: link) {
                log(.debug, LogLine("dhcp", "probe", mac: client).with("address", address).with("by", way.name))
                return address
            }
            cancel(probe)
        case .isFull: counters.count("dhcp.probe.skipped")
        case .isFree, nil: break
        }
        return nil
    }

    /// Nothing of it is there before the first offer that wants a probe.
    private func beginProbing() {
        guard probing == nil else { return }
        probing = Probing(
            sockets: ProbeSockets(loop: loop, log: log) { [unowned self] answer in
                self.assumeIsolated { $0.heard(answer) }
            })
    }

    private func ask(_ probe: Probe, on link: DHCPLink) -> Bool {
        guard probing?.sockets.ask(probe, on: link.interface) == true else { return false }
        loop.after(probe.way.patience) { [unowned self] in
            self.assumeIsolated { $0.endPatience(of: probe) }
        }
        return true
    }

    private func endPatience(of probe: Probe) {
        switch probing?.book.endPatience(of: probe.address, number: probe.number, at: Clock.now()) {
        case .askAgain(let probe):
            guard let link = probing?.waiting[probe.address]?.link, !ask(probe, on: link) else { return }
            // The link is gone, and the client with it; it asks again.
            cancel(probe)
        case .isFree(let probe):
            counters.count("dhcp.probe.free")
            conclude(probe, nil)
        case nil: break
        }
    }

    private func heard(_ answer: ProbeAnswer) {
        guard let probe = probing?.book.end(by: answer) else { return }
        counters.count("dhcp.probe.in-use")
        log(
            .warning,
            LogLine("dhcp", "address-in-use", mac: probe.client).with("address", probe.address)
                .with("used-by", answer.mac).with("decision", "quarantine"))
        conclude(probe, answer)
    }

    /// Decides the DISCOVER that has waited, once its address is put away if somebody answered.
    private func conclude(_ probe: Probe, _ answer: ProbeAnswer?) {
        defer { restIfIdle() }
        let waiting = probing?.waiting.removeValue(forKey: probe.address)
        let now = Clock.now()
        // Meanwhile the client may have taken an offer of another server's, or got a lease without one.
        let offer = desk.offers.offer(to: probe.client, at: now)
        let isOpen = offer?.address == probe.address && offer?.takenBy == nil
        do {
            let outcome = try store.transaction { transaction -> LeaseDesk.Outcome? in
                if let answer { try desk.putAway(probe.address, usedBy: answer.mac, at: now, &transaction) }
                guard let waiting, isOpen else { return nil }
                return try desk.handle(waiting.bytes.span, from: waiting.arrival, at: now, &transaction)
            }
            if let outcome, let waiting { answerLate(outcome, waiting) }
        } catch {
            reportFailure(of: 1)
        }
    }

    /// The answer goes out, unless it is an offer of another address, which is asked about in its turn. With a link that
    /// has closed, or serves in another mode now, its clients are gone.
    private func answerLate(_ outcome: LeaseDesk.Outcome, _ waiting: WaitingDiscover) {
        guard links.links[waiting.link.interface.name]?.socket === waiting.link.socket else { return }
        if let address = addressToAsk(about: outcome, on: waiting.link) {
            probing?.waiting[address] = waiting
            return
        }
        reportDecision(outcome, waiting.link)
        guard let answer = outcome.answer else { return }
        send(answer, on: waiting.link)
        flush(waiting.link)
    }

    /// Gives up a probe that could not be sent.
    private func cancel(_ probe: Probe) {
        probing?.book.cancel(probe.address)
        probing?.waiting[probe.address] = nil
        counters.count("dhcp.probe.skipped")
        restIfIdle()
    }

    private func restIfIdle() {
        if probing?.book.count == 0 { probing?.sockets.rest() }
    }
}

extension Probe.Way {
    fileprivate var name: String {
        switch self {
        case .arp: "arp"
        case .echo: "echo"
        }
    }
}
