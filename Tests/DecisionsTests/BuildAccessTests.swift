import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("Who may fetch with a build token")
struct BuildAccessTests {
    private static let machine = Machine(mac: .sample(1), name: .sample("api-1"), profile: .sample("api"))
    private static let build = Build(token: "0123", mac: .sample(1), created: .noon)
    private static let lease = Lease.sample(100, to: .sample(1))

    private func access(
        _ build: Build? = build, _ machine: Machine? = machine, _ lease: Lease? = lease, from peer: UInt8? = 100,
        _ profile: ProfileName? = .sample("api"), at now: Timestamp = .noon
    ) -> BuildAccess {
        BuildAccess(
            build: build, machine: machine, lease: lease, peer: peer.map { .sample($0) }, profile: profile, now: now)
    }

    @Test("the machine itself, from the address that it leases, for its profile")
    func granted() {
        #expect(access() == .granted(Self.build, Self.machine))
        #expect(access(nil as ProfileName?) == .granted(Self.build, Self.machine))
        #expect(access(Self.build, Self.machine, nil, from: nil) == .granted(Self.build, Self.machine))
    }

    @Test("a token that nobody gave out opens nothing")
    func unknownToken() {
        #expect(access(nil as Build?) == .denied(.unknownToken))
        #expect(access(Self.build, nil) == .denied(.unknownToken))
        #expect(access(Self.build, Machine(mac: .sample(2))) == .denied(.unknownToken))
    }

    @Test("a token works at its machine's address alone, and while that is leased")
    func otherAddress() {
        let denied = { (number: UInt8) in
            BuildAccess.denied(.otherAddress(.sample(number), .sample("api-1")))
        }

        #expect(access(from: 101) == denied(101))
        #expect(access(Self.build, Self.machine, nil) == denied(100))
        #expect(access(Self.build, Self.machine, .sample(100, to: .sample(2))) == denied(100))
        #expect(access(Self.build, Self.machine, .sample(100, to: .sample(1), .free)) == denied(100))
        #expect(access(Self.build, Self.machine, .sample(100, to: .sample(1), .quarantined)) == denied(100))
        #expect(access(at: .noon + .hours(1)) == denied(100))
    }

    @Test("the profile is the one that this installation began with, else the assigned one, else any")
    func otherProfile() {
        var chosen = Self.build
        chosen.profile = .sample("ui")
        var free = Self.machine
        free.profile = nil

        #expect(
            access(.sample("ui")) == .denied(.otherProfile(asked: .sample("ui"), assigned: .sample("api"))))
        #expect(access(chosen) == .denied(.otherProfile(asked: .sample("api"), assigned: .sample("ui"))))
        #expect(access(chosen, Self.machine, Self.lease, .sample("ui")) == .granted(chosen, Self.machine))
        #expect(access(Self.build, free, Self.lease, .sample("ui")) == .granted(Self.build, free))
    }

    @Test("an installation that has ended opens nothing, and is known")
    func closed() {
        var build = Self.build
        build.closed = .noon

        #expect(access(build) == .denied(.closed(build, Self.machine)))
        #expect(access(build, Self.machine, Self.lease, from: 101) != .denied(.closed(build, Self.machine)))
    }

    private func access(_ profile: ProfileName?) -> BuildAccess {
        access(Self.build, Self.machine, Self.lease, from: 100, profile)
    }

    private func access(_ build: Build, _ machine: Machine, _ lease: Lease, _ profile: ProfileName) -> BuildAccess {
        access(build, machine, lease, from: 100, profile)
    }
}
