import Inventory
import LinuxIO
import NetTypes
import Services
import Testing

@Suite("The port of syslog")
struct SyslogServiceTests {
    private let own = IPv4Address(127, 0, 0, 1)

    @Test("hears the installer on a real socket, files its line, and tells the timeline of its menu item")
    func heard() throws {
        let bench = try WebBench()
        try bench.add(name: "api-1", profile: "api", at: own, state: .armed)
        _ = bench.token(at: own)
        let loop = try EventLoop(name: "names")
        let counters = Counters()
        let service = try SyslogService(
            SyslogSocket(try UDPSocket(address: own, port: 0)), on: loop, current: bench.current,
            desk: SyslogDesk(
                InstallLogs(data: bench.configuration.data), hearings: Hearings(), store: bench.store,
                counters: counters, log: Log { _ in }))
        try loop.start()
        defer { loop.stop() }
        try loop.enter { try service.assumeIsolated { try $0.start() } }
        let last = bench.store.lastEvent

        let sender = try UDPSocket(address: own, port: 0)
        let batch = try DatagramBatch(capacity: 1, bytesPerDatagram: 1500)
        _ = batch.append(
            Array("<30>Nov 21 09:15:03 main-menu[186]: INFO: Menu item 'partman-base' selected".utf8),
            to: DatagramBatch.Envelope(peer: own, peerPort: service.port))
        batch.send(through: sender)

        // Answers as soon as there is an event.
        let page: EventPage = try bench.call(.get, "/events", query: ["after": "\(last)", "wait": "10"]).decoded()
        #expect(page.events.map(\.detail) == ["step=partman-base"])
        let log: InstallLogPage = try bench.call(.get, "/machines/api-1/log").decoded()
        #expect(log.lines.first?.hasSuffix("main-menu[186]: INFO: Menu item 'partman-base' selected") == true)
        #expect(counters.all == ["syslog.lines": 1])
    }

    @Test("is told to installers in the menu where it is open, and not where it is not")
    func menu() throws {
        let bench = try WebBench()
        try bench.add(name: "api-1", profile: "api", state: .armed)
        let closed = bench.get("/boot/pxelinux.cfg/default").text
        let plan = bench.current.value
        let pages = PageRenderer(
            catalog: bench.provisioning.catalog, boot: bench.configuration.boot, secrets: .init(),
            syslog: SyslogTarget(address: nil, port: 5514))

        let open = try pages.menu(
            .pxelinux, .install(try #require(bench.machine()?.profile)),
            for: PageRenderer.Subject(
                machine: try #require(bench.machine()), address: .first, network: plan.networks.network(of: .first),
                token: "t"))

        #expect(!closed.contains("log_host"))
        #expect(open.contains(" log_host=10.77.0.1 log_port=5514 --- "))
    }
}
