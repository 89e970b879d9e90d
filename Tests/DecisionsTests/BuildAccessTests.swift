import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("Who may fetch with a build token")
struct BuildAccessTests {
    private static let machine = Machine(mac: .sample(1), name: .sample("api-1"), profile: .sample("api"))
    private static let build = Build(token: "0123", mac: .sample(1), created: .noon)

    private func access(
        _ build: Build? = build, _ machine: Machine? = machine, tenant: MACAddress? = .sample(1),
        from peer: UInt8? = 100, _ profile: ProfileName? = .sample("api")
    ) -> BuildAccess {
        BuildAccess(
            build: build, machine: machine, tenant: tenant, peer: peer.map { .sample($0) }, profile: profile)
    }

    @Test("the machine itself, from the address that it has, for its profile")
    func granted() {
        #expect(access() == .granted(Self.build, Self.machine))
        #expect(access(nil as ProfileName?) == .granted(Self.build, Self.machine))
        #expect(access(tenant: nil, from: nil) == .granted(Self.build, Self.machine))
    }

    @Test("a token that nobody gave out opens nothing")
    func unknownToken() {
        #expect(access(nil as Build?) == .denied(.unknownToken))
        #expect(access(Self.build, nil) == .denied(.unknownToken))
        #expect(access(Self.build, Machine(mac: .sample(2))) == .denied(.unknownToken))
    }

    @Test("a token works for its machine alone", arguments: [nil, .sample(2)] as [MACAddress?])
    func otherAddress(tenant: MACAddress?) {
        #expect(access(tenant: tenant) == .denied(.otherAddress(.sample(100), .sample("api-1"))))
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
        #expect(access(chosen, Self.machine, .sample("ui")) == .granted(chosen, Self.machine))
        #expect(access(Self.build, free, .sample("ui")) == .granted(Self.build, free))
    }

    @Test("an installation that has ended opens nothing, and is known")
    func closed() {
        var build = Self.build
        build.closed = .noon

        #expect(access(build) == .denied(.closed(build, Self.machine)))
        #expect(access(build, tenant: .sample(2)) != .denied(.closed(build, Self.machine)))
    }

    private func access(_ profile: ProfileName?) -> BuildAccess {
        access(from: 100, profile)
    }

    private func access(_ build: Build, _ machine: Machine, _ profile: ProfileName) -> BuildAccess {
        access(build, machine, from: 100, profile)
    }
}
