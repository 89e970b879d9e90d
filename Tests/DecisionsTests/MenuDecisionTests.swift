import Decisions
import Inventory
import TestSupport
import Testing

@Suite("What a machine's menu offers")
struct MenuDecisionTests {
    private static let api = ProfileName.sample("api")
    private static let ui = ProfileName.sample("ui")

    @Test(
        "the assigned profile installs, else the prompt asks, else the disk boots",
        arguments: [
            (nil, .admin, .prompt, .prompt(default: api)), (nil, .configuration, .localBoot, .prompt(default: api)),
            (nil, .discovered, .prompt, .prompt(default: api)),
            (nil, .discovered, .localBoot, .localBoot(.unknownMachine)),
            (nil, .discovered, .ignore, .localBoot(.unknownMachine)),
            (ui, .admin, .prompt, .install(ui)), (ui, .discovered, .localBoot, .install(ui)),
            (.sample("gone"), .admin, .prompt, .localBoot(.noSuchProfile(.sample("gone")))),
        ] as [(ProfileName?, Machine.Origin, UnknownMachines, MenuDecision)], [InstallState.waiting, .armed])
    func offer(
        row: (profile: ProfileName?, origin: Machine.Origin, unknown: UnknownMachines, menu: MenuDecision),
        state: InstallState
    ) {
        let machine = Machine(mac: .sample(1), profile: row.profile, state: state, origin: row.origin)

        #expect(
            MenuDecision(for: machine, profiles: [Self.api, Self.ui], default: Self.api, unknown: row.unknown)
                == row.menu)
    }

    @Test(
        "a machine that is installed, or is being installed, boots its disk whatever is assigned",
        arguments: [.installing, .finishing, .installed, .running, .failed] as [InstallState],
        [nil, ui] as [ProfileName?])
    func never(state: InstallState, profile: ProfileName?) {
        let machine = Machine(mac: .sample(1), profile: profile, state: state)

        let menu = MenuDecision(for: machine, profiles: [Self.api, Self.ui], default: Self.api, unknown: .prompt)

        #expect(menu == .localBoot(.state(state)))
        #expect(menu.description == "local-boot")
    }

    @Test("without the default profile nothing is asked")
    func noDefault() {
        let menu = MenuDecision(for: Machine(mac: .sample(1)), profiles: [Self.ui], default: Self.api, unknown: .prompt)

        #expect(menu == .localBoot(.noSuchProfile(Self.api)))
    }

    @Test(
        "the log says it in a word",
        arguments: [(.install(ui), "install:ui"), (.prompt(default: api), "prompt:api")] as [(MenuDecision, String)])
    func word(menu: MenuDecision, word: String) {
        #expect(menu.description == word)
    }
}
