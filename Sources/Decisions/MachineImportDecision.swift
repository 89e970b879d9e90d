import Inventory
import NetTypes

/// What is done with a machine that a file of an inventory has.
package enum MachineImportDecision: Hashable, Sendable {
    /// - Parameter isArmed: whether its next network boot installs it.
    case add(Machine, isArmed: Bool)
    case change(Machine, from: Machine)
    /// It is so already.
    case keep(Machine)
    /// The same machine stands in another file, and says the same.
    case repeated(place: String)
    case refuse(MachineImportRefusal)
}

/// Why a machine of a file is not taken in.
package enum MachineImportRefusal: Hashable, Sendable {
    case groupAddress
    /// The files have two machines with this MAC address, and they differ.
    case macTwice(MACAddress, place: String)
    case nameTaken(HostName, by: MACAddress)
    case nameTwice(HostName, place: String)
    case addressTaken(IPv4Address, by: MACAddress)
    case addressTwice(IPv4Address, place: String)
    case noSuchProfile(ProfileName, among: [ProfileName])
    case noSuchVariable(UnknownVariable)
    case outsideSubnets(IPv4Address)
    case routersAddress(IPv4Address)
    /// Somebody else says what the machine is.
    case declared(Machine.Origin)
    /// It is armed, or being installed, with another profile.
    case underWay(InstallState, ProfileName?)
}

extension MachineImportRefusal {
    /// Why an address cannot be a machine's; `nil` if it can, or there are no subnets to go by.
    package init?(of address: IPv4Address, in subnets: [Subnet]) {
        guard !subnets.isEmpty else { return nil }
        guard let subnet = subnets.first(where: { $0.prefix.hosts.contains(address) }) else {
            self = .outsideSubnets(address)
            return
        }
        guard subnet.routers.contains(address) else { return nil }
        self = .routersAddress(address)
    }
}

/// All that a plan for machines to take in may know.
package struct MachineImportFacts: Sendable {
    package let machines: [MACAddress: Machine]
    /// MAC addresses that have, or had, a lease: something ran there.
    package let leased: Set<MACAddress>
    package let profiles: [ProfileName]
    /// The names of the variables of those profiles that machines with variables have, or will have.
    package let variables: [ProfileName: Set<String>]
    /// That of machines without one.
    package let defaultProfile: ProfileName?
    package let subnets: [Subnet]
    /// What machines are called that nobody named: such a name is nobody else's.
    package let template: HostNameTemplate
    /// Who takes the machines in: an admin, or the folder that is followed.
    package let origin: Machine.Origin
    /// Whether machines that nobody knew are to be installed at their next network boot.
    package let arms: Bool

    package init(
        machines: [MACAddress: Machine], leased: Set<MACAddress> = [], profiles: [ProfileName],
        variables: [ProfileName: Set<String>] = [:], defaultProfile: ProfileName? = nil, subnets: [Subnet] = [],
        template: HostNameTemplate = .usual, origin: Machine.Origin = .admin, arms: Bool = false
    ) {
        self.machines = machines
        self.leased = leased
        self.profiles = profiles
        self.variables = variables
        self.defaultProfile = defaultProfile
        self.subnets = subnets
        self.template = template
        self.origin = origin
        self.arms = arms
    }
}

extension MachineImportFacts {
    /// What is to be done with one machine, were it alone.
    func decision(on wanted: WantedMachine) -> MachineImportDecision {
        if let refusal = refusal(of: wanted) { return .refuse(refusal) }
        guard let known = machines[wanted.mac] else {
            // Nobody armed it: whatever its profile is, it must not begin to install because a file was read.
            let machine = Machine(mac: wanted.mac, origin: origin).filled(from: wanted)
            let isArmed = arms && machine.profile != nil && !leased.contains(wanted.mac)
            return .add(machine, isArmed: isArmed)
        }
        var machine = known.filled(from: wanted)
        if machine == known, known.origin.isOfFile { return .keep(known) }
        guard !known.origin.isOfFile || known.origin == origin else { return .refuse(.declared(known.origin)) }
        machine.origin = origin
        guard machine != known else { return .keep(known) }
        if machine.profile != known.profile {
            guard !known.state.isUnderWay else { return .refuse(.underWay(known.state, known.profile)) }
        }
        return .change(machine, from: known)
    }

    private func refusal(of wanted: WantedMachine) -> MachineImportRefusal? {
        if wanted.mac.isGroup { return .groupAddress }
        if let name = wanted.name, let other = template.mac(of: name), other != wanted.mac {
            return .nameTaken(name, by: other)
        }
        if let profile = wanted.profile, !profiles.contains(profile) {
            return .noSuchProfile(profile, among: profiles)
        }
        if let unknown = unknownVariable(of: wanted) { return .noSuchVariable(unknown) }
        return wanted.address.flatMap { MachineImportRefusal(of: $0, in: subnets) }
    }

    private func unknownVariable(of wanted: WantedMachine) -> UnknownVariable? {
        guard let profile = wanted.profile ?? machines[wanted.mac]?.profile ?? defaultProfile,
            let known = variables[profile]
        else { return nil }
        return UnknownVariable(in: (wanted.variables ?? [:]).keys, among: known, of: profile)
    }
}

extension Machine {
    /// The same, with what a file says of it; what the file leaves open stays.
    fileprivate func filled(from wanted: WantedMachine) -> Machine {
        var machine = self
        machine.name = wanted.name ?? name
        machine.profile = wanted.profile ?? profile
        machine.address = wanted.address ?? address
        machine.variables = wanted.variables ?? variables
        return machine
    }
}

extension InstallState {
    /// Whether somebody's installation waits for the machine, or runs.
    fileprivate var isUnderWay: Bool { [.armed, .booting, .installing, .finishing].contains(self) }
}
