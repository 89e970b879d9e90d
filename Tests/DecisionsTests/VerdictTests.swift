import Decisions
import Inventory
import NetTypes
import Testing

@Suite("The verdict on a boot that takes too long")
struct VerdictTests {
    private static let start = Timestamp(seconds: 1_795_252_503)
    private let machine: Machine

    init() throws {
        machine = Machine(
            mac: try #require(MACAddress("52:54:00:77:00:11")), name: HostName("api-1"), profile: ProfileName("api"),
            state: .installing, firmware: .bios)
    }

    /// The stages of a boot up to a step, what it is then said to wait for, and a word of the likeliest cause.
    private static let table: [([String], BootStep, String, String)] = [
        (["armed"], .armed, "next network boot", "switched off"),
        (["discovered", "offered", "leased"], .leased, "its boot loader", "TFTP"),
        (["discovered", "leased", "named", "loader"], .loader, "the loader's menu", "another firmware"),
        (["leased", "loader", "menu"], .menu, "a choice in the menu", "a key"),
        (["leased", "menu", "chosen"], .chosen, "the kernel", "cannot fetch"),
        (["leased", "menu", "kernel"], .kernel, "the initrd", "packets get lost"),
        (["leased", "kernel", "initrd"], .initrd, "the installer's DHCP", "memory"),
        (["initrd", "installer"], .installer, "the preseed file", "HTTP"),
        (["installer", "network-preseed"], .networkPreseed, "the preseed file", "HTTP"),
        (["installer", "network-preseed", "preseed"], .preseed, "the installer's first report", "not valid"),
        (["preseed", "early"], .early, "its disk partitioned", "mirror"),
        (["preseed", "early", "clock-setup"], .progress, "the installer's next report", "question"),
        (["preseed", "early", "choose-mirror"], .chooseMirror, "its next menu item", "mirror"),
        (["preseed", "download-installer"], .downloadInstaller, "its next menu item", "older than the mirror"),
        (["preseed", "early", "disk-detect"], .diskDetect, "its next menu item", "no disk"),
        (["preseed", "early", "partman-base"], .partman, "its disk partitioned", "too small"),
        (["early", "partman-base", "partitioned"], .partitioned, "the base system", "mirror"),
        (["partitioned", "bootstrap-base"], .bootstrap, "the base system", "mirror"),
        (["partitioned", "base"], .base, "its packages", "mirror"),
        (["base", "apt-setup-udeb"], .aptSetup, "its packages", "security mirror"),
        (["base", "packages"], .packages, "the end of the packages", "mirror"),
        (["base", "packages", "pkgsel"], .pkgsel, "the end of the packages", "mirror"),
        (["packages", "grub-installer"], .grub, "the end of the installation", "boot loader"),
        (["packages", "finish-install"], .finishInstall, "the post-install script", "late_command"),
        (["packages", "finishing"], .finishing, "the post-install script", "late_command"),
        (["finishing", "post-install", "ui-packages"], .postInstall, "last report", "hangs"),
        (["finishing", "post-install", "ui-packages", "log"], .log, "installed", "switched off"),
        (["post-install", "log", "installed"], .installed, "the first boot from disk", "switched off"),
    ]

    @Test("names the step, what should have come next, and the likeliest cause first", arguments: table)
    func steps(names: [String], step: BootStep, awaited: String, cause: String) throws {
        let events = happened(names)
        let expectation = try #require(step.expectation)

        let early = Verdict(facts(events, after: Interval(milliseconds: expectation.patience.milliseconds - 1)))
        let verdict = try #require(Verdict(facts(events, after: expectation.patience + .minutes(1))))

        #expect(early == nil)
        #expect(verdict.kind == .stuck)
        #expect(verdict.step == step.rawValue)
        #expect(verdict.awaited.contains(awaited))
        #expect(verdict.since == events.last?.time)
        #expect(verdict.causes.first?.what.contains(cause) == true)
        #expect(verdict.causes.allSatisfy { !$0.cure.isEmpty && !$0.cure.contains("PROFILE") })
        let mayBeOff = verdict.causes.last?.what == "it was switched off, or hangs"
        #expect(mayBeOff == ![.armed, .log, .installed].contains(step))
    }

    @Test("stands in the table for each step after which something is awaited")
    func completeness() {
        let tried = Set(Self.table.map(\.1))

        // Two are known from DHCP alone, and a boot from disk is awaited only after an installation.
        let others: Set<BootStep> = [.discovered, .offered, .localBoot, .running]
        #expect(tried.union(others) == Set(BootStep.allCases))
        #expect(BootStep.allCases.filter { $0.expectation == nil } == [.running])
    }

    @Test("waits as long as the menu itself does, and then a little")
    func menu() {
        let events = happened(["leased", "menu"])

        #expect(Verdict(facts(events, after: .minutes(11), menuTimeout: .minutes(10))) == nil)
        #expect(Verdict(facts(events, after: .minutes(13), menuTimeout: .minutes(10)))?.step == "menu")
    }

    @Test(
        "a disk that does not boot is named after an installation, and nothing is awaited of any other local boot",
        arguments: [
            (["discovered", "installed", "discovered", "local-boot"], "local-boot"),
            (["discovered", "local-boot"], nil), (["installed", "discovered", "local-boot", "running"], nil),
        ] as [([String], String?)])
    func localBoot(names: [String], step: String?) {
        #expect(Verdict(facts(happened(names), after: .hours(1), state: .installed))?.step == step)
    }

    @Test("tells of each firmware only what can be so there")
    func firmware() throws {
        let events = happened(["leased", "loader"])

        let bios = try #require(Verdict(facts(events, after: .hours(1))))
        let uefi = try #require(Verdict(facts(events, after: .hours(1), firmware: .uefiX64)))
        let unknown = try #require(Verdict(facts(events, after: .hours(1), firmware: nil)))

        #expect(!bios.causes.contains { $0.what.contains("Secure Boot") })
        #expect(uefi.causes.contains { $0.what.contains("Secure Boot") })
        #expect(unknown.causes.contains { $0.what.contains("Secure Boot") })
    }

    @Test("a failure is told at once, with the script's own words where it was the script")
    func failures() throws {
        var events = happened(["finishing", "post-install"])
        events.append(event("failed", "step=failed says=\"no such package\"", at: .seconds(9)))
        let script = try #require(Verdict(facts(events, after: .seconds(9))))

        let refused = happened(["leased", "menu"]) + [event("failed", "no image is imported", at: .seconds(9))]
        let refusal = try #require(Verdict(facts(refused, after: .seconds(9))))

        #expect(script.kind == .failed)
        #expect(script.headline == "failed after post-install: step=failed says=\"no such package\"")
        #expect(script.causes.map(\.cure).first?.contains("postinstall/api.sh") == true)
        #expect(refusal.causes.first?.what == "no image is imported")
    }

    @Test("of what the daemon found out itself tells that, and what to do, and nothing else")
    func ownCure() throws {
        let boot = SystemBoot(
            of: Machine(mac: machine.mac, name: machine.name, state: .finishing), detail: "address=10.77.0.100",
            isNewAddress: true, at: Self.start + .seconds(60))
        let events = happened(["leased", "finishing", "post-install"]) + boot.events

        let verdict = try #require(Verdict(facts(events, after: .seconds(9), state: .failed)))

        #expect(verdict.kind == .failed && verdict.causes.count == 1)
        #expect(
            verdict.causes.first?.what
                == "a system came up, and the post-install script never said that it was done")
        #expect(verdict.causes.first?.cure.hasSuffix("amorce machine reinstall api-1") == true)
    }

    @Test("an offer that is not taken is told of before anything is written down")
    func offered() throws {
        var book = HearingBook(capacity: 8)
        let address = IPv4Address(10, 77, 0, 100)
        for second in 0..<3 {
            book.note(
                .offer(address, time: .hours(1)), about: machine.mac, at: Self.start + .seconds(60 + second),
                clause: { _ in "" })
        }

        let verdict = try #require(
            Verdict(facts(happened(["armed"]), after: .minutes(3), hearing: book[machine.mac])))

        #expect(verdict.step == "offered")
        #expect(verdict.seen.detail == "address=10.77.0.100 times=3")
        #expect(verdict.since == Self.start + .seconds(60))
        #expect(verdict.causes.first?.what.contains("another DHCP server") == true)
    }

    @Test(
        "silence is told of with its reason",
        arguments: [
            (QuietReason.poolExhausted, "discovered", "widen pools"),
            (.otherServer, "offered", "stop the other server"),
            (.unknownMachine, "discovered", "amorce machine add 52:54:00:77:00:11"),
        ])
    func quiet(reason: QuietReason, step: String, cure: String) throws {
        var book = HearingBook(capacity: 8)
        book.note(.stayQuiet(reason), about: machine.mac, at: Self.start + .seconds(9)) { "it is so: \($0.name)" }

        let verdict = try #require(Verdict(facts([], after: .minutes(3), hearing: book[machine.mac])))

        #expect(verdict.step == step)
        #expect(verdict.causes.first?.what == "it was left without an answer: it is so: \(reason.name)")
        #expect(verdict.causes.first?.cure.contains(cure) == true)
    }

    @Test("beside another server, what that one does not do is told of")
    func invited() throws {
        var (book, silent) = (HearingBook(capacity: 8), HearingBook(capacity: 8))
        let heard = Self.start + .seconds(9)
        book.note(.offer, about: machine.mac, takesAddress: false, at: heard) { _ in "" }
        silent.note(.stayQuiet(.noLoader), about: machine.mac, takesAddress: false, at: heard) { _ in "no loader" }

        let verdict = try #require(Verdict(facts([], after: .minutes(3), hearing: book[machine.mac])))
        #expect(verdict.step == "offered")
        #expect(verdict.causes.first?.what.hasPrefix("the other DHCP server lends it no address") == true)
        let other = try #require(Verdict(facts([], after: .minutes(3), hearing: silent[machine.mac])))
        #expect(other.causes.first?.what == "it was left without an answer: no loader")

        // What does not boot is the other server's, and who gets an address is heard no more.
        book.note(.stayQuiet(.notPXE), about: machine.mac, takesAddress: false, at: heard) { _ in "" }
        #expect(book[machine.mac]?.count == 1)
        book.note(.stayQuiet(.otherServer), about: machine.mac, takesAddress: true, at: heard) { _ in "" }
        #expect(book[machine.mac] == nil)
    }

    @Test("what was heard before the last event, or led to a lease, is no news")
    func heardBefore() {
        var book = HearingBook(capacity: 8)
        book.note(
            .offer(IPv4Address(10, 77, 0, 100), time: .hours(1)), about: machine.mac, at: Self.start,
            clause: { _ in "" })
        let hearing = book[machine.mac]
        let lease = Lease(
            address: IPv4Address(10, 77, 0, 100), mac: machine.mac, start: Self.start, expiry: Self.start + .hours(1))
        book.note(.acknowledge(lease, replacing: nil), about: machine.mac, at: Self.start, clause: { _ in "" })

        #expect(Verdict(facts(happened(["discovered", "leased"]), after: .seconds(30), hearing: hearing)) == nil)
        #expect(hearing != nil)
        #expect(book[machine.mac] == nil)
    }

    @Test("of a silent installer says when it was heard last, and what brings the machine back")
    func silent() throws {
        let events = happened(["preseed", "early", "choose-mirror"])
        let last = try #require(events.last).time
        let line = LastLine(time: last + .seconds(2), text: "main-menu: choose-mirror")

        let installing = try #require(Verdict(facts(events, after: .minutes(20), lastLine: line)))
        let booting = try #require(
            Verdict(facts(happened(["leased", "kernel"]), after: .minutes(20), state: .booting)))

        #expect(installing.causes.last?.what == "it was switched off, or hangs; its installer was heard 19m58s ago")
        #expect(installing.causes.last?.cure.contains("amorce machine reinstall api-1") == true)
        #expect(booting.causes.last?.what == "it was switched off, or hangs")
        #expect(booting.causes.last?.cure == "look at its console, and switch it on again")
    }

    @Test("of an installer that goes on talking waits until it is silent, and four times as long at the most")
    func talking() throws {
        let events = happened(["preseed", "early", "partitioned"])
        let patience = try #require(BootStep.partitioned.expectation?.patience)
        let last = try #require(events.last).time
        func verdict(after rest: Interval, saidAt moment: Interval) -> Verdict? {
            Verdict(facts(events, after: rest, lastLine: LastLine(time: last + moment, text: "retrieving libc6")))
        }
        let twice = patience + patience
        let fourTimes = twice + twice

        #expect(verdict(after: twice, saidAt: twice + .seconds(-1)) == nil)
        #expect(verdict(after: twice + patience, saidAt: twice)?.step == "partitioned")
        #expect(verdict(after: fourTimes, saidAt: fourTimes + .seconds(-1))?.since == last)
        #expect(verdict(after: patience, saidAt: .seconds(-1))?.step == "partitioned")
    }

    @Test("of a loader is not put off by what an earlier installer said")
    func silentLoader() throws {
        let events = happened(["leased", "kernel", "initrd"])
        let last = try #require(events.last).time
        let line = LastLine(time: last + .minutes(9), text: "the end")

        #expect(Verdict(facts(events, after: .minutes(10), lastLine: line))?.step == "initrd")
    }

    @Test("of a machine that has failed stays, whatever it boots since then")
    func failedBefore() throws {
        let events =
            happened(["finishing", "post-install"])
            + [
                event("failed", "step=failed says=\"no such package\"", at: .seconds(9)),
                event("discovered", "", at: .seconds(20)), event("leased", "", at: .seconds(21)),
                event("local-boot", "", at: .seconds(22)),
            ]

        #expect(Verdict(facts(events, after: .hours(2), state: .localBoot)) == nil)
        #expect(Verdict(facts(events, after: .hours(2), state: .failed))?.seen == events[2])
    }

    @Test("names an installation that was broken off, once no system is heard after it")
    func brokenOff() throws {
        let events = happened(["preseed", "early", "partitioned", "discovered", "leased", "menu", "local-boot"])

        let verdict = try #require(Verdict(facts(events, after: .minutes(2))))

        #expect(Verdict(facts(events, after: .minutes(1))) == nil)
        #expect(verdict.headline.hasPrefix("stuck after local-boot: waiting for somebody who has it installed again"))
        #expect(verdict.causes.first?.cure.hasPrefix("amorce machine reinstall api-1") == true)
        #expect(Verdict(facts(events, after: .hours(2), state: .running)) == nil)
    }

    @Test("of a machine that was disarmed there is none")
    func disarmed() {
        #expect(Verdict(facts(happened(["armed", "disarmed"]), after: .hours(1), state: .localBoot)) == nil)
    }

    @Test("of a machine that was armed again is about that, and not about what its old installer was refused")
    func armedAgain() throws {
        let events =
            happened(["leased", "kernel", "initrd"])
            + [event("armed", "profile=api", at: .seconds(10)), event("failed", "it has ended", at: .seconds(20))]
        let arm = Arm(by: .person, since: events[3].time, until: events[3].time + .hours(1))

        #expect(Verdict(facts(events, after: .minutes(5), state: .armed, arm: arm)) == nil)
        #expect(Verdict(facts(events, after: .minutes(15), state: .armed, arm: arm))?.step == "armed")
    }

    // MARK: What they share

    private func facts(
        _ events: [BootEvent], after rest: Interval, firmware: Firmware? = .bios, hearing: Hearing? = nil,
        lastLine: LastLine? = nil, state: InstallState = .installing, arm: Arm? = nil,
        menuTimeout: Interval = .seconds(0)
    ) -> VerdictFacts {
        var machine = machine
        machine.firmware = firmware
        machine.state = state
        machine.arm = arm
        return VerdictFacts(
            machine: machine, events: events, hearing: hearing, lastLine: lastLine, menuTimeout: menuTimeout,
            now: (events.last?.time ?? Self.start) + rest)
    }

    /// A stage each, or a step of the installer where it is none.
    private func happened(_ names: [String]) -> [BootEvent] {
        names.enumerated().map { event($0.element, "", at: .seconds($0.offset)) }
    }

    private func event(_ name: String, _ detail: String, at interval: Interval) -> BootEvent {
        let stage = Stage(rawValue: name)
        return BootEvent(
            time: Self.start + interval, mac: machine.mac, stage: stage ?? .progress,
            detail: stage == nil ? "step=\(name)" : detail)
    }
}

/// A sum of two intervals.
private func + (left: Interval, right: Interval) -> Interval {
    Interval(milliseconds: left.milliseconds + right.milliseconds)
}
