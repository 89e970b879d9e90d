import NetTypes

/// What boots: a VM or a server, known by its MAC address.
package struct Machine: Hashable, Sendable, Codable {
    package let mac: MACAddress
    /// The host name that an admin or the configuration gave it; `nil` while nobody has.
    package var name: HostName?
    /// What it is called while nobody has, where that is another name than the usual one; the store fills it in.
    package var provisionalName: HostName?
    /// What it is, or is to be, installed as; `nil` while nobody has said.
    package var profile: ProfileName?
    /// The address that is reserved for it; `nil` means any of the pool's.
    package var address: IPv4Address?
    /// Template variables of its own, which an admin or the folder that is followed set; those of the configuration are not
    /// among them. `nil` where it has none.
    package var variables: [String: String]?
    package var state: InstallState
    /// The leave to install it, or the last one that it had; `nil` if nobody ever gave one.
    package var arm: Arm?
    /// `nil` if it has not booted from here since its system was heard.
    package var boots: NetworkBoots?
    /// When a system that was booted from its disk was last heard to take or renew its address.
    package var systemHeard: Timestamp?
    package var origin: Origin
    /// Its firmware, once it has been heard to boot.
    package var firmware: Firmware?
    package var firstSeen: Timestamp?
    package var lastSeen: Timestamp?

    /// Who said that this machine exists.
    package enum Origin: String, Hashable, Sendable, Codable {
        /// An admin, on the command line.
        case admin
        /// The configuration file: only there can it be changed or removed.
        case configuration
        /// The folder that is followed: what it says of the machine is changed there.
        case inventory
        /// It booted here, and nobody had named it.
        case discovered

        /// Whether a file says what the machine is, and not a person on the command line.
        package var isOfFile: Bool { self == .configuration || self == .inventory }
    }

    package init(
        mac: MACAddress, name: HostName? = nil, profile: ProfileName? = nil, address: IPv4Address? = nil,
        variables: [String: String]? = nil, state: InstallState = .localBoot, arm: Arm? = nil,
        boots: NetworkBoots? = nil, systemHeard: Timestamp? = nil,
        origin: Origin = .admin, firmware: Firmware? = nil, firstSeen: Timestamp? = nil,
        lastSeen: Timestamp? = nil
    ) {
        self.mac = mac
        self.name = name
        self.profile = profile
        self.address = address
        self.variables = variables
        self.state = state
        self.arm = arm
        self.boots = boots
        self.systemHeard = systemHeard
        self.origin = origin
        self.firmware = firmware
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
    }

    /// Whether somebody has named it, or chosen what it is installed as; otherwise it is only a MAC address that booted.
    package var isKnown: Bool { origin != .discovered || profile != nil }

    /// Whether the rule for unknown machines says what it boots: nobody has named it, assigned it or had it installed, and no
    /// system was ever heard on it, which would be one that this server knows nothing of.
    package var isUnderRule: Bool {
        origin == .discovered && profile == nil && state == .localBoot && arm == nil && systemHeard == nil
    }

    /// The name that DHCP and DNS give it: its own, or one made from its MAC.
    package var hostName: HostName { name ?? provisionalName ?? HostName(provisionalFor: mac) }

    /// The same machine, called by a template while nobody has named it.
    package func named(by template: HostNameTemplate) -> Machine {
        var machine = self
        machine.provisionalName = template == .usual ? nil : template.name(of: mac)
        return machine
    }
}

extension [String: String] {
    /// Variables as `api-workers=4 disk=/dev/vda`, in the order of their names.
    package var shown: String { sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ") }
}
