import Decisions
import Inventory
import LinuxIO
import MicroHTTP
import NetTypes
import Settings
import Store

/// The whole daemon: opens what it needs, starts the services, and waits to be told to stop.
package final class Daemon: Sendable {
    private let configuration: Configuration
    private let version: String
    private let log: Log
    private let counters = Counters()
    private let problems = Problems()
    private let started = Clock.now()

    package init(_ configuration: Configuration, version: String, log: Log = .standardError) {
        self.configuration = configuration
        self.version = version
        self.log = log
    }

    /// Serves until SIGTERM or SIGINT. Everything that can fail at the start fails before the first packet is answered,
    /// with an error that says what to do.
    package func run() throws {
        // Before the first thread: each inherits the mask, so that only `wait` below hears them.
        let signals = Signals([.terminate, .interrupt])
        raiseDescriptorLimit()
        let lock = try lockData()
        let store = try openStore()
        let watch = StoreWatch(store, problems: problems, log: log)
        takeDeclaredMachines(store, watch)
        let catalog = try DaemonError.Part.content.opening { () throws(SystemError) in
            try ProfileCatalog(configuration)
        }
        let secrets = try configuration.secrets.map { try Secrets.load(file: $0) } ?? Secrets()
        let loops = (dhcp: try EventLoop(name: "dhcp"), tftp: try EventLoop(name: "tftp"))

        let links = try openLinks()
        let networks = Networks(links: links.map(\.network), configuration)
        let dhcp = try DHCPService(
            links: links, policy: LeasePolicy(configuration.dhcp), boot: { networks.network(of: $0).policy },
            store: store, loop: loops.dhcp, log: log, counters: counters)
        let provisioning = Provisioning(
            store: store, catalog: catalog,
            pages: PageRenderer(catalog: catalog, boot: configuration.boot, secrets: secrets),
            boot: configuration.boot, unknownMachines: configuration.dhcp.unknownMachines, networks: networks, log: log)
        let root = try DaemonError.Part.bootFiles.opening { () throws(SystemError) in
            try RootDirectory(configuration.tftp.root)
        }
        let content = BootContent(provisioning, root: root)
        let tftp = try tftp(content, provisioning, loop: loops.tftp)
        let status: @Sendable () -> StatusReport = { [self] in
            watch.lookAgain()
            return report(store: store, links: links)
        }
        let web = WebService(
            content: content, installs: InstallDesk(provisioning, logFolder: configuration.data + "/logs"), log: log,
            counters: counters, status: status)
        let feed = EventFeed(store: store)
        let control = ControlService(desk: MachineDesk(provisioning), feed: feed, status: status)
        let http = configuration.http
        let webListener = try DaemonError.Part.http(port: http.port).opening { () throws(SystemError) in
            try Listener.tcp(http.address, port: http.port)
        }
        let controlListener = try openControl()

        let webServer = try HTTPServer(
            listener: webListener, threads: .pool(2),
            log: { [log] in log(.debug, LogLine("http", "library").with("says", $0)) },
            handler: { web.respond(to: $0) })
        let controlServer = try HTTPServer(
            listener: controlListener, threads: .perConnection,
            // A hundred thousand leases to import are 20 MB.
            limits: HTTPLimits(connectionsPerPeer: 512, bodyBytes: 48 << 20),
            log: { [log] in log(.debug, LogLine("control", "library").with("says", $0)) },
            handler: { control.respond(to: $0) })
        try loops.dhcp.start()
        try loops.tftp.start()
        try start(dhcp, tftp, on: loops)
        log(.notice, LogLine("daemon", "ready").with("version", version).with("configuration", configuration.file))
        notifyServiceManager("READY=1")

        let signal = signals.wait()
        log(.notice, LogLine("daemon", "stopping").with("signal", signal.name))
        notifyServiceManager("STOPPING=1")
        feed.close()
        controlServer.stop()
        webServer.stop()
        Listener.removeSocketFile(configuration.control)
        loops.dhcp.stop()
        loops.tftp.stop()
        try? store.checkpoint()
        lock.release()
    }

    // MARK: Opening

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

    /// A store that cannot be written now is no reason not to serve: what the file says of machines is taken over later.
    private func takeDeclaredMachines(_ store: Store, _ watch: StoreWatch) {
        do {
            try store.take(declared: configuration.machines, problems: problems, log: log, at: Clock.now())
        } catch {
            watch.postpone { [weak self, weak store, weak watch] in
                if let store, let watch { self?.takeDeclaredMachines(store, watch) }
            }
        }
    }

    private func openLinks() throws(DHCPLinkError) -> [DHCPLink] {
        guard configuration.dhcp.mode == .server else { return [] }
        var links: [DHCPLink] = []
        for name in configuration.dhcp.interfaces {
            links.append(try DHCPLink(name, subnets: configuration.dhcp.subnets))
        }
        return links
    }

    private func openControl() throws(DaemonError) -> Int32 {
        let path = configuration.control
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        return try DaemonError.Part.control.opening { () throws(SystemError) in
            try Directory.create("/" + folder)
            return try Listener.unix(path)
        }
    }

    private func tftp(_ content: BootContent, _ provisioning: Provisioning, loop: EventLoop) throws -> TFTPService? {
        let tftp = configuration.tftp
        guard tftp.isEnabled else { return nil }
        let counters = counters
        return try DaemonError.Part.tftp(port: tftp.port).opening { () throws(SystemError) in
            try TFTPService(
                on: loop, address: tftp.address, port: tftp.port,
                content: { ask in TFTPContent(content.open(ask.path, for: ask.peer)) },
                report: { outcome in
                    counters.count("tftp.\(outcome.result.name)")
                    provisioning.log(
                        outcome.result.level, LogLine(outcome, provisioning.client(at: outcome.peer)))
                    if outcome.result == .done {
                        content.delivered(outcome.path, bytes: outcome.bytes, to: outcome.peer, by: "tftp")
                    }
                })
        }
    }

    /// The services enter their loops and begin to hear.
    private func start(_ dhcp: DHCPService, _ tftp: TFTPService?, on loops: (dhcp: EventLoop, tftp: EventLoop)) throws {
        try loops.dhcp.enter { try dhcp.assumeIsolated { try $0.start() } }
        if let tftp { try loops.tftp.enter { try tftp.assumeIsolated { try $0.start() } } }
    }

    private func report(store: Store, links: [DHCPLink]) -> StatusReport {
        let now = Clock.now()
        return store.read { image in
            StatusReport(
                version: version, started: started, now: now,
                interfaces: links.map { link in
                    let subnet = link.network.subnet
                    return StatusReport.Interface(
                        name: link.interface.name, address: link.network.address, subnet: subnet.prefix,
                        poolSize: subnet.poolSize,
                        held: image.leases.leases.count { subnet.lends($0.address) && $0.isHeld(at: now) })
                },
                machines: Dictionary(grouping: image.machines.values) { $0.state.rawValue }.mapValues(\.count),
                counters: counters.all, problems: problems.all)
        }
    }
}

extension LeasePolicy {
    init(_ dhcp: Configuration.DHCP) {
        self.init(
            isAuthoritative: dhcp.authoritative, unknownMachines: dhcp.unknownMachines,
            probesBeforeOffer: dhcp.probesBeforeOffer, subnets: dhcp.subnets,
            profileOptions: dhcp.profileOptions, machineOptions: dhcp.machineOptions)
    }
}
