import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("Whether a person may have a machine installed")
struct ArmingTests {
    private static let ui = ProfileName.sample("ui")

    private func arming(
        _ machine: Machine, lease: Lease? = nil, _ consent: Arming.Consent = Arming.Consent(),
        after minutes: Int = 0
    ) -> Arming {
        Arming(
            machine, as: Self.ui, lease: lease, consent, at: .noon + .minutes(minutes),
            InstallPolicy(armLifetime: .hours(2)))
    }

    @Test("in any state, for one installation and for a time", arguments: InstallState.allCases)
    func armed(state: InstallState) {
        let former = Arm(by: .retry, since: .noon, until: .noon, boots: 4, retries: 2, used: .noon)
        let machine = Machine(mac: .sample(1), profile: .sample("api"), state: state, arm: former)

        var expected = machine
        expected.state = .armed
        expected.profile = Self.ui
        expected.arm = Arm(by: .person, since: .noon + .minutes(3), until: .noon + .minutes(123))
        #expect(arming(machine, Arming.Consent(installation: true), after: 3) == .armed(expected))
    }

    @Test(
        "not while its system is most likely up: half its lease has not run since it was heard, and a minute",
        arguments: [(0, true), (30, true), (31, false), (90, false)])
    func running(minutes: Int, isRefused: Bool) {
        let machine = Machine(mac: .sample(1), name: .sample("api-1"), state: .running, systemHeard: .noon)
        let lease = Lease.sample(100, to: .sample(1))

        let arming = arming(machine, lease: lease, after: minutes)

        let use = MachineInUse(name: .sample("api-1"), what: .system(heard: .minutes(minutes)))
        #expect((arming == .refused(use)) == isRefused)
        guard case .armed = self.arming(machine, lease: lease, Arming.Consent(system: true), after: minutes) else {
            Issue.record("--yes arms it")
            return
        }
    }

    @Test("not while an installer is at work on it", arguments: InstallState.allCases)
    func installing(state: InstallState) {
        let machine = Machine(mac: .sample(1), name: .sample("api-1"), state: state)

        let arming = arming(machine, Arming.Consent(system: true))

        let use = MachineInUse(name: .sample("api-1"), what: .installer(state))
        #expect((arming == .refused(use)) == state.isInstalling)
    }

    @Test("a system that has said goodbye, or went to boot over the network since, is not up")
    func gone() {
        var machine = Machine(mac: .sample(1), state: .running, systemHeard: .noon)
        let (free, others) = (Lease.sample(100, to: .sample(1), .free), Lease.sample(100, to: .sample(2)))

        #expect(machine.systemInUse(lease: free, at: .noon) == nil)
        #expect(machine.systemInUse(lease: others, at: .noon) == nil)
        #expect(machine.systemInUse(lease: .sample(100, to: .sample(1)), at: .noon) == .noon)
        machine.boots = NetworkBoots(latest: .noon + .seconds(1), program: .firmware)
        #expect(machine.systemInUse(lease: .sample(100, to: .sample(1)), at: .noon + .seconds(2)) == nil)
    }

    @Test("where another server lends the addresses, half a day is lately")
    func proxy() {
        let machine = Machine(mac: .sample(1), state: .running, systemHeard: .noon)

        #expect(machine.systemInUse(lease: nil, at: .noon + .hours(12)) == .noon)
        #expect(machine.systemInUse(lease: nil, at: .noon + .hours(13)) == nil)
    }

    @Test("says what it is about")
    func words() {
        #expect(
            MachineInUse(name: .sample("api-1"), what: .system(heard: .minutes(12))).description
                == "api-1 runs a system, which was heard 12m00s ago, and an installation erases its disk")
    }

    @Test("taken back, it boots its disk, and is never asked; an installer that runs cannot be taken back")
    func disarmed() {
        for state in InstallState.allCases {
            let machine = Machine(mac: .sample(1), state: state, arm: .sample, origin: .discovered)
            let disarmed = machine.disarmed
            #expect((disarmed == nil) == state.isInstalling)
            #expect(disarmed?.state.isArmed != true)
            #expect(disarmed.map { $0.isUnderRule } != true)
            #expect(disarmed.map { ($0.arm == nil) == state.isArmed } ?? true)
        }
        #expect(Machine(mac: .sample(1), origin: .discovered).disarmed?.isUnderRule == false)
        var ran = Machine(mac: .sample(1), state: .armed)
        #expect(ran.disarmed?.state == .localBoot)
        ran.systemHeard = Timestamp(seconds: 1)
        #expect(ran.disarmed?.state == .running)
    }
}
