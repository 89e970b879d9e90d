import DHCPWire
import Decisions
import Inventory
import NetTypes
import TestSupport

/// One machine, and what the daemon knows of it, for random histories: every step is decided by the functions that the
/// services decide by. Only the saving is done here.
struct InstallWorld {
    private(set) var now = Timestamp.noon
    private(set) var machine: Machine?
    private var lease: Lease?
    private var builds: [Build] = []
    private let policy: InstallPolicy
    private let unknown: UnknownMachines
    private static let profiles: [ProfileName] = [.sample("api"), .sample("ui")]
    private static let mac = MACAddress.sample(1)
    private static let requests = Dictionary(
        uniqueKeysWithValues: SampleClient.allCases.map { client in
            (client, try? ClientRequest(.client(.request, client.fill)))
        })

    /// Installations that began since a person last armed the machine, or since the beginning.
    private(set) var installs = 0
    /// Whether a person has armed it.
    private(set) var isArmedByPerson = false
    /// Network boots so far, counted by what was sent and not by what was decided.
    private var bootCount = 0
    /// The boot in which the running installation got its preseed file.
    private var installingBoot = 0
    /// What went wrong: an installation of more than one boot.
    private(set) var mistakes: [String] = []
    /// What happened, for whoever looks into a failure.
    private(set) var history: [String] = []

    init(policy: InstallPolicy, unknown: UnknownMachines) {
        self.policy = policy
        self.unknown = unknown
    }

    enum Event: CaseIterable {
        case firmware, ipxe, installer, system, menu, preseed, oldPreseed, postInstall, installed, failed
        case seconds, minutes, hours, days, sweep
        case assign, reinstall, name, rename, disarm, crash
        var isPersonal: Bool { [.assign, .reinstall].contains(self) }
    }

    mutating func happen(_ event: Event, _ numbers: inout Numbers) {
        history.append("\(event) in \(machine?.state.rawValue ?? "-")")
        now = now + .seconds(6)
        switch event {
        case .firmware: take([.pxeBIOS, .pxeUEFI, .httpUEFI].randomElement(using: &numbers) ?? .pxeBIOS)
        case .ipxe: take(.ipxe)
        case .installer: take(.installer)
        case .system: take(.system)
        case .menu: if offersInstallation { openBuild() }
        case .preseed: fetchPreseed(builds.last { $0.closed == nil }, &numbers)
        case .oldPreseed: fetchPreseed(builds.randomElement(using: &numbers), &numbers)
        case .postInstall: step { build, machine throws(BuildDenial) in try InstallStep(postInstallOf: build, machine) }
        case .installed, .failed:
            let report = event == .installed ? InstallReport.installed : .failed
            let now = now
            step { build, machine throws(BuildDenial) in InstallStep(report, build, machine, at: now) }
        case .seconds: now = now + .seconds(Int.random(in: 1...90, using: &numbers))
        case .minutes: now = now + .minutes(Int.random(in: 1...90, using: &numbers))
        case .hours: now = now + .hours(Int.random(in: 1...30, using: &numbers))
        case .days: now = now + .hours(24 * Int.random(in: 1...9, using: &numbers))
        case .sweep:
            guard machine?.state.isArmed == true, machine?.arm?.isGood(at: now) != true else { return }
            _ = machine?.expire()
            closeBuilds()
        case .assign: arm(Self.profiles.randomElement(using: &numbers))
        case .reinstall: arm(machine?.profile)
        case .name:
            machine = machine ?? Machine(mac: Self.mac)
            machine?.origin = .admin
        case .rename: machine?.name = .sample("renamed")
        case .disarm:
            guard let disarmed = machine?.disarmed else { return }
            machine = disarmed
            closeBuilds()
        case .crash: break
        }
    }

    private mutating func take(_ client: SampleClient) {
        guard case let request?? = Self.requests[client] else { return }
        if client != .installer && client != .system { bootCount += client == .ipxe ? 0 : 1 }
        let lease = Lease.sample(100, to: Self.mac, from: now)
        let consequences = LeaseConsequences(
            of: lease, request: request, machine: machine, offer: nil, now: now, policy: policy)
        self.lease = lease
        machine = consequences.machine ?? machine
        if consequences.endsBuilds { closeBuilds() }
    }

    private func menu(for machine: Machine) -> MenuDecision {
        MenuDecision(for: machine, at: now, profiles: Self.profiles, default: .sample("api"), unknown: unknown)
    }

    private var offersInstallation: Bool {
        guard let machine else { return false }
        if case .localBoot = menu(for: machine) { return false }
        return true
    }

    private mutating func openBuild() {
        guard !builds.contains(where: { $0.closed == nil }) else { return }
        builds.append(Build(token: "\(builds.count)", mac: Self.mac, created: now))
    }

    private mutating func closeBuilds() {
        for index in builds.indices { builds[index].closed = builds[index].closed ?? now }
    }

    private mutating func fetchPreseed(_ build: Build?, _ numbers: inout Numbers) {
        let profile = machine?.profile ?? Self.profiles.randomElement(using: &numbers)
        guard let profile, let (build, known) = access(build, profile) else { return }
        guard
            let step = try? InstallStep(
                preseed: profile, build, known, menu: menu(for: known), at: now, policy)
        else { return }
        if known.state == .installing {
            if bootCount != installingBoot { mistakes.append("the same installation went on in another boot") }
        } else {
            installs += 1
            installingBoot = bootCount
        }
        save(step)
    }

    private mutating func step(_ body: (Build, Machine) throws(BuildDenial) -> InstallStep) {
        guard let (build, known) = access(builds.last { $0.closed == nil }, nil) else { return }
        if let step = try? body(build, known) { save(step) }
    }

    private func access(_ build: Build?, _ profile: ProfileName?) -> (Build, Machine)? {
        let access = BuildAccess(
            build: build, machine: machine, tenant: lease?.mac, peer: .sample(100), profile: profile)
        if case .granted(let build, let machine) = access { return (build, machine) }
        return nil
    }

    private mutating func save(_ step: InstallStep) {
        machine = step.machine
        if let place = builds.firstIndex(where: { $0.token == step.build.token }) { builds[place] = step.build }
    }

    private mutating func arm(_ profile: ProfileName?) {
        guard let profile, let known = machine else { return }
        let consent = Arming.Consent(installation: true)
        guard case .armed(let armed) = Arming(known, as: profile, lease: lease, consent, at: now, policy) else {
            return
        }
        machine = armed
        machine?.origin = .admin
        closeBuilds()
        (installs, isArmedByPerson) = (0, true)
    }
}
