import Decisions
import Inventory
import NetTypes
import Testing

@Suite("A machine's timeline")
struct TimelineTests {
    @Test("a row tells the time since the boot's start, and until the next one")
    func rows() throws {
        let events = happened((0, .discovered), (250, .offered), (1250, .leased), (5450, .loader))

        let boot = try #require(Timeline(of: events).boots.first)

        #expect(boot.rows.map(\.sinceStart?.milliseconds) == [0, 250, 1250, 5450])
        #expect(boot.rows.map(\.untilNext?.milliseconds) == [250, 1000, 4200, nil])
        #expect(boot.rows.map(\.stage) == [.discovered, .offered, .leased, .loader])
    }

    @Test("a boot tells how long it took, and after what the longest time went by")
    func durations() throws {
        let events = happened((0, .armed), (9000, .discovered), (9500, .leased), (12_000, .progress), (13_000, .failed))

        let boot = try #require(Timeline(of: events).boots.first)

        #expect(boot.duration?.milliseconds == 4000)
        #expect(boot.longest?.stage == .leased)
        #expect(boot.rows.map(\.name) == ["armed", "discovered", "leased", "progress", "failed"])
        #expect(Timeline(of: happened((0, .discovered))).boots.first?.duration == nil)
    }

    @Test("the arming before a boot belongs to it, and its clock starts when the machine is heard")
    func armedFirst() throws {
        let events = happened((0, .armed), (3_600_000, .discovered), (3_600_250, .offered))

        let boots = Timeline(of: events).boots

        #expect(boots.count == 1)
        let boot = try #require(boots.first)
        #expect(boot.start == events[1].time)
        #expect(boot.rows.map(\.sinceStart?.milliseconds) == [nil, 0, 250])
        #expect(boot.rows.first?.untilNext == .hours(1))
    }

    @Test(
        "boots begin where a machine is discovered, or armed before",
        arguments: [
            ([], []),
            // Arming alone waits for its boot.
            ([(0, .armed)], [1]),
            ([(0, .discovered), (1, .leased), (2, .armed)], [2, 1]),
            ([(0, .discovered), (1, .leased), (2, .loader), (9000, .discovered)], [3, 1]),
            // Armed while it waits at its prompt, the boot goes on.
            ([(0, .discovered), (1, .leased), (2, .menu), (3, .armed), (4, .kernel)], [5]),
            ([(0, .discovered), (1, .installed), (2, .armed), (3, .discovered), (4, .leased)], [2, 3]),
            // Older events may have been forgotten.
            ([(0, .initrd), (1, .installer)], [2]),
        ] as [([(Int64, Stage)], [Int])])
    func grouping(events: [(Int64, Stage)], sizes: [Int]) {
        let boots = Timeline(of: happened(events)).boots

        #expect(boots.map(\.rows.count) == sizes)
    }

    @Test(
        "iPXE that the firmware loaded goes on with the firmware's boot",
        arguments: [
            ("firmware=bios", [.leased, .loader], "firmware=ipxe-bios", 1),
            // Nothing was loaded by the network from a ROM that is iPXE itself.
            ("firmware=ipxe-bios", [.leased, .loader], "firmware=ipxe-bios", 2),
            ("firmware=bios", [.leased, .loader], "firmware=bios", 2),
            ("firmware=uefi-x64", [.leased, .loader, .menu, .kernel], "firmware=ipxe-uefi-x64", 2),
        ] as [(String, [Stage], String, Int)])
    func chainLoading(first: String, stages: [Stage], second: String, boots: Int) throws {
        let mac = try #require(MACAddress("52:54:00:77:00:11"))
        let start = Timestamp(seconds: 1_795_252_503)
        let events =
            [BootEvent(time: start, mac: mac, stage: .discovered, detail: first)]
            + stages.map { BootEvent(time: start + .seconds(1), mac: mac, stage: $0) }
            + [BootEvent(time: start + .seconds(2), mac: mac, stage: .discovered, detail: second)]

        #expect(Timeline(of: events).boots.count == boots)
    }

    @Test("what a load balancer does at an arming belongs to the boot that follows")
    func drained() throws {
        let events = happened((0, .discovered), (1, .running), (2, .armed), (3, .balanced), (4, .discovered))

        let boots = Timeline(of: events).boots

        #expect(boots.map { $0.rows.map(\.stage) } == [[.discovered, .running], [.armed, .balanced, .discovered]])
        #expect(boots.map(\.start) == [events[0].time, events[4].time])
    }

    @Test("an installation that was never seen to run waits for its system", arguments: Stage.allCases)
    func everyStageIsJudged(stage: Stage) throws {
        let events = happened((0, .installed), (1, .discovered), (2, stage))

        let outcome = try #require(Timeline(of: events).boots.last).outcome

        switch stage {
        case .running, .disarmed: #expect(outcome == .ended)
        case .failed: #expect(outcome == .failed)
        case .released, .nameConflict, .removed, .balanced: #expect(outcome.waitsSince == events[1].time)
        default:
            let last = try #require(events.last).time
            #expect(outcome.waitsSince == last)
        }
    }

    @Test(
        "what is awaited follows from the furthest stage",
        arguments: [
            ([.discovered, .offered, .leased], "its boot loader"),
            ([.discovered, .leased, .kernel, .initrd], "the installer's DHCP"),
            ([.discovered, .leased, .initrd, .installer, .leased, .named], "the preseed file"),
            ([.discovered, .leased, .loader, .menu, .loader], "a choice in the menu, or its time-out, and the kernel"),
            ([.discovered, .failed, .leased], "its boot loader"),
            ([.discovered, .leased, .loader, .released], "the loader's menu"),
            ([.armed, .released], "the machine's next network boot"),
            ([.discovered, .preseed, .progress, .progress], "the installer's next report, or the post-install script"),
        ] as [([Stage], String)])
    func awaited(stages: [Stage], text: String) throws {
        let outcome = try #require(Timeline(of: happened(inOrder: stages)).boots.last).outcome

        #expect(outcome.awaits == text)
    }

    @Test(
        "a boot from disk is awaited only after an installation",
        arguments: [
            ([.discovered, .leased, .localBoot], nil),
            ([.discovered, .installed, .discovered, .localBoot], "the installed system on the network"),
            ([.discovered, .installed, .discovered, .localBoot, .running, .discovered, .localBoot], nil),
        ] as [([Stage], String?)])
    func localBoot(stages: [Stage], text: String?) throws {
        let outcome = try #require(Timeline(of: happened(inOrder: stages)).boots.last).outcome

        #expect(outcome.awaits == text)
    }

    @Test("a boot that another one cut short says what it lacked")
    func cutShort() {
        let stages: [Stage] = [.discovered, .leased, .initrd, .discovered, .leased, .installed, .discovered]

        let outcomes = Timeline(of: happened(inOrder: stages)).boots.map(\.outcome)

        #expect(outcomes.first == .stopped(before: "the installer's DHCP"))
        #expect(outcomes.dropFirst().first == .ended)
    }

    private func happened(_ events: (Int64, Stage)...) -> [BootEvent] { happened(events) }

    private func happened(inOrder stages: [Stage]) -> [BootEvent] {
        happened(stages.enumerated().map { (Int64($0.offset) * 1000, $0.element) })
    }

    private func happened(_ events: [(Int64, Stage)]) -> [BootEvent] {
        events.enumerated().compactMap { index, event in
            MACAddress("52:54:00:77:00:11").map {
                BootEvent(
                    id: Int64(index + 1), time: Timestamp(milliseconds: 1_795_252_503_250 + event.0), mac: $0,
                    stage: event.1)
            }
        }
    }
}

extension Timeline.Outcome {
    fileprivate var awaits: String? {
        guard case .waiting(let text, _) = self else { return nil }
        return text
    }

    fileprivate var waitsSince: Timestamp? {
        guard case .waiting(_, let since) = self else { return nil }
        return since
    }
}
