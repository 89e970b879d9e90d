import Decisions
import Inventory
import LinuxIO
import NetTypes
import Settings
import Store

/// What the boot path knows of a machine and does for it: who asks, what its menu offers, and how far it has come. TFTP
/// and HTTP serve from here alike.
package struct Provisioning: Sendable {
    let store: Store
    package let catalog: ProfileCatalog
    let pages: PageRenderer
    let boot: Configuration.Boot
    let unknownMachines: UnknownMachines
    let policy: InstallPolicy
    let networks: Networks
    let tenants: Tenants
    let log: Log
    let told = RecentEvents()

    package init(
        store: Store, catalog: ProfileCatalog, pages: PageRenderer, boot: Configuration.Boot,
        unknownMachines: UnknownMachines, policy: InstallPolicy = InstallPolicy(), networks: Networks,
        tenants: Tenants = .leases, log: Log
    ) {
        self.store = store
        self.catalog = catalog
        self.pages = pages
        self.boot = boot
        self.unknownMachines = unknownMachines
        self.policy = policy
        self.networks = networks
        self.tenants = tenants
        self.log = log
    }

    /// Who asks: the machine that has the address.
    struct Client: Sendable {
        let machine: Machine
        let address: IPv4Address
    }

    /// `nil` if no machine is known to have the address now.
    func client(at peer: IPv4Address) -> Client? {
        store.read { image in
            guard let mac = tenants.mac(at: peer, in: image, Clock.now()) else { return nil }
            return Client(machine: image.machines[mac] ?? image.stranger(mac), address: peer)
        }
    }

    /// What a machine's menu offers now.
    func decideMenu(for machine: Machine) throws(CatalogError) -> MenuDecision {
        decideMenu(for: machine, at: Clock.now(), among: try catalog.names())
    }

    /// What it offers at a moment, of profiles that were looked up before.
    func decideMenu(for machine: Machine, at now: Timestamp, among profiles: [ProfileName]) -> MenuDecision {
        MenuDecision(
            for: machine, at: now, profiles: profiles, default: boot.defaultProfile, unknown: unknownMachines)
    }

    /// Whether its menu offers to install something now.
    func offersInstallation(to machine: Machine) -> Bool {
        switch try? decideMenu(for: machine) {
        case .install, .prompt: true
        case .localBoot, nil: false
        }
    }

    /// The menu of a machine. What it may install goes by one build, which is opened with the first menu.
    func menu(_ loader: MenuLoader, for client: Client) throws -> String {
        let decision = try decideMenu(for: client.machine)
        let token: String
        switch decision {
        case .localBoot: token = ""
        case .install, .prompt:
            token = try store.transaction { transaction in try openBuild(of: client.machine, &transaction) }.token
        }
        log(.info, LogLine("menu", loader.rawValue, client).with("offers", decision))
        return try pages.menu(loader, decision, for: subject(client, token: token))
    }

    private func openBuild(of machine: Machine, _ transaction: inout StoreTransaction) throws -> Build {
        if let open = transaction.image.openBuild(of: machine.mac) { return open }
        let fresh = Build(token: try Random.token(), mac: machine.mac, created: Clock.now())
        if transaction.image.machines[machine.mac] == nil { try transaction.save(machine) }
        try transaction.save(fresh)
        return fresh
    }

    /// Opens the builds that several machines' menus will want, in one transaction. Where that fails, each menu tries it on
    /// its own and tells why.
    func openBuilds(of clients: [Client]) {
        let wanting = clients.filter { offersInstallation(to: $0.machine) }
        guard wanting.count > 1 else { return }
        try? store.transaction { transaction in
            for client in wanting { _ = try openBuild(of: client.machine, &transaction) }
        }
    }

    func subject(_ client: Client, token: String) -> PageRenderer.Subject {
        PageRenderer.Subject(
            machine: client.machine, address: client.address, network: networks.network(of: client.address),
            token: token)
    }

    /// Writes one line of a machine's timeline, unless it was told so just before: a moment later, so that no packet waits for
    /// the disk. Where the store fails, which `StoreWatch` reports, what the machine asked for is served all the same.
    func record(_ stage: Stage, _ detail: String, of client: Client) {
        let event = BootEvent(time: Clock.now(), mac: client.machine.mac, stage: stage, detail: detail)
        guard told.isNews(event) else { return }
        store.note(event)
        told.note(event)
    }
}

extension LogLine {
    init(_ key: String, _ what: some CustomStringConvertible, _ client: Provisioning.Client?) {
        self.init(key, what, mac: client?.machine.mac, machine: client?.machine.name)
    }
}
