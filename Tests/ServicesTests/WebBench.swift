import Decisions
import Foundation
import HTTPWire
import Images
import Inventory
import LinuxIO
import NetTypes
import Services
import Settings
import Store
import Synchronization

/// The web half of the daemon for one test: a store in memory, folders of its own, and a log that is kept.
final class WebBench {
    let store: Store
    let folder: Folder
    let configuration: Configuration
    let provisioning: Provisioning
    let content: BootContent
    let current: Current<ServingPlan>
    let web: WebService
    let feed: EventFeed
    let control: ControlService
    let pages: PageRenderer
    let networks: Networks
    /// The shelf of netboot images, empty at first.
    let shelf: ImageShelf
    let problems = Problems()
    private let lines: Lines
    private let reloads: ReloadDesk
    private let status: @Sendable () -> StatusReport

    final class Lines: Sendable {
        private let all = Mutex<[String]>([])
        func add(_ line: String) { all.withLock { $0.append(line) } }
        var text: String { all.withLock { $0.joined(separator: "\n") } }
    }

    static let secret = "s3cr3t-marker"
    /// What stands at the end of the preseed template of `broken`.
    static let profiles = ["api", "ui", "broken"]

    /// - Parameters:
    ///   - content: a content folder; by default one with short templates.
    ///   - more: more of the configuration file.
    ///   - subnet: more of its subnet.
    ///   - tenants: who is at which address.
    ///   - isOnDisk: whether the store is a file of the folder, `store.sqlite`.
    init(
        content path: String? = nil, secrets: [String: String] = ["root": secret], more: String = "",
        subnet: String = "",
        tenants: Tenants = .leases, isOnDisk: Bool = false
    ) throws {
        folder = try Folder()
        if path == nil { try folder.writeTemplates() }
        try folder.write("kernel", to: "root/debian-installer/amd64/linux")
        try folder.write("initrd", to: "root/debian-installer/amd64/initrd.gz")
        try folder.write("second stage", to: "root/debian-installer/amd64/grubx64.efi")
        try folder.write("", to: "root/empty")
        try folder.write(
            """
            data: \(folder.path)/data
            control: \(folder.path)/control.sock
            content: \(path ?? folder.path + "/content")
            dhcp:
              interfaces: [br0]
              subnets: [{ subnet: 10.77.0.0/24, pools: [10.77.0.100 - 10.77.0.200], domain: lab.example.org\(subnet) }]
            tftp: { root: \(folder.path)/root }
            http: { url: "http://10.77.0.1" }
            \(more)
            """, to: "amorce.yaml")
        configuration = try Configuration.load(file: folder.path + "/amorce.yaml")
        store = try Store.open(at: isOnDisk ? folder.path + "/store.sqlite" : Store.inMemory)
        shelf = ImageShelf(data: configuration.data)
        let images = ImageLibrary(shelf)
        let lines = Lines()
        self.lines = lines
        let log = Log { lines.add($0) }
        let files = ServedFiles(
            catalog: try ProfileCatalog(configuration), secrets: Secrets(secrets),
            root: try RootDirectory(configuration.tftp.root), images: images, names: try NamePlan(configuration.dns))
        let links = configuration.dhcp.subnets.map {
            LinkState("br0", .served(ServedNetwork(address: IPv4Address(10, 77, 0, 1), subnet: $0)))
        }
        let plan = ServingPlan(
            configuration, files: files, links: links, tenants: tenants, store: store, log: log)
        current = Current(plan)
        (provisioning, content, pages, networks) = (plan.provisioning, plan.content, plan.pages, plan.networks)
        let start = Clock.now()
        let counters = Counters()
        let status: @Sendable () -> StatusReport = {
            StatusReport(
                version: "0", started: start, now: start, interfaces: [], machines: [:], counters: counters.all)
        }
        web = WebService(current, log: log, counters: counters, status: status)
        feed = EventFeed(store: store)
        let watch = StoreWatch(store, problems: problems, log: log)
        let declared = MachineDeclarations([], store: store, watch: watch, problems: problems, log: log)
        let reloads = ReloadDesk(current, declared: declared, problems: problems, log: log) {
            [current, store] configuration, files in
            current.replace(with: ServingPlan(configuration, files: files, links: links, store: store, log: log))
        }
        (self.reloads, self.status) = (reloads, status)
        control = ControlService(current, feed: feed, reloads: reloads, status: status)
    }

    /// A folder of machines that is followed, and the control API beside it.
    func following(_ folder: String) -> (InventoryWatch, ControlService) {
        let watch = InventoryWatch(folder, current: current, problems: problems, log: Log { [lines] in lines.add($0) })
        return (watch, ControlService(current, feed: feed, reloads: reloads, inventory: watch, status: status))
    }

    // MARK: Machines

    /// A machine that has just got its lease.
    func add(
        _ mac: MACAddress = .first, name: String? = nil, profile: String? = nil, at address: IPv4Address = .first,
        state: InstallState = .localBoot, origin: Machine.Origin = .discovered
    ) throws {
        let now = Clock.now()
        try store.transaction { transaction in
            try transaction.save(
                Machine(
                    mac: mac, name: name.flatMap { HostName($0) }, profile: profile.flatMap { ProfileName($0) },
                    state: state, arm: state.isArmed ? bestArm(at: now) : nil, origin: origin))
            try transaction.save(Lease(address: address, mac: mac, start: now, expiry: now + .hours(1)))
        }
    }

    private func bestArm(at now: Timestamp) -> Arm { Arm(by: .person, since: now, until: now + .hours(24)) }

    func machine(_ mac: MACAddress = .first) -> Machine? { store.read { $0.machines[mac] } }
    func state(_ mac: MACAddress = .first) -> InstallState? { machine(mac)?.state }
    func build(_ mac: MACAddress = .first) -> Build? { store.read { $0.openBuild(of: mac) } }

    /// The token that the machine's menu carries.
    func token(_ mac: MACAddress = .first, at address: IPv4Address = .first) -> String {
        _ = get("/boot/pxelinux.cfg/default", from: address)
        return build(mac)?.token ?? "none"
    }

    // MARK: Asking

    /// - Parameters:
    ///   - isWhole: whether all of the answer gets there.
    ///   - duration: how long it is on its way.
    func get(
        _ path: String, from peer: IPv4Address = .first, headers: HTTPHeaders = [:], isWhole: Bool = true,
        in duration: Interval = .seconds(0)
    ) -> Answer {
        let response = web.respond(to: HTTPRequest(.get, path, headers: headers, peer: peer))
        response.ending?.tell(isWhole, duration)
        return Answer(response)
    }

    func head(_ path: String, from peer: IPv4Address = .first) -> Answer {
        Answer(web.respond(to: HTTPRequest(.head, path, peer: peer)))
    }

    func report(_ step: String, _ body: String = "", token: String, from peer: IPv4Address = .first) -> Answer {
        let request = HTTPRequest(.post, "/build/\(token)/report/\(step)", body: Array(body.utf8), peer: peer)
        return Answer(web.respond(to: request))
    }

    func call(_ method: HTTPMethod, _ path: String, query: [String: String] = [:], _ body: String = "") -> Answer {
        let request = HTTPRequest(method, "/api/v1" + path, query: query, body: Array(body.utf8))
        return Answer(control.respond(to: request))
    }

    /// Writes the configuration file anew.
    func rewrite(_ change: (String) -> String) throws {
        try folder.write(
            change(String(contentsOfFile: configuration.file, encoding: .utf8)), to: "amorce.yaml")
    }

    // MARK: What came out

    /// What is wrong with the configuration file as it is now.
    func mistakes() -> [String] {
        do throws(SettingsErrors) {
            return Inspection(try Configuration.load(file: configuration.file)).mistakes
        } catch {
            return error.mistakes.map(\.description)
        }
    }

    /// What is wrong with the folder that the configuration file as it is now follows.
    func inventoryMistakes() throws -> [String] {
        InventoryInspection(try Configuration.load(file: configuration.file)).mistakes
    }

    var log: String { lines.text }
    func events() throws -> [BootEvent] { try store.events(limit: 10_000) }
    func details(_ stage: Stage) throws -> [String] { try events().filter { $0.stage == stage }.map(\.detail) }
}

/// A response whose file, if it is one, has been read and closed.
struct Answer {
    let status: Int
    let headers: HTTPHeaders
    let text: String

    init(_ response: HTTPResponse) {
        status = Int(response.status.rawValue)
        headers = response.headers
        switch response.body {
        case .bytes(let bytes): text = String(decoding: bytes, as: UTF8.self)
        case .file(let descriptor, let offset, let count):
            let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            try? file.seek(toOffset: UInt64(offset))
            text =
                (try? file.read(upToCount: Int(count))).flatMap { $0.map { String(decoding: $0, as: UTF8.self) } } ?? ""
        }
    }

    func decoded<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}

extension MACAddress {
    static let first = Self([0x52, 0x54, 0x00, 0x77, 0x00, 0x11]) ?? other
    static let second = Self([0x52, 0x54, 0x00, 0x77, 0x00, 0x12]) ?? other
    private static var other: Self { preconditionFailure("six octets are a MAC address") }
}

extension IPv4Address {
    static let first = Self(10, 77, 0, 100)
    static let second = Self(10, 77, 0, 101)
    static let stranger = Self(10, 77, 0, 199)
}

/// A folder that goes away with its object.
final class Folder {
    let path = NSTemporaryDirectory() + "amorce-web-" + UUID().uuidString.prefix(8)

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String, mode: Int = 0o644) throws {
        let url = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path)
    }

    fileprivate func writeTemplates() throws {
        for menu in ["pxelinux.cfg", "grub.cfg", "boot.ipxe"] {
            try write(
                "\(menu) {{machine.name}}{{#choices}} {{name}}:{{parameters}}{{/choices}}{{#local-boot}} local{{/local-boot}}\n",
                to: "content/pxe/" + menu)
        }
        for profile in ["api", "ui"] {
            try write("\(profile) {{secret.root}} {{build.url}} {{disk}}\n", to: "content/preseed/\(profile).cfg")
            try write("#!/bin/sh\n# {{secret.root}} {{build.report}}\n", to: "content/postinstall/\(profile).sh")
        }
        try write("{{secret.root}} {{nowhere}} {{secret.none}}\n", to: "content/preseed/broken.cfg")
        try write("disk: auto\n", to: "content/preseed/variables.yaml")
    }
}
