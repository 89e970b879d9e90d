import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("What a machine's menu offers")
struct MenuDecisionTests {
    private static let api = ProfileName.sample("api")
    private static let ui = ProfileName.sample("ui")
    private static let name = HostName.sample("vm-525400000001")

    private func menu(
        _ machine: Machine, profiles: [ProfileName] = [api, ui], unknown: UnknownMachines = .prompt,
        at now: Timestamp = .noon
    ) -> MenuDecision {
        MenuDecision(for: machine, at: now, profiles: profiles, default: Self.api, unknown: unknown)
    }

    @Test(
        "of a machine that nobody named is what the rule says, and never a prompt once a person has named it",
        arguments: [
            (nil, .discovered, .prompt, .prompt(default: api)),
            (nil, .discovered, .localBoot, .localBoot(.unknownMachine(name))),
            (nil, .discovered, .ignore, .localBoot(.unknownMachine(name))),
            (nil, .admin, .prompt, .localBoot(.notAssigned(name, by: .admin))),
            (nil, .configuration, .prompt, .localBoot(.notAssigned(name, by: .configuration))),
            (ui, .discovered, .prompt, .localBoot(.notArmed(name))),
            (ui, .admin, .prompt, .localBoot(.notArmed(name))),
        ] as [(ProfileName?, Machine.Origin, UnknownMachines, MenuDecision)])
    func unarmed(row: (profile: ProfileName?, origin: Machine.Origin, unknown: UnknownMachines, menu: MenuDecision)) {
        let machine = Machine(mac: .sample(1), profile: row.profile, origin: row.origin)

        #expect(menu(machine, unknown: row.unknown) == row.menu)
    }

    @Test("of a machine that nobody named boots the disk once a system was heard on it, or it was armed before")
    func known() {
        var machine = Machine(mac: .sample(1), systemHeard: .noon, origin: .discovered)
        #expect(menu(machine) == .localBoot(.unknownSystem(Self.name)))

        machine.systemHeard = nil
        machine.arm = .sample
        #expect(menu(machine) == .localBoot(.unknownMachine(Self.name)))
    }

    @Test("installs the assigned profile while an arm is good", arguments: [.armed, .booting] as [InstallState])
    func armed(state: InstallState) {
        var machine = Machine(mac: .sample(1), profile: Self.ui, state: state)
        machine.arm = Arm(by: .person, since: .noon, until: .noon + .hours(1))

        #expect(menu(machine) == .install(Self.ui))
        #expect(menu(machine, unknown: .ignore) == .install(Self.ui))
        #expect(menu(machine, profiles: [Self.api]) == .localBoot(.noSuchProfile(Self.ui)))
        #expect(menu(machine, at: .noon + .hours(1)) == .localBoot(.expired(Self.name)))
        machine.arm = nil
        #expect(menu(machine) == .localBoot(.expired(Self.name)))
    }

    @Test(
        "a machine that is installed, or is being installed, boots its disk whatever is assigned",
        arguments: [
            (.installing, .brokenOff(name, retries: 0)), (.finishing, .brokenOff(name, retries: 0)),
            (.installed, .state(.installed)), (.running, .state(.running)), (.failed, .failed(name)),
        ] as [(InstallState, LocalBootReason)], [nil, ui] as [ProfileName?])
    func never(row: (state: InstallState, reason: LocalBootReason), profile: ProfileName?) {
        var arm = Arm.sample
        arm.used = .noon
        let machine = Machine(mac: .sample(1), profile: profile, state: row.state, arm: arm)

        let menu = menu(machine)

        #expect(menu == .localBoot(row.reason))
        #expect(menu.description == "local-boot")
    }

    @Test(
        "a loop before the preseed file is another failure than one after it", arguments: [nil, ui] as [ProfileName?])
    func looped(profile: ProfileName?) {
        let looped = LocalBootReason.looped(Self.name, boots: 0, isAssigned: profile != nil)
        let machine = Machine(mac: .sample(1), profile: profile, state: .failed, arm: .sample)

        #expect(menu(machine) == .localBoot(looped))
        #expect(looped.description.contains(profile == nil ? "machine assign vm-" : "machine reinstall vm-"))
        #expect(menu(Machine(mac: .sample(1), profile: profile, state: .failed)) == .localBoot(.failed(Self.name)))
    }

    @Test("without the default profile nothing is asked")
    func noDefault() {
        let menu = menu(Machine(mac: .sample(1), origin: .discovered), profiles: [Self.ui])

        #expect(menu == .localBoot(.noSuchProfile(Self.api)))
    }

    @Test("each reason says what to do, in words that a loader's script can print")
    func reasons() {
        let name = Self.name
        let reasons: [LocalBootReason] = [
            .unknownMachine(name), .unknownSystem(name), .notAssigned(name, by: .admin),
            .notAssigned(name, by: .configuration), .notArmed(name), .expired(name),
            .brokenOff(name, retries: 2), .failed(name), .looped(name, boots: 5, isAssigned: true),
        ]
        for reason in reasons {
            #expect(reason.description.contains("amorce machine "))
            #expect(!reason.description.contains { "\"'$\\\n{}".contains($0) })
        }
    }

    @Test(
        "the log says it in a word",
        arguments: [(.install(ui), "install:ui"), (.prompt(default: api), "prompt:api")] as [(MenuDecision, String)])
    func word(menu: MenuDecision, word: String) {
        #expect(menu.description == word)
    }
}
