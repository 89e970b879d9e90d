import DHCPWire
import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("What a lease means for its machine")
struct LeaseConsequencesTests {
    private let offer = OfferBook.Offer(
        mac: .sample(1), address: .sample(100), discovered: .noon + .seconds(-5), offered: .noon + .seconds(-3),
        expiry: .noon + .seconds(57))

    private func consequences(
        for client: SampleClient, machine: Machine? = nil, offer: OfferBook.Offer?, lease: Lease? = nil
    ) throws -> LeaseConsequences {
        LeaseConsequences(
            of: lease ?? .sample(100, to: .sample(1)), request: try ClientRequest(.client(.request, client.fill)),
            machine: machine, offer: offer, now: .noon)
    }

    private func event(_ stage: Stage, _ detail: String, after seconds: Int = 0) -> BootEvent {
        BootEvent(time: .noon + .seconds(seconds), mac: .sample(1), stage: stage, detail: detail)
    }

    @Test("a new machine that boots is discovered, offered an address and leased it")
    func discovery() throws {
        let consequences = try consequences(for: .pxeUEFI, offer: offer)

        #expect(
            consequences.machine
                == Machine(
                    mac: .sample(1), state: .localBoot,
                    boots: NetworkBoots(latest: .noon, program: .firmware, fromDisk: 1), origin: .discovered,
                    firmware: .uefiX64,
                    firstSeen: .noon + .seconds(-5), lastSeen: .noon))
        #expect(
            consequences.events == [
                event(.discovered, "firmware=uefi-x64", after: -5), event(.offered, "address=10.77.0.100", after: -3),
                event(.leased, "address=10.77.0.100 name=vm-525400000001"),
            ])
    }

    @Test("a known machine stays what it is; its firmware and when it was seen are noted")
    func known() throws {
        let machine = Machine(
            mac: .sample(1), name: .sample("api-1"), profile: .sample("api"), state: .armed, arm: .sample,
            origin: .admin,
            firmware: .bios, firstSeen: Timestamp(seconds: 1))

        let consequences = try consequences(for: .pxeUEFI, machine: machine, offer: offer)

        var expected = machine
        expected.firmware = .uefiX64
        expected.lastSeen = .noon
        expected.state = .booting
        expected.arm?.boots = 1
        expected.boots = NetworkBoots(latest: .noon, program: .firmware)
        #expect(consequences.machine == expected)
        #expect(consequences.events.last == event(.leased, "address=10.77.0.100 name=api-1"))
    }

    @Test("a request that follows no offer of ours tells of none")
    func noOffer() throws {
        let consequences = try consequences(for: .pxeBIOS, offer: nil)

        #expect(consequences.events.map(\.stage) == [.discovered, .leased])
        #expect(consequences.machine?.firstSeen == .noon)
    }

    @Test(
        "a request repeated, since its acknowledgement got lost, tells nothing anew", arguments: SampleClient.allCases)
    func repeated(client: SampleClient) throws {
        var book = OfferBook(capacity: 1)
        book.add(offer)
        let machine = Machine(mac: .sample(1), state: .installed)
        let xid = DHCPMessage.client(.request).transactionID

        let first = try consequences(
            for: client, machine: machine, offer: book.take(.sample(1), by: xid, at: .noon))
        let again = try consequences(
            for: client, machine: machine, offer: book.take(.sample(1), by: xid, at: .noon))

        #expect(!first.events.isEmpty)
        #expect(again.events.isEmpty && again.machine == nil)
    }

    @Test("a request of its own, soon after another program's, is told")
    func otherTransaction() throws {
        var book = OfferBook(capacity: 1)
        book.add(offer)
        book.take(.sample(1), by: 1, at: .noon)

        let consequences = try consequences(
            for: .system, machine: Machine(mac: .sample(1), state: .installed),
            offer: book.take(.sample(1), by: 2, at: .noon))

        #expect(consequences.events.map(\.stage) == [.running])
    }

    @Test("the installer's lease is the installer's stage")
    func installer() throws {
        let machine = Machine(mac: .sample(1), state: .armed)

        let consequences = try consequences(for: .installer, machine: machine, offer: offer)

        #expect(consequences.events == [event(.installer, "address=10.77.0.100")])
        #expect(consequences.machine?.state == .armed)
        #expect(consequences.machine?.lastSeen == .noon)
        #expect(try self.consequences(for: .installer, offer: offer).machine == nil)
    }

    @Test(
        "an installed system that is heard is running; any other is noted when its lease is new, or changes something",
        arguments: InstallState.allCases, [true, false])
    func system(state: InstallState, isNew: Bool) throws {
        let machine = Machine(mac: .sample(1), name: .sample("api-1"), state: state)
        let lease = Lease.sample(100, to: .sample(1), from: isNew ? .noon : Timestamp(seconds: 1))

        let consequences = try consequences(for: .system, machine: machine, offer: nil, lease: lease)

        let next = state.after(.bootedFromDisk)
        let stage: Stage = next == state ? .leased : next == .failed ? .failed : .running
        #expect(consequences.events.map(\.stage) == (next != state || isNew ? [stage] : []))
        #expect(consequences.events.allSatisfy { $0.detail.hasPrefix("address=10.77.0.100 name=api-1") })
        #expect(consequences.machine?.state == next)
        #expect(consequences.machine?.systemHeard == .noon)
        #expect(consequences.endsBuilds == state.isInstalling)
    }

    @Test("a device that never boots from here is nobody's machine")
    func stranger() throws {
        let consequences = try consequences(for: .system, offer: offer)

        #expect(consequences.machine == nil && consequences.events.isEmpty)
    }

    @Test("GRUB's lease says nothing of the system that it will boot", arguments: InstallState.allCases)
    func grub(state: InstallState) throws {
        let machine = Machine(mac: .sample(1), state: state)
        let request = try ClientRequest(.client(.request) { $0.append(.parameterRequestList, [1, 3, 60]) })

        let consequences = LeaseConsequences(
            of: .sample(100, to: .sample(1)), request: request, machine: machine, offer: offer, now: .noon)

        #expect(request.speaker == .grub)
        #expect(consequences.events.isEmpty)
        #expect(consequences.machine?.state == state)
    }
}
