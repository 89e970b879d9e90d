import Decisions
import Inventory
import LinuxIO
import MicroHTTP
import NetTypes
import Settings
import Store

/// The whole daemon: opens what it needs, starts the services, and waits to be told to stop.
package final class Daemon: Sendable {
    let configuration: Configuration
    private let version: String
    let log: Log
    let counters = Counters()
    let problems = Problems()
    private let started = Clock.now()

    package init(_ configuration: Configuration, version: String, log: Log = .standardError) {
        self.configuration = configuration
        self.version = version
        self.log = log
    }

    /// Serves until SIGTERM or SIGINT, and reads the configuration again at SIGHUP. Everything that can fail at the start
    /// fails before the first packet is answered, with an error that says what to do.
    package func run() throws {
        // Before the first thread: each inherits the mask, so that only `wait` below hears them.
        let signals = Signals([.terminate, .interrupt, .hangUp])
        checkDescriptors(raiseDescriptorLimit())
        let lock = try lockData()
        let store = try openStore()
        subscribe(configuration, at: store)
        let watch = StoreWatch(store, problems: problems, log: log)
        let declared = MachineDeclarations(
            configuration.machines, policy: InstallPolicy(configuration), store: store, watch: watch,
            problems: problems, log: log)
        declared.takeWhenPossible()
        let files = try ServedFiles(configuration)
        let loops = (
            dhcp: try EventLoop(name: "dhcp"), tftp: try EventLoop(name: "tftp"),
            names: try EventLoop(name: "names"), handover: try EventLoop(name: "handover"),
            webhooks: try EventLoop(name: "webhooks"), inventory: try EventLoop(name: "inventory")
        )
        let names = NameService(
            files.names, store: store, loop: loops.names, log: log, counters: counters, problems: problems)
        let balancers = BalancerService(
            configuration.balancers, store: store, loop: loops.handover, log: log, counters: counters,
            problems: problems)

        let hooks = HookService(
            configuration.hooks, secrets: Array(files.secrets.values.values), store: store, loop: loops.handover,
            log: log, counters: counters, problems: problems)
        let webhooks = WebhookService(
            files.webhooks, version: version, store: store, loop: loops.webhooks, log: log, counters: counters,
            problems: problems)

        let notices = try InterfaceNotices()
        let links = try openLinks()
        let others = ServerWatch(problems: problems, log: log)
        let syslogSocket = openSyslog()
        let current = Current(
            ServingPlan(
                configuration, files: files, links: links.states,
                syslog: syslogSocket.map { configuration.syslog.target(port: $0.socket.port) }, store: store, log: log))
        let inventory = InventoryWatch(configuration.inventory, current: current, problems: problems, log: log)
        let follower = try InventoryLoop(inventory, loop: loops.inventory, log: log)
        let dhcp = try dhcp(consume links, notices, current, others, store: store, loop: loops.dhcp)
        let tftp = try tftp(current, loop: loops.tftp)
        let syslog = try syslog(syslogSocket, current, store: store, loop: loops.names)
        let status: @Sendable () -> StatusReport = { [self] in
            watch.lookAgain()
            others.lookAgain()
            let plan = current.value
            problems.post(missing: plan.desk.armedInVain(), at: Clock.now())
            return report(store: store, links: plan.links, otherServers: others.servers, stuck: plan.desk.stuck())
        }
        let web = WebService(current, log: log, counters: counters, status: status)
        let controlListener = try openControl()
        let webServers = try WebServers(configuration.http, identity: files.identity, log: log) {
            web.respond(to: $0)
        }
        let reloads = ReloadDesk(current, declared: declared, problems: problems, log: log) {
            [self] configuration, files in
            try webServers.renew(files.identity)
            loops.dhcp.enter { dhcp.assumeIsolated { $0.adopt(configuration, files) } }
            loops.names.enter { names.assumeIsolated { $0.adopt(files.names) } }
            subscribe(configuration, at: store)
            loops.handover.enter {
                balancers.assumeIsolated { $0.adopt(configuration.balancers) }
                hooks.assumeIsolated { $0.adopt(configuration.hooks, secrets: Array(files.secrets.values.values)) }
            }
            webhooks.adopt(files.webhooks)
            inventory.follow(configuration.inventory)
            loops.inventory.post { follower.assumeIsolated { $0.look() } }
        }
        let feed = EventFeed(store: store)
        let control = ControlService(
            current, feed: feed, reloads: reloads, names: names, balancers: balancers,
            deliveries: {
                DeliveriesReport(now: Clock.now(), targets: [hooks.report()].compactMap(\.self) + webhooks.report())
            },
            inventory: inventory, status: status)
        let controlServer = try HTTPServer(
            listeners: [controlListener], threads: .perConnection,
            // A hundred thousand leases to import are 20 MB.
            limits: HTTPLimits(connections: 512, bodyBytes: 48 << 20),
            log: { [log] in log(.debug, LogLine("control", "library").with("says", $0)) },
            handler: { control.respond(to: $0) })
        try loops.dhcp.start()
        try loops.tftp.start()
        try loops.names.start()
        try loops.handover.start()
        try loops.webhooks.start()
        // Before the first lease, too: whom the folder names is no stranger.
        try loops.inventory.start()
        try loops.inventory.enter { try follower.assumeIsolated { try $0.start() } }
        // Before the first lease: what it is called is written with it.
        loops.names.enter { names.assumeIsolated { $0.start() } }
        loops.handover.enter {
            balancers.assumeIsolated { $0.start() }
            hooks.assumeIsolated { $0.start() }
        }
        loops.webhooks.enter { webhooks.assumeIsolated { $0.start() } }
        store.announceNotes { Self.write(notesOf: store, soonOn: loops.names) }
        ArmKeeper(store, log: log).watch(on: loops.names)
        try start(dhcp, tftp, on: (loops.dhcp, loops.tftp))
        if let syslog { try loops.names.enter { try syslog.assumeIsolated { try $0.start() } } }
        log(.notice, LogLine("daemon", "ready").with("version", version).with("configuration", configuration.file))
        notifyServiceManager("READY=1")

        let signal = serve(until: signals, reloads)
        log(.notice, LogLine("daemon", "stopping").with("signal", signal.name))
        notifyServiceManager("STOPPING=1")
        feed.close()
        controlServer.stop()
        webServers.stop()
        Listener.removeSocketFile(configuration.control)
        loops.dhcp.stop()
        loops.tftp.stop()
        loops.names.stop()
        loops.handover.stop()
        loops.webhooks.stop()
        loops.inventory.stop()
        try? store.writeNotes()
        try? store.checkpoint()
        lock.release()
    }

    /// Many lines of timelines share a sync: those of a fiftieth of a second, where no other transaction takes them along.
    private static func write(notesOf store: Store, soonOn loop: EventLoop) {
        loop.post { [loop] in loop.after(Interval(milliseconds: 20)) { try? store.writeNotes() } }
    }

    /// From now on events are written for those who are to hear of them.
    private func subscribe(_ configuration: Configuration, at store: Store) {
        do {
            try store.transaction { $0.subscribe(configuration.deliveryTargets) }
        } catch {
            // What waits for others goes with the next reload; `StoreWatch` says why.
            log(.warning, LogLine("daemon", "outbox-not-cleared").with("error", "\(error)"))
        }
    }

    // MARK: Opening

    /// Who runs out of descriptors refuses everybody, and not only who asks for too much.
    private func checkDescriptors(_ limit: UInt64) {
        let wanted = configuration.mostDescriptors
        guard limit < UInt64(wanted) else { return }
        log(
            .warning,
            LogLine("daemon", "few-descriptors").with("limit", "\(limit)").with("wanted", wanted)
                .with("cure", "raise LimitNOFILE= of the unit, or lower http.max-connections or tftp.max-transfers"))
    }

    /// Two daemons on one store would lend an address twice.
    private func lockData() throws(DaemonError) -> FileLock {
        let data = configuration.data
        return try DaemonError.Part.data.opening { () throws(SystemError) in
            try Directory.create(data)
            return try FileLock("\(data)/amorce.lock")
        }
    }

    private func openStore() throws -> Store {
        let store = try Store.open(at: "\(configuration.data)/\(Store.fileName)")
        for row in store.unreadable { log(.error, LogLine("store", "row-unreadable").with("row", row)) }
        problems.post(unreadable: store.unreadable, at: started)
        return store
    }

    /// An interface that cannot be served yet keeps nobody else from being served.
    private func openLinks() throws(DHCPLinkError) -> DHCPLinks {
        var links = DHCPLinks()
        links.adapt(to: configuration.dhcp).tell(log, problems)
        try links.checkRights()
        return links
    }

    private func dhcp(
        _ links: consuming DHCPLinks, _ notices: consuming InterfaceNotices, _ current: Current<ServingPlan>,
        _ others: ServerWatch, store: Store, loop: EventLoop
    ) throws(DHCPLinkError) -> DHCPService {
        do throws(SystemError) {
            return try DHCPService(
                links: consume links, notices: notices, current: current, store: store, loop: loop, log: log,
                counters: counters, problems: problems, watch: others)
        } catch {
            throw DHCPLinkError("", .system(error))
        }
    }

    private func openControl() throws(DaemonError) -> Int32 {
        let path = configuration.control
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        return try DaemonError.Part.control.opening { () throws(SystemError) in
            try Directory.create("/" + folder)
            return try Listener.unix(path)
        }
    }

    private func tftp(_ current: Current<ServingPlan>, loop: EventLoop) throws -> TFTPService? {
        let tftp = configuration.tftp
        guard tftp.isEnabled else { return nil }
        let (counters, log) = (counters, log)
        return try DaemonError.Part.tftp(port: tftp.port).opening { () throws(SystemError) in
            try TFTPService(
                on: loop, address: tftp.address, port: tftp.port, isSinglePort: tftp.isSinglePort,
                limits: TransferLimits(total: tftp.maxTransfers, perSource: tftp.maxTransfersPerClient),
                prepare: { asks in current.value.content.prepare(asks.map { ($0.path, $0.peer) }) },
                content: { ask in TFTPContent(current.value.content.open(ask.path, for: ask.peer)) },
                report: { outcome in
                    let plan = current.value
                    counters.count("tftp.\(outcome.result.name)")
                    log(outcome.result.level, LogLine(outcome, plan.provisioning.client(at: outcome.peer)))
                    plan.content.note(outcome)
                })
        }
    }

    /// The services enter their loops and begin to hear.
    private func start(_ dhcp: DHCPService, _ tftp: TFTPService?, on loops: (dhcp: EventLoop, tftp: EventLoop)) throws {
        try loops.dhcp.enter { try dhcp.assumeIsolated { try $0.start() } }
        if let tftp { try loops.tftp.enter { try tftp.assumeIsolated { try $0.start() } } }
    }

    /// Answers with the signal to end by.
    private func serve(until signals: Signals, _ reloads: ReloadDesk) -> ProcessSignal {
        while true {
            let signal = signals.wait()
            guard signal == .hangUp else { return signal }
            // What is wrong is in the log.
            _ = try? reloads.reload(by: signal.name)
        }
    }

    private func report(
        store: Store, links: [LinkState], otherServers: [OtherServer], stuck: [StuckMachine]
    ) -> StatusReport {
        let now = Clock.now()
        return store.read { image in
            StatusReport(
                version: version, started: started, now: now,
                interfaces: links.map { link in
                    switch link.standing {
                    case .waiting(let error): StatusReport.Interface(name: link.name, problem: "\(error)")
                    case .served(let network):
                        StatusReport.Interface(
                            name: link.name, address: network.address, subnet: network.subnet.prefix,
                            poolSize: network.subnet.poolSize,
                            held: image.leases.leases.count {
                                network.subnet.lends($0.address) && $0.isHeld(at: now)
                            })
                    }
                },
                machines: Dictionary(grouping: image.machines.values) { $0.state.rawValue }.mapValues(\.count),
                counters: counters.all, problems: problems.all, otherServers: otherServers, stuck: stuck)
        }
    }
}

extension LeasePolicy {
    init(_ configuration: Configuration) {
        let dhcp = configuration.dhcp
        self.init(
            isAuthoritative: dhcp.authoritative, unknownMachines: dhcp.unknownMachines,
            probesBeforeOffer: dhcp.probesBeforeOffer, installs: InstallPolicy(configuration), subnets: dhcp.subnets,
            profileOptions: dhcp.profileOptions, machineOptions: dhcp.machineOptions)
    }
}
