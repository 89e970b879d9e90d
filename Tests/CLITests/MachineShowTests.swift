import CLI
import Testing

@Suite("amorce machine show")
struct MachineShowTests {
    private static func detail(_ events: String, machine: String = "") -> String {
        #"""
        {"machine":{"mac":"52:54:00:77:00:11","name":"api-1","profile":"api","state":"armed","origin":"admin",
                    "firmware":"bios","firstSeen":"2026-11-21T09:15:03.250Z","lastSeen":"2026-11-21T09:15:04.500Z"
                    \#(machine)},
         "lease":{"address":"10.77.0.100","mac":"52:54:00:77:00:11","state":"active",
                  "start":"2026-11-21T09:15:03.250Z","expiry":"2026-11-21T10:11:12.000Z"},
         "events":[\#(events)]}
        """#
    }

    private static func event(_ time: String, _ stage: String, _ detail: String = "") -> String {
        #"{"id":1,"time":"2026-11-21T\#(time)Z","mac":"52:54:00:77:00:11","stage":"\#(stage)","detail":"\#(detail)"}"#
    }

    @Test("prints what it is, how its boot went, and what is awaited")
    func whole() {
        let events = [
            Self.event("09:10:00.000", "armed", "profile=api"),
            Self.event("09:15:03.250", "discovered", "firmware=bios"),
            Self.event("09:15:03.500", "offered", "address=10.77.0.100"),
            Self.event("09:15:04.500", "leased", "address=10.77.0.100"),
            Self.event("09:15:10.000", "loader", "file=pxelinux.0 bytes=42430"),
            Self.event("09:16:30.000", "initrd", "bytes=40700000"),
        ]
        let daemon = FakeDaemon(json: Self.detail(events.joined(separator: ",")))

        let outcome = amorce("machine show api-1", with: daemon)

        #expect(outcome.status == .done)
        #expect(
            outcome.output == """
                name        api-1
                mac         52:54:00:77:00:11
                profile     api
                state       armed
                address     10.77.0.100
                lease       active, expires in 41m12s, 2026-11-21 10:11:12
                firmware    bios
                first seen  2026-11-21 09:15:03
                last seen   2026-11-21 09:15:04

                boot of 2026-11-21 09:15:03
                TIME          SINCE   TOOK  STAGE       DETAIL
                09:10:00.000      -  5m03s  armed       profile=api
                09:15:03.250    0ms  250ms  discovered  firmware=bios
                09:15:03.500  250ms   1.0s  offered     address=10.77.0.100
                09:15:04.500   1.2s   5.5s  leased      address=10.77.0.100
                09:15:10.000   6.7s  1m20s  loader      file=pxelinux.0 bytes=42430
                09:16:30.000  1m26s      -  initrd      bytes=40700000
                in all 1m26s; the longest, 1m20s, after loader
                waiting for the installer's DHCP, 13m30s so far

                """)
    }

    @Test("ends with the verdict, if there is one, whose words from the network are shown as what they are")
    func verdict() {
        let verdict = #"""
            "verdict":{"kind":"stuck","step":"initrd","awaited":"the installer's DHCP","patience":180,
              "typical":"10 to 60 s","since":"2026-11-21T09:16:30.000Z","now":"2026-11-21T09:30:00.000Z",
              "seen":\#(Self.event("09:16:30.000", "initrd", #"file=\u001b[2J bytes=40700000"#)),
              "causes":[{"what":"too little memory","cure":"give it more"},{"what":"no driver","cure":"virtio"}]}
            """#
        let detail = Self.detail(Self.event("09:16:30.000", "initrd")).dropLast() + "," + verdict + "}"

        let outcome = amorce("machine show api-1", with: FakeDaemon(json: String(detail)))

        #expect(
            outcome.output.hasSuffix(
                """

                VERDICT stuck after initrd: waiting for the installer's DHCP for 13m30s (10 to 60 s is usual)
                last seen: initrd at 09:16:30.000, file=\u{FFFD}[2J bytes=40700000
                likely, the likeliest first:
                  1. too little memory
                     try: give it more
                  2. no driver
                     try: virtio

                """))
    }

    @Test(
        "ends with what became of the boot",
        arguments: [
            (["discovered", "running"], "running     -\n"), (["discovered", "failed"], "-\nfailed\n"),
            (["discovered", "installed"], "waiting for the first boot from disk, 14m59s so far\n"),
        ])
    func endings(stages: [String], ending: String) {
        let events = stages.enumerated().map { Self.event("09:15:00.00\($0.offset)", $0.element) }

        let outcome = amorce("machine show api-1", with: FakeDaemon(json: Self.detail(events.joined(separator: ","))))

        #expect(outcome.output.hasSuffix(ending))
    }

    @Test(
        "tells a reserved address from a leased one",
        arguments: [
            (#","address":"10.77.0.100""#, "address     10.77.0.100 (reserved)\n"),
            (#","address":"10.77.0.50""#, "address     10.77.0.100 (reserved: 10.77.0.50, at its next boot)\n"),
        ])
    func addresses(machine: String, line: String) {
        let outcome = amorce("machine show api-1", with: FakeDaemon(json: Self.detail("", machine: machine)))

        #expect(outcome.output.contains(line))
    }

    @Test("shows control characters from the network as what they are: none of a terminal's business")
    func controlCharacters() {
        let event = Self.event("09:15:00.000", "failed", #"file=\u001b[2Jevil\nname"#)

        let outcome = amorce("machine show api-1", with: FakeDaemon(json: Self.detail(event)))

        #expect(outcome.output.contains("file=\u{FFFD}[2Jevil\u{FFFD}name\n"))
    }

    @Test("of a machine that nobody named shows the name it goes by")
    func unnamed() {
        let daemon = FakeDaemon(
            json: #"{"machine":{"mac":"52:54:00:77:00:11","state":"local-boot","origin":"discovered"},"events":[]}"#)

        let outcome = amorce("machine show 525400770011", with: daemon)

        #expect(outcome.output.hasPrefix("name        vm-525400770011 (nobody named it yet)\n"))
        #expect(outcome.output.hasSuffix("last seen   -\n"))
    }

    @Test(
        "says who armed it, what came of that, and when its system was heard",
        arguments: [
            (
                "armed", #""by":"person","boots":0,"retries":0"#,
                "by person at 2026-11-21 09:00:00, good for 1h30m, 0 network boots"
            ),
            (
                "running", #""by":"retry","boots":1,"retries":2,"used":"2026-11-21T09:05:00.000Z""#,
                "by retry at 2026-11-21 09:00:00, used 2026-11-21 09:05:00, 1 network boot, retry 2"
            ),
            (
                "failed", #""by":"rule","boots":5,"retries":0"#,
                "by rule at 2026-11-21 09:00:00, not used, 5 network boots"
            ),
        ])
    func arm(state: String, arm: String, line: String) {
        let times = #""since":"2026-11-21T09:00:00.000Z","until":"2026-11-21T11:00:00.000Z""#
        let daemon = FakeDaemon(
            json: #"""
                {"machine":{"mac":"52:54:00:77:00:11","state":"\#(state)","origin":"admin","arm":{\#(arm),\#(times)},
                            "systemHeard":"2026-11-21T09:20:00.000Z"},"events":[]}
                """#)

        let outcome = amorce("machine show 525400770011", with: daemon)

        #expect(outcome.output.contains("armed       \(line)\n"))
        #expect(outcome.output.hasSuffix("its system  heard 2026-11-21 09:20:00\n"))
    }
}
