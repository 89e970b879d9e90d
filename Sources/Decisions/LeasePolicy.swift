import Inventory
import NetTypes

/// What the configuration says about leases.
package struct LeasePolicy: Sendable {
    /// Whether a client that asks for an address of another network is refused, and not left alone.
    package let isAuthoritative: Bool
    package let unknownMachines: UnknownMachines
    /// Whether the network is asked who uses an address before it is offered.
    package let probesBeforeOffer: Bool
    /// What it says about arms.
    package let installs: InstallPolicy
    /// The networks that are served, those behind relays among them.
    package let subnets: [Subnet]
    private let ofSubnets: [IPv4Prefix: [ReplyOption]]
    private let ofProfiles: [ProfileName: [ConfiguredOption]]
    private let ofMachines: [MACAddress: [ConfiguredOption]]

    /// - Parameter profileOptions: what machines of a profile are told beside what their network says.
    /// - Parameter machineOptions: what single machines are told beside that.
    package init(
        isAuthoritative: Bool, unknownMachines: UnknownMachines, probesBeforeOffer: Bool = false,
        installs: InstallPolicy = InstallPolicy(), subnets: [Subnet],
        profileOptions: [ProfileName: [ConfiguredOption]] = [:], machineOptions: [MACAddress: [ConfiguredOption]] = [:]
    ) {
        self.isAuthoritative = isAuthoritative
        self.unknownMachines = unknownMachines
        self.probesBeforeOffer = probesBeforeOffer
        self.installs = installs
        self.subnets = subnets
        ofSubnets = Dictionary(subnets.map { ($0.prefix, ReplyOption.all(of: $0)) }) { first, _ in first }
        ofProfiles = profileOptions.filter { !$1.isEmpty }
        ofMachines = machineOptions.filter { !$1.isEmpty }
    }

    /// What a machine in a network is told: what is said of it alone before what is said of its profile, and that before
    /// what is said of the network.
    package func options(for mac: MACAddress, profile: ProfileName?, in subnet: Subnet) -> [ReplyOption] {
        var options = ofSubnets[subnet.prefix] ?? []
        if let profile, let own = ofProfiles[profile] { options = options.overridden(by: own, of: .profile(profile)) }
        if let own = ofMachines[mac] { options = options.overridden(by: own, of: .machine(mac)) }
        return options
    }
}
