import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("Whatever happens to a machine")
struct OneInstallTests {
    private static let histories = 600
    private static let length = 60

    /// So many histories of random events, each with numbers of its own.
    private func play(
        retries: Int, unknown: UnknownMachines, without isLeftOut: (InstallWorld.Event) -> Bool = { _ in false },
        _ look: (InstallWorld) -> Void
    ) {
        let events = InstallWorld.Event.allCases.filter { !isLeftOut($0) }
        // What a boot is made of comes as often as all the rest together.
        let boots: [InstallWorld.Event] = [.firmware, .menu, .installer, .preseed]
        let policy = InstallPolicy(
            promptTime: unknown == .prompt ? .minutes(10) : nil,
            retries: [.sample("api"): retries, .sample("ui"): retries])
        for seed in 0..<Self.histories {
            var numbers = Numbers(seed: UInt64(seed))
            var world = InstallWorld(policy: policy, unknown: unknown)
            for _ in 0..<Self.length {
                let isBoot = Bool.random(using: &numbers)
                guard let event = (isBoot ? boots : events).randomElement(using: &numbers) else { continue }
                world.happen(event, &numbers)
                look(world)
            }
        }
    }

    @Test(
        "nothing is installed a second time unless a person armed it in between; with retries, as often as they say",
        arguments: [0, 2], UnknownMachines.allCases)
    func onceForAnArm(retries: Int, unknown: UnknownMachines) {
        var most = 0
        var wrong: [String] = []
        play(retries: retries, unknown: unknown) { world in
            let allowed = world.isArmedByPerson || unknown == .prompt ? 1 + retries : 0
            most = max(most, world.installs)
            if world.installs > allowed || !world.mistakes.isEmpty, wrong.isEmpty {
                wrong = ["\(world.installs) installations"] + world.mistakes + world.history
            }
        }

        #expect(wrong.isEmpty)
        // The histories go as far as they may.
        #expect(most == 1 + retries)
    }

    @Test("without a person, only the prompt installs, and once", arguments: UnknownMachines.allCases)
    func nobody(unknown: UnknownMachines) {
        var most = 0
        play(retries: 0, unknown: unknown, without: { $0.isPersonal }) { most = max(most, $0.installs) }

        #expect(most == (unknown == .prompt ? 1 : 0))
    }

    @Test("a machine that a person named first is never installed by the rule")
    func named() {
        var numbers = Numbers(seed: 7)
        var most = 0
        for _ in 0..<Self.histories {
            var world = InstallWorld(policy: InstallPolicy(), unknown: .prompt)
            world.happen(.name, &numbers)
            for _ in 0..<Self.length {
                let events = InstallWorld.Event.allCases.filter { !$0.isPersonal }
                guard let event = events.randomElement(using: &numbers) else { continue }
                world.happen(event, &numbers)
            }
            most = max(most, world.installs)
        }

        #expect(most == 0)
    }
}
