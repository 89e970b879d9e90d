import DHCPWire
import Decisions
import Inventory
import LinuxIO
import NetTypes
import Settings
import Store

/// How many batches of one link are answered before the loop looks at the others.
private let batchesPerRound = 4
/// How many datagrams are taken at once. One sync is shared by all of them; their answers leave in one burst, which a
/// relay with a small socket buffer must still take.
private let batchSize = 128

/// Serves DHCP: takes what has arrived as one batch, decides it, commits it in one transaction, then answers.
package actor DHCPService {
    nonisolated let loop: EventLoop
    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    let store: Store
    var links: DHCPLinks
    let notices: InterfaceNotices
    /// Runs while the kernel refuses something.
    var retry: TimerID?
    /// What the other services serve by; it is replaced on this service's loop.
    let current: Current<ServingPlan>
    let problems: Problems
    private let packets: PacketSocket
    let log: Log
    let counters: Counters
    let watch: ServerWatch
    var desk: LeaseDesk
    /// Answers in place of the desk where another server lends the addresses.
    var proxy: ProxyDesk?
    /// `nil` until an offer wants a probe.
    var probing: Probing?
    let incoming: DatagramBatch
    let outgoing: DatagramBatch

    /// - Parameter notices: opened before the links were, so that no change is missed.
    init(
        links: consuming DHCPLinks, notices: consuming InterfaceNotices, current: Current<ServingPlan>, store: Store,
        loop: EventLoop, log: Log, counters: Counters, problems: Problems,
        watch: ServerWatch
    ) throws(SystemError) {
        self.loop = loop
        self.store = store
        self.log = log
        self.counters = counters
        self.watch = watch
        self.links = links
        self.notices = notices
        self.current = current
        self.problems = problems
        let plan = current.value
        desk = LeaseDesk(
            LeasePolicy(plan.configuration), ownAddresses: Set(links.links.values.map(\.network.address)),
            boot: { plan.networks.network(of: $0).policy })
        desk.hearings = plan.hearings
        proxy = ProxyDesk(plan)
        packets = try PacketSocket()
        incoming = try DatagramBatch(capacity: batchSize, bytesPerDatagram: 2048)
        outgoing = try DatagramBatch(capacity: batchSize, bytesPerDatagram: 2048)
    }

    /// Begins to hear. To be called on the loop.
    package func start() throws(SystemError) {
        try loop.watch(notices.descriptor) { [unowned self] in self.assumeIsolated { $0.hearNotices() } }
        for link in links.links.values { listen(to: link) }
        watch.follow(current.value.configuration.dhcp)
        lookForOthers()
        retryLater()
    }

    func readable(_ interface: String, _ door: ProxyDoor) {
        guard let link = links.links[interface], let socket = link.socket(of: door) else { return }
        do {
            // A flood on one link must not starve the others: what is left is heard on the loop's next round.
            for _ in 0..<batchesPerRound {
                let count = try incoming.receive(from: socket.udp)
                guard count > 0 else { return }
                if let proxy { answerBatch(on: link, at: door, by: proxy) } else { answerBatch(on: link) }
                // What has come meanwhile makes the descriptor readable again.
                guard count == incoming.capacity else { return }
            }
        } catch {
            log(.error, LogLine("dhcp", "receive-failed").with("interface", link.interface.name).with("error", error))
            rest(link)
        }
    }

    private func answerBatch(on link: DHCPLink) {
        let now = Clock.now()
        let outcomes: [LeaseDesk.Outcome?]
        do {
            outcomes = try decideBatch(on: link, at: now)
        } catch {
            // No ACK leaves that is not on disk: only what needs no writing is answered. `StoreWatch` says why.
            guard let rest = decideBatchWithoutCommit(on: link, at: now) else { return }
            outcomes = rest
        }
        log.together {
            for (index, outcome) in outcomes.enumerated() {
                guard let outcome else { continue }
                if outcome.wantsProbe || probing != nil, waits(outcome, index, of: incoming, on: link) { continue }
                if outcome.decision == .stayQuiet(.otherServer), let request = outcome.request {
                    watch.hear(request, on: link.interface.name, at: now)
                }
                report(outcome, link)
                if let answer = outcome.answer { send(answer, on: link) }
            }
            flush(link)
        }
    }

    /// In the places of their datagrams; `nil` for what is no client's.
    private func decideBatch(on link: DHCPLink, at now: Timestamp) throws -> [LeaseDesk.Outcome?] {
        try store.transaction { transaction in
            var outcomes: [LeaseDesk.Outcome?] = []
            outcomes.reserveCapacity(incoming.count)
            for index in 0..<incoming.count {
                let arrival = Arrival(incoming.envelope(index), on: link)
                outcomes.append(
                    try incoming.withBytes(index) { bytes in
                        watch.takes(bytes, on: link.interface.name, at: now)
                            ? nil : try desk.handle(bytes, from: arrival, at: now, &transaction)
                    })
            }
            return outcomes
        }
    }

    private func decideBatchWithoutCommit(on link: DHCPLink, at now: Timestamp) -> [LeaseDesk.Outcome?]? {
        desk.canCommit = false
        defer { desk.canCommit = true }
        do {
            return try decideBatch(on: link, at: now)
        } catch {
            reportFailure(of: incoming.count)
            return nil
        }
    }

    /// The log has one word on it from `StoreWatch`, not one for each client.
    func reportFailure(of count: Int) {
        for _ in 0..<count { counters.count(quiet: .storeFailed) }
    }

    func send(_ answer: DHCPAnswer, on link: DHCPLink) {
        let envelope: DatagramBatch.Envelope
        switch answer.destination {
        case .relay(let address, let port):
            envelope = DatagramBatch.Envelope(peer: address, peerPort: port, local: answer.source)
        case .unicast(let address):
            envelope = DatagramBatch.Envelope(peer: address, peerPort: 68, local: answer.source)
        case .broadcast:
            envelope = DatagramBatch.Envelope(
                peer: .broadcast, peerPort: 68, local: answer.source, interface: link.interface.index)
        case .link(let mac, let address):
            sendToLink(answer.message.encoded(), mac, address, from: answer.source, link)
            return
        }
        let count = answer.message.encodedCount()
        guard count <= outgoing.bytesPerDatagram else {
            log(.error, LogLine("dhcp", "send-failed").with("to", envelope.peer).with("bytes", count))
            return
        }
        if outgoing.append(to: envelope, writing: { answer.message.encode(to: &$0) }) { return }
        flush(link)
        _ = outgoing.append(to: envelope) { answer.message.encode(to: &$0) }
    }

    private func sendToLink(
        _ bytes: [UInt8], _ mac: MACAddress, _ address: IPv4Address, from source: IPv4Address, _ link: DHCPLink
    ) {
        let packet = udpPacket(from: source, port: 67, to: address, port: 68, bytes)
        do {
            try packets.send(packet, to: mac, interface: link.interface.index)
        } catch {
            log(.error, LogLine("dhcp", "send-failed", mac: mac).with("to", address).with("error", error))
        }
    }

    func flush(_ link: DHCPLink, _ door: ProxyDoor = .dhcp) {
        guard let socket = link.socket(of: door) else { return }
        outgoing.send(through: socket.udp) { index, error in
            log(.error, LogLine("dhcp", "send-failed").with("to", outgoing.envelope(index).peer).with("error", error))
        }
    }

    private func report(_ outcome: LeaseDesk.Outcome, _ link: DHCPLink) {
        counters.count(heard: outcome.request?.type)
        reportDecision(outcome, link)
    }

    func reportDecision(_ outcome: LeaseDesk.Outcome, _ link: DHCPLink) {
        if let answer = outcome.answer { counters.count(sent: answer.message) }
        if case .stayQuiet(let reason) = outcome.decision { counters.count(quiet: reason) }
        log(.info, LogLine(outcome, interface: link.interface.name))
    }
}

extension Arrival {
    /// A broadcast comes to an address that is not this host's own.
    init(_ envelope: DatagramBatch.Envelope, on link: DHCPLink) {
        self.init(
            link: link.network.address, local: envelope.own, isBroadcast: envelope.local != envelope.own,
            peerPort: envelope.peerPort)
    }
}
