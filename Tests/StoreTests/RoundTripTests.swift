import Inventory
import NetTypes
import Store
import Testing

@Suite("What is saved is there after a start")
struct RoundTripTests {
    private let directory: TemporaryDirectory
    private let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("amorce.db")
    }

    /// The state of the store after `body`, and after it was opened again.
    private func reopened(_ body: (inout StoreTransaction) throws -> Void) throws -> (Snapshot, Snapshot) {
        let before = try {
            let store = try Store.open(at: path)
            try store.transaction(body)
            return try Snapshot(of: store)
        }()
        let store = try Store.open(at: path)
        #expect(store.unreadable == [])
        return (before, try Snapshot(of: store))
    }

    @Test("a machine, with every field and with none")
    func machine() throws {
        let full = Machine(
            mac: try mac(1), name: try name("api-1"), profile: try profile("api"), address: .sample(50),
            variables: ["disk": "/dev/vda", "ssh-authorized-keys": "a \"b\"\nc é"], state: .finishing,
            origin: .configuration, firmware: .uefiX64HTTP, firstSeen: .noon,
            lastSeen: .noon + .hours(1))
        let bare = Machine(mac: try mac(2))

        let (before, after) = try reopened { transaction in
            try transaction.save(full)
            try transaction.save(bare)
        }

        #expect(after == before)
        #expect(after.machines == [full.mac: full, bare.mac: bare])
    }

    @Test("a machine in each state, of each origin and firmware")
    func closedSets() throws {
        var machines: [Machine] = []
        let arm = Arm(by: .person, since: .noon, until: .noon + .hours(1))
        for state in InstallState.allCases {
            for origin in [Machine.Origin.admin, .configuration, .discovered] {
                for firmware in Firmware.allCases {
                    let mac = try mac(UInt64(machines.count))
                    machines.append(
                        Machine(
                            mac: mac, state: state, arm: state.isArmed ? arm : nil, origin: origin,
                            firmware: firmware))
                }
            }
        }

        let (_, after) = try reopened { transaction in
            for machine in machines { try transaction.save(machine) }
        }

        #expect(Set(after.machines.values) == Set(machines))
    }

    @Test("an arm of each kind, with all that it has come to, and what was heard of the machine's boots")
    func arms() throws {
        let machines = try [Arm.Giver.person, .rule, .retry].enumerated().map { number, giver in
            Machine(
                mac: try mac(UInt64(number)), state: .booting,
                arm: Arm(
                    by: giver, since: .noon, until: .noon + .hours(1), boots: number, retries: 3,
                    used: number == 0 ? nil : .noon),
                boots: NetworkBoots(latest: .noon, program: number == 0 ? .firmware : .ipxe, fromDisk: number),
                systemHeard: .noon)
        }

        let (before, after) = try reopened { transaction in
            for machine in machines { try transaction.save(machine) }
        }

        #expect(after == before)
        #expect(Set(after.machines.values) == Set(machines))
    }

    @Test("a lease, with every field and with none, at both ends of the address space")
    func lease() throws {
        let leases = [
            Lease(
                address: .broadcast, mac: try mac(1), client: ClientIdentifier([0, 255]), name: try name("api-1"),
                state: .quarantined, start: .noon,
                expiry: .noon + .hours(1)),
            Lease(address: .any, mac: try mac(2), state: .free, start: .noon, expiry: .noon),
            Lease(address: .sample(1), mac: try mac(3), state: .active, start: .noon, expiry: .noon),
        ]

        let (before, after) = try reopened { transaction in
            for lease in leases { try transaction.save(lease) }
        }

        #expect(after == before)
        #expect(after.leases == Set(leases))
    }

    @Test("which of its addresses a machine had last, whenever their leases began")
    func latestLease() throws {
        let machine = try mac(1)
        let older = Lease(address: .sample(1), mac: machine, start: .noon, expiry: .noon)
        let newer = Lease(address: .sample(2), mac: machine, start: .noon + .hours(1), expiry: .noon)

        let (before, after) = try reopened { transaction in
            try transaction.save(newer)
            try transaction.save(older)
        }

        #expect(after == before)
        #expect(after.latest[machine] == older)
    }

    @Test("a build, open and closed")
    func build() throws {
        let mac = try mac(1)
        let open = Build(token: "0123456789abcdef0123456789abcdef", mac: mac, created: .noon)
        let closed = Build(
            token: "fedcba9876543210fedcba9876543210", mac: mac, created: .noon, profile: try profile("ui"),
            closed: .noon + .hours(1))

        let (before, after) = try reopened { transaction in
            try transaction.save(Machine(mac: mac))
            try transaction.save(open)
            try transaction.save(closed)
        }

        #expect(after == before)
        #expect(after.builds == [open, closed])
    }

    @Test("an event of each stage, with its id")
    func events() throws {
        let mac = try mac(1)
        let events = Stage.allCases.map { BootEvent(time: .noon, mac: mac, stage: $0, detail: "file=\($0) né") }

        let (before, after) = try reopened { transaction in
            for event in events { try transaction.record(event) }
        }

        #expect(after == before)
        #expect(after.events.map(\.id) == Array(1...Int64(events.count)))
        #expect(after.events.map(\.stage) == Stage.allCases)
        #expect(after.events.map(\.detail) == events.map(\.detail))
    }

    @Test("a removed machine is gone with its builds, and its leases and events stay")
    func removal() throws {
        let machine = Machine(mac: try mac(1), name: try name("api-1"), address: .sample(1))

        let (before, after) = try reopened { transaction in
            try transaction.save(machine)
            try transaction.save(Build(token: "token", mac: machine.mac, created: .noon))
            try transaction.save(Lease(address: .sample(1), mac: machine.mac, start: .noon, expiry: .noon))
            try transaction.record(BootEvent(time: .noon, mac: machine.mac, stage: .leased))
            try transaction.remove(machine)
            #expect(transaction.image.machine(named: try name("api-1")) == nil)
            #expect(transaction.image.build("token") == nil)
        }

        #expect(after == before)
        #expect(after.machines.isEmpty && after.builds.isEmpty)
        #expect(after.leases.count == 1 && after.events.count == 1)
    }
}
