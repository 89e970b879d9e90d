import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("What a network boot means for its machine")
struct NetworkBootTests {
    private static let arm = Arm(by: .person, since: .noon, until: .noon + .hours(24))
    private let bios = Speaker.firmware(.bios)
    private let ipxe = Speaker.ipxe(.bios, speaksHTTP: true)

    private func machine(_ state: InstallState, _ arm: Arm? = arm) -> Machine {
        Machine(mac: .sample(1), name: .sample("api-1"), profile: .sample("api"), state: state, arm: arm)
    }

    @Test("of an armed machine counts, and moves it on")
    func armed() {
        let boot = NetworkBoot(of: machine(.armed), by: bios, at: .noon + .minutes(1), InstallPolicy())

        #expect(boot.machine.state == .booting)
        #expect(boot.machine.arm?.boots == 1)
        #expect(boot.machine.arm?.until == .noon + .hours(24))
        #expect(boot.before.isEmpty && boot.after.isEmpty && !boot.endsBuilds)
    }

    @Test("that begins in time has time to end")
    func lastMinute() {
        let boot = NetworkBoot(of: machine(.armed), by: bios, at: .noon + .hours(24) + .minutes(-1), InstallPolicy())

        #expect(boot.machine.arm?.until == .noon + .hours(25) + .minutes(-1))
    }

    @Test("is one boot, however many programs of it ask: iPXE after the firmware, and the same one again at once")
    func oneBoot() {
        var machine = machine(.armed)
        let asks: [(Int, Speaker, Int)] = [
            (0, bios, 1), (2, bios, 1), (8, ipxe, 1), (9, ipxe, 1), (40, bios, 2), (45, ipxe, 2), (80, ipxe, 3),
            (120, ipxe, 4),
        ]
        for (seconds, speaker, expected) in asks {
            machine = NetworkBoot(of: machine, by: speaker, at: .noon + .seconds(seconds), InstallPolicy()).machine
            #expect(machine.arm?.boots == expected, "\(seconds) s")
        }
    }

    @Test("too many under one arm are a loop, which is stopped and named", arguments: [1, 5])
    func loop(most: Int) throws {
        var machine = machine(.armed)
        let policy = InstallPolicy(maxAttempts: most)
        for number in 1...most {
            machine = NetworkBoot(of: machine, by: bios, at: .noon + .minutes(number), policy).machine
            #expect(machine.state == .booting)
        }

        let boot = NetworkBoot(of: machine, by: bios, at: .noon + .hours(1), policy)

        #expect(boot.machine.state == .failed)
        #expect(boot.endsBuilds)
        let event = try #require(boot.after.first)
        #expect(event.stage == .failed)
        #expect(event.detail.hasPrefix("booted \(most) times and never reached the preseed file; "))
        #expect(event.detail.hasSuffix("amorce machine reinstall api-1 tries again"))
    }

    @Test("after the arm's time boots the disk, and says so", arguments: [.armed, .booting] as [InstallState])
    func expired(state: InstallState) throws {
        let boot = NetworkBoot(of: machine(state), by: bios, at: .noon + .hours(24), InstallPolicy())

        #expect(boot.machine.state == .localBoot)
        #expect(boot.endsBuilds)
        #expect(
            boot.after.map(\.detail) == [
                "by=expiry says=\"its arm expired after 24h00m without an installation\" "
                    + "cure=\"amorce machine reinstall api-1\""
            ])
        #expect(boot.after.map(\.stage) == [.disarmed])
    }

    @Test(
        "in the middle of an installation ends it: the profile's retries arm it again, so many times",
        arguments: [.installing, .finishing] as [InstallState], [0, 2])
    func brokenOff(state: InstallState, retries: Int) {
        let policy = InstallPolicy(armLifetime: .hours(48), retries: [.sample("api"): retries])
        var machine = machine(state)
        for number in 0..<retries {
            let now = Timestamp.noon + .hours(number + 1)
            let boot = NetworkBoot(of: machine, by: bios, began: now + .seconds(-4), at: now, policy)
            #expect(boot.machine.state == .booting)
            // On the timeline it stands before the boot that it is for.
            #expect(boot.before.map(\.time) == [now + .seconds(-4)])
            #expect(boot.endsBuilds)
            #expect(
                boot.machine.arm
                    == Arm(
                        by: .retry, since: .noon, until: .noon + .hours(number + 49), boots: 1, retries: number + 1))
            #expect(
                boot.before.map(\.detail) == [
                    "profile=api by=retry retry=\(number + 1) of=2 after=\(state.rawValue)"
                ])
            machine = boot.machine
            machine.state = state
        }

        let last = NetworkBoot(of: machine, by: bios, at: .noon + .hours(9), policy)

        #expect(last.machine.state == state)
        #expect(last.machine.arm == machine.arm)
        #expect(last.endsBuilds && last.before.isEmpty)
    }

    @Test(
        "of any other machine changes nothing of its state",
        arguments: [.localBoot, .installed, .running, .failed] as [InstallState])
    func others(state: InstallState) {
        let boot = NetworkBoot(of: machine(state), by: bios, at: .noon, InstallPolicy())

        #expect(boot.machine.state == state && boot.machine.arm == Self.arm)
        #expect(boot.before.isEmpty && boot.after.isEmpty && !boot.endsBuilds)
    }

    @Test("at the prompt, too many in a row are a loop as well: it is asked no more, and boots its disk")
    func promptLoop() {
        let policy = InstallPolicy(maxAttempts: 3, promptTime: .minutes(10))
        var machine = Machine(mac: .sample(1), origin: .discovered)
        for number in 1...3 {
            machine = NetworkBoot(of: machine, by: bios, at: .noon + .minutes(number * 19), policy).machine
            #expect(machine.isUnderRule)
        }

        let soon = NetworkBoot(of: machine, by: bios, at: .noon + .minutes(76), policy)
        let later = NetworkBoot(of: machine, by: bios, at: .noon + .minutes(77), policy)
        let unasked = NetworkBoot(of: machine, by: bios, at: .noon + .minutes(58), InstallPolicy(maxAttempts: 3))

        #expect(soon.machine.state == .failed && soon.endsBuilds)
        #expect(soon.after.first?.detail.hasPrefix("booted 3 times and never reached the preseed file; ") == true)
        #expect(soon.after.first?.detail.hasSuffix("machine assign vm-525400000001 PROFILE tries again") == true)
        #expect(later.machine.isUnderRule && later.after.isEmpty)
        #expect(unasked.machine.isUnderRule && unasked.after.isEmpty)
    }

    @Test("five in a row that came to nothing are a disk that does not boot; a system that is heard ends the row")
    func idleDisk() throws {
        var machine = machine(.running)
        for number in 1...4 {
            machine = NetworkBoot(of: machine, by: bios, at: .noon + .minutes(number * 9), InstallPolicy()).machine
            #expect(machine.idleDisk == nil)
        }
        let fifth = NetworkBoot(of: machine, by: bios, at: .noon + .minutes(45), InstallPolicy()).machine
        let late = NetworkBoot(of: machine, by: bios, at: .noon + .minutes(46), InstallPolicy()).machine

        #expect(fifth.idleDisk?.contains("told to boot it 5 times in a row") == true)
        #expect(fifth.idleDisk?.hasSuffix("amorce machine reinstall api-1 installs it") == true)
        #expect(late.boots?.fromDisk == 1)
        #expect(SystemBoot(of: fifth, detail: "", isNewAddress: false, at: .noon + .hours(1)).machine?.boots == nil)
    }
}

@Suite("What a system that comes up means for its machine")
struct SystemBootTests {
    @Test(
        "installed runs; in the middle of an installation it is an old one",
        arguments: [
            (.installed, .running, .running, ""),
            (
                .finishing, .failed, .failed,
                " says=\"a system came up, and the post-install script never said that it was done\" "
                    + "cure=\"its /var/log/amorce-postinstall.log says how far it got; amorce machine reinstall api-1\""
            ),
            (
                .installing, .failed, .failed,
                " says=\"a system came up from the disk in the middle of the installation\" "
                    + "cure=\"amorce machine reinstall api-1\""
            ),
            (.armed, .armed, .leased, ""), (.booting, .booting, .leased, ""), (.localBoot, .localBoot, .leased, ""),
            (.running, .running, .leased, ""), (.failed, .failed, .leased, ""),
        ] as [(InstallState, InstallState, Stage, String)])
    func heard(row: (state: InstallState, next: InstallState, stage: Stage, words: String)) {
        let machine = Machine(mac: .sample(1), name: .sample("api-1"), state: row.state)

        let boot = SystemBoot(of: machine, detail: "address=10.77.0.100", isNewAddress: true, at: .noon)

        #expect(boot.machine?.state == row.next)
        #expect(boot.machine?.systemHeard == .noon)
        #expect(boot.events.map(\.stage) == [row.stage])
        #expect(boot.events.map(\.detail) == ["address=10.77.0.100" + row.words])
        #expect(boot.endsBuilds == (row.state == .installing || row.state == .finishing))
    }

    @Test("ends the boot of a machine that was sent to its disk, each time")
    func again() {
        var machine = Machine(mac: .sample(1), state: .running, systemHeard: .noon)
        machine = NetworkBoot(of: machine, by: .firmware(.bios), at: .noon + .seconds(10), InstallPolicy()).machine

        let boot = SystemBoot(of: machine, detail: "", isNewAddress: false, at: .noon + .seconds(20))

        #expect(boot.events.map(\.stage) == [.running] && boot.machine?.state == .running)
    }

    @Test("is remembered, and not written anew within a minute")
    func renewed() {
        let machine = Machine(mac: .sample(1), state: .running, systemHeard: .noon)

        let soon = SystemBoot(of: machine, detail: "", isNewAddress: false, at: .noon + .seconds(59))
        let later = SystemBoot(of: machine, detail: "", isNewAddress: false, at: .noon + .seconds(60))

        #expect(soon.machine == nil && soon.events.isEmpty)
        #expect(later.machine?.systemHeard == .noon + .seconds(60) && later.events.isEmpty)
    }
}
