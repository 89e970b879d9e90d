import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("What is done with machines of an inventory's files")
struct MachineImportPlanTests {
    private let subnets = [Subnet.sample()]

    private func machine(
        _ number: UInt16, _ name: String? = nil, _ profile: String? = nil, _ address: UInt8? = nil,
        _ state: InstallState = .localBoot, _ origin: Machine.Origin = .admin
    ) -> Machine {
        Machine(
            mac: .sample(number), name: name.map { .sample($0) }, profile: profile.map { .sample($0) },
            address: address.map { .sample($0) }, state: state, origin: origin)
    }

    private func wanted(
        _ number: UInt16, _ name: String? = nil, _ profile: String? = nil, _ address: UInt8? = nil,
        others: [UInt16] = [], place: String? = nil
    ) -> WantedMachine {
        WantedMachine(
            place: place ?? "f:\(number)", mac: .sample(number), otherMACs: others.map { .sample($0) },
            name: name.map { .sample($0) }, profile: profile.map { .sample($0) }, address: address.map { .sample($0) })
    }

    private func plan(
        _ wanted: WantedMachine..., there machines: [Machine] = [], leased: Set<MACAddress> = [],
        origin: Machine.Origin = .admin, arms: Bool = false
    ) -> MachineImportPlan {
        MachineImportPlan(
            for: wanted,
            MachineImportFacts(
                machines: Dictionary(uniqueKeysWithValues: machines.map { ($0.mac, $0) }), leased: leased,
                profiles: [.sample("api"), .sample("ui")], subnets: subnets, origin: origin, arms: arms))
    }

    @Test("a machine that nobody knew is added, and its network boot installs nothing")
    func added() throws {
        let decisions = plan(wanted(1, "api-1", "api", 50), wanted(2, "web-1")).decisions

        #expect(
            decisions == [
                .add(machine(1, "api-1", "api", 50), isArmed: false), .add(machine(2, "web-1"), isArmed: false),
            ])
        #expect(decisions.compactMap(\.outcome).allSatisfy { !$0.state.isArmed })
    }

    @Test(
        "nothing is installed because a file was read: not on what is there, whatever its state and the file's profile")
    func neverInstalls() {
        for state in InstallState.allCases {
            for origin: Machine.Origin in [.admin, .discovered, .inventory] {
                for known in [nil, "api", "ui"] {
                    let there = machine(1, nil, known, nil, state, origin)
                    for arms in [false, true] {
                        let outcome = plan(wanted(1, "a", "api"), there: [there], arms: arms).decisions[0].outcome
                        // What a person armed stays armed, with what it was armed for.
                        #expect(
                            outcome.map {
                                !$0.state.isArmed || $0.state == there.state && $0.profile == there.profile
                            }
                                ?? true)
                    }
                }
            }
        }
    }

    @Test("only what is new, has a profile and never had a lease is armed, and only where that is asked for")
    func armed() {
        let decisions = plan(
            wanted(1, "a", "api"), wanted(2, "b", "api"), wanted(3, "c"), wanted(4, "d", "api"),
            there: [machine(4, "d", nil, nil, .localBoot, .discovered)], leased: [.sample(2)], arms: true
        ).decisions

        let armed = decisions.map { if case .add(_, isArmed: true) = $0 { true } else { false } }
        #expect(armed == [true, false, false, false])
    }

    @Test("what differs is changed, and what the file leaves open stays")
    func changed() {
        let there = [
            machine(1, "old", "api", 50, .running), machine(2, "same", "ui", 51, .running),
            machine(3, nil, nil, nil, .localBoot, .discovered),
        ]

        let decisions = plan(wanted(1, "new", "ui"), wanted(2, "same"), wanted(3, "named"), there: there).decisions

        #expect(
            decisions == [
                .change(machine(1, "new", "ui", 50, .running), from: there[0]), .keep(there[1]),
                .change(machine(3, "named"), from: there[2]),
            ])
    }

    @Test(
        "a machine that is armed, or being installed, keeps its profile, and may be renamed",
        arguments: [.armed, .installing, .finishing] as [InstallState])
    func underWay(state: InstallState) {
        let there = machine(1, "a", "api", nil, state)

        #expect(
            plan(wanted(1, "a", "ui"), there: [there]).decisions == [.refuse(.underWay(state, .sample("api")))])
        #expect(
            plan(wanted(1, "b", "api"), there: [there]).decisions
                == [.change(machine(1, "b", "api", nil, state), from: there)])
    }

    @Test("what another file declares is changed there", arguments: [.configuration, .inventory] as [Machine.Origin])
    func declared(origin: Machine.Origin) {
        let there = machine(1, "a", "api", nil, .running, origin)

        #expect(plan(wanted(1, "b"), there: [there]).decisions == [.refuse(.declared(origin))])
        #expect(plan(wanted(1, "a", "api"), there: [there]).decisions == [.keep(there)])
    }

    @Test("the folder that is followed takes machines of the admin's as its own, and changes its own")
    func followed() {
        let there = [machine(1, "a", "api", nil, .running), machine(2, "b", nil, nil, .running, .inventory)]

        let decisions = plan(wanted(1, "a"), wanted(2, "c"), there: there, origin: .inventory).decisions

        #expect(
            decisions == [
                .change(machine(1, "a", "api", nil, .running, .inventory), from: there[0]),
                .change(machine(2, "c", nil, nil, .running, .inventory), from: there[1]),
            ])
    }

    @Test(
        "what cannot be is refused",
        arguments: [
            (WantedMachine(place: "f", mac: MACAddress(truncating: 0x0100_5e00_0001)), .groupAddress),
            (
                WantedMachine(place: "f", mac: .sample(1), profile: .sample("base")),
                .noSuchProfile(.sample("base"), among: [.sample("api"), .sample("ui")])
            ),
            (
                WantedMachine(place: "f", mac: .sample(1), address: IPv4Address(10, 99, 0, 1)),
                .outsideSubnets(IPv4Address(10, 99, 0, 1))
            ),
            (WantedMachine(place: "f", mac: .sample(1), address: .sample(255)), .outsideSubnets(.sample(255))),
            (WantedMachine(place: "f", mac: .sample(1), address: .server), .routersAddress(.server)),
            (
                WantedMachine(place: "f", mac: .sample(1), name: .sample("vm-525400000002")),
                .nameTaken(.sample("vm-525400000002"), by: .sample(2))
            ),
        ] as [(WantedMachine, MachineImportRefusal)])
    func refused(wanted: WantedMachine, refusal: MachineImportRefusal) {
        let plan = plan(wanted)

        #expect(plan.decisions == [.refuse(refusal)] && !plan.isWhole)
    }

    @Test("a name or an address that another machine has stays with it")
    func taken() {
        let there = [machine(9, "api-1", nil, 50)]

        #expect(
            plan(wanted(1, "api-1"), wanted(2, "b", nil, 50), wanted(3, "c"), there: there).decisions == [
                .refuse(.nameTaken(.sample("api-1"), by: .sample(9))),
                .refuse(.addressTaken(.sample(50), by: .sample(9))), .add(machine(3, "c"), isArmed: false),
            ])
    }

    @Test("of two machines of the files with one name or address, the first has it")
    func twice() {
        #expect(
            plan(wanted(1, "a", nil, 50), wanted(2, "a"), wanted(3, "c", nil, 50)).decisions == [
                .add(machine(1, "a", nil, 50), isArmed: false), .refuse(.nameTwice(.sample("a"), place: "f:1")),
                .refuse(.addressTwice(.sample(50), place: "f:1")),
            ])
    }

    @Test("the same machine in two files is one where they say the same, and a mistake where they do not")
    func sameMAC() {
        #expect(
            plan(
                wanted(1, "a", others: [2, 3]), wanted(1, "a", others: [3, 2], place: "g:1"),
                wanted(1, "b", place: "h:1"),
                wanted(4, "d", others: [1])
            ).decisions == [
                .add(machine(1, "a"), isArmed: false), .repeated(place: "f:1"),
                .refuse(.macTwice(.sample(1), place: "f:1")), .refuse(.macTwice(.sample(1), place: "f:1")),
            ])
    }

    @Test("two machines may swap their names, and three may pass them on")
    func swapped() {
        let there = [machine(1, "a", nil, 51), machine(2, "b", nil, 52), machine(3, "c")]

        let plan = plan(wanted(1, "b", nil, 52), wanted(2, "c", nil, 51), wanted(3, "a"), there: there)

        #expect(plan.isWhole)
        #expect(plan.decisions.compactMap { $0.outcome?.name?.text } == ["b", "c", "a"])
    }

    @Test("a variable that its profile does not know is refused, and what it looks like is told")
    func variables() {
        let (api, ui) = (ProfileName.sample("api"), ProfileName.sample("ui"))
        let known: [ProfileName: Set<String>] = [api: ["disk", "api-port"], ui: ["disk"]]
        let wanted = [(1, api), (2, ui), (3, nil), (4, .sample("base"))].map {
            (number: UInt16, profile: ProfileName?) in
            WantedMachine(
                place: "f:\(number)", mac: .sample(number), profile: profile, variables: ["disk": "x", "api-prt": "1"])
        }

        let plan = MachineImportPlan(
            for: wanted,
            MachineImportFacts(
                machines: [.sample(3): machine(3, "c", "ui")], profiles: [api, ui, .sample("base")], variables: known,
                defaultProfile: api))

        let unknown = UnknownVariable(name: "api-prt", profile: api, near: "api-port")
        #expect(
            plan.decisions.prefix(3) == [
                .refuse(.noSuchVariable(unknown)),
                .refuse(.noSuchVariable(UnknownVariable(name: "api-prt", profile: ui, near: nil))),
                .refuse(.noSuchVariable(UnknownVariable(name: "api-prt", profile: ui, near: nil))),
            ])
        // Of a profile that cannot be read, nobody knows.
        #expect(plan.decisions[3].outcome != nil)
        #expect(MachineImportRefusal.noSuchVariable(unknown).description.hasSuffix("did you mean api-port?"))
    }

    @Test("who is refused keeps its name, and who wanted that one is refused, too")
    func chain() {
        let there = [machine(1, "a"), machine(2, "b"), machine(3, "c")]

        let decisions = plan(wanted(1, "b"), wanted(2, "c"), wanted(3, "d", "base"), there: there).decisions

        #expect(
            decisions == [
                .refuse(.nameTaken(.sample("b"), by: .sample(2))), .refuse(.nameTaken(.sample("c"), by: .sample(3))),
                .refuse(.noSuchProfile(.sample("base"), among: [.sample("api"), .sample("ui")])),
            ])
    }

    @Test("what is told of a plan: each field before and after, and why something is not armed")
    func report() {
        let there = machine(1, "old", "api", nil, .running)
        let result = { (decision: MachineImportDecision, arms: Bool) in
            MachineImportReport.Result(of: wanted(1, "new"), decision, arms: arms)
        }

        let changed = result(.change(machine(1, "new", "ui", 50, .running), from: there), true)
        let added = result(.add(machine(1, "new", "api", nil, .localBoot), isArmed: true), true)

        #expect(
            changed.changes == [
                .init(.name, from: "old", to: "new"), .init(.profile, from: "api", to: "ui"),
                .init(.address, from: nil, to: "10.77.0.50"),
            ])
        #expect(changed.reason == "not armed: it is known already; amorce machine reinstall new arms it")
        #expect(added.outcome == .added && added.changes.last == .init(.armed, from: nil, to: "yes"))
        #expect(
            result(.keep(there), false)
                == .init(place: "f:1", mac: .sample(1), name: .sample("new"), outcome: .unchanged))
        #expect(result(.refuse(.groupAddress), false).outcome == .refused)
        #expect(result(.repeated(place: "g"), false).reason == "stands at g already")
    }
}
