import Decisions
import Inventory
import LinuxIO
import NetTypes
import Settings

/// How long a socket that fails is left alone, so that it cannot keep the loop busy.
private let rest = Interval.seconds(1)
/// How long until what the kernel refused is tried again: nothing tells when it would grant it.
private let patience = Interval.seconds(30)

/// The interfaces come, go and change while the service runs, and so does the configuration.
extension DHCPService {
    /// Serves by another configuration from the next packet on. To be called on the loop.
    package func adopt(_ configuration: Configuration, _ files: ServedFiles) {
        let changes = links.adapt(to: configuration.dhcp)
        carryOut(changes)
        serve(
            ServingPlan(
                configuration, files: files, links: links.states, sightings: current.value.sightings,
                hearings: current.value.hearings, syslog: current.value.syslog, store: store, log: log))
    }

    /// The kernel has told something about the host's interfaces.
    func hearNotices() {
        if notices.receive().contains(where: links.areMeant) { followInterfaces() }
    }

    private func followInterfaces() {
        let plan = current.value
        let changes = links.adapt(to: plan.configuration.dhcp)
        guard !changes.isEmpty else { return }
        carryOut(changes)
        serve(plan.with(links.states))
    }

    private func serve(_ plan: ServingPlan) {
        desk.policy = LeasePolicy(plan.configuration)
        desk.ownAddresses = Set(plan.links.compactMap { $0.network?.address })
        desk.boot = { plan.networks.network(of: $0).policy }
        proxy = ProxyDesk(plan)
        watch.follow(plan.configuration.dhcp)
        current.replace(with: plan)
    }

    private func carryOut(_ changes: DHCPLinks.Changes) {
        for link in changes.closed { unwatch(link) }
        for link in changes.opened {
            listen(to: link)
            lookForOthers(on: link)
        }
        changes.tell(log, problems)
        retryLater()
    }

    func listen(to link: DHCPLink) {
        let name = link.interface.name
        for (door, socket) in link.doors {
            do {
                try loop.watch(socket.udp.descriptor) { [unowned self] in
                    self.assumeIsolated { $0.readable(name, door) }
                }
            } catch {
                log(.error, LogLine("dhcp", "listen-failed").with("interface", name).with("error", error))
            }
        }
    }

    private func unwatch(_ link: DHCPLink) {
        for (_, socket) in link.doors { loop.unwatch(socket.udp.descriptor) }
    }

    /// A socket that cannot be read is heard again after a while, if it is still there.
    func rest(_ link: DHCPLink) {
        unwatch(link)
        loop.after(Services.rest) { [unowned self] in
            self.assumeIsolated { service in
                if let now = service.links.links[link.interface.name], now.socket === link.socket {
                    service.listen(to: now)
                }
            }
        }
    }

    /// What only an interface lacks is told by the kernel; the rest is looked at again from time to time.
    func retryLater() {
        guard retry == nil, links.states.contains(where: { $0.error?.isOfSystem == true }) else { return }
        retry = loop.after(patience) { [unowned self] in
            self.assumeIsolated { service in
                service.retry = nil
                service.followInterfaces()
                service.retryLater()
            }
        }
    }
}

extension DHCPLinks.Changes {
    fileprivate var isEmpty: Bool { opened.isEmpty && closed.isEmpty && states.isEmpty && dismissed.isEmpty }

    /// A line in the log for each interface that stands otherwise; what waits stands on the board.
    func tell(_ log: Log, _ problems: Problems) {
        let subject = { (name: String) in "interface \(name)" }
        for name in dismissed {
            log(.notice, LogLine("link", "dismissed").with("interface", name))
            problems.clear(subject(name))
        }
        for state in states {
            log(state.error == nil ? .notice : .error, LogLine(state))
            if let error = state.error {
                problems.post(subject(state.name), error.fact, cure: error.cure, at: Clock.now())
            } else {
                problems.clear(subject(state.name))
            }
        }
    }
}

extension DHCPLinkError {
    fileprivate var isOfSystem: Bool { if case .system = reason { true } else { false } }
}

extension LogLine {
    /// `link=served interface=br0 address=…`, or `link=waiting interface=br0 error=…`.
    init(_ state: LinkState) {
        switch state.standing {
        case .served(let network):
            self = LogLine("link", "served").with("interface", state.name).with("address", network.address)
                .with("subnet", network.subnet.prefix)
        case .waiting(let error):
            self = LogLine("link", "waiting").with("interface", state.name).with("error", error)
        }
    }
}
