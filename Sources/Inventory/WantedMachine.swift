import NetTypes

/// A machine as a file of an inventory has it.
package struct WantedMachine: Hashable, Sendable, Codable {
    /// Where it stands: `qemu/api-1.xml:2`.
    package let place: String
    /// The address that it boots with.
    package let mac: MACAddress
    /// Those of its other network cards.
    package let otherMACs: [MACAddress]
    /// `nil` where the file leaves it open, as with the three below.
    package let name: HostName?
    package let profile: ProfileName?
    package let address: IPv4Address?
    /// All of its own.
    package let variables: [String: String]?

    package init(
        place: String, mac: MACAddress, otherMACs: [MACAddress] = [], name: HostName? = nil,
        profile: ProfileName? = nil, address: IPv4Address? = nil, variables: [String: String]? = nil
    ) {
        self.place = place
        self.mac = mac
        self.otherMACs = otherMACs
        self.name = name
        self.profile = profile
        self.address = address
        self.variables = variables
    }

    /// Whether both say the same, wherever they stand.
    package func saysTheSame(as other: Self) -> Bool {
        mac == other.mac && Set(otherMACs) == Set(other.otherMACs) && name == other.name && profile == other.profile
            && address == other.address && variables == other.variables
    }
}

/// Machines to take in: the body of `POST /api/v1/inventory`.
package struct MachineImport: Hashable, Sendable, Codable {
    package let machines: [WantedMachine]

    package init(machines: [WantedMachine]) { self.machines = machines }
}

/// What became of machines to take in, in their order: the answer of `POST /api/v1/inventory`.
package struct MachineImportReport: Hashable, Sendable, Codable {
    package let results: [Result]
    /// Whether nothing was written: it was only tried, or was to be done whole and could not be.
    package let isTrial: Bool

    /// What became of one machine.
    package struct Result: Hashable, Sendable, Codable {
        package let place: String
        package let mac: MACAddress
        package let name: HostName?
        package let outcome: Outcome
        /// What is another than before; of a new machine, what it is given.
        package let changes: [Change]
        /// Why it was refused, and what to do; else what is worth knowing.
        package let reason: String?

        package init(
            place: String, mac: MACAddress, name: HostName?, outcome: Outcome, changes: [Change] = [],
            reason: String? = nil
        ) {
            self.place = place
            self.mac = mac
            self.name = name
            self.outcome = outcome
            self.changes = changes
            self.reason = reason
        }
    }

    /// The ends that a machine to take in can come to.
    package enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
        case added, changed, unchanged, refused
    }

    /// One field of a machine, before and after.
    package struct Change: Hashable, Sendable, Codable {
        package let field: Field
        package let from: String?
        package let to: String

        package init(_ field: Field, from: String?, to: String) {
            self.field = field
            self.from = from
            self.to = to
        }
    }

    /// What of a machine an import can change.
    package enum Field: String, Hashable, Sendable, Codable, CaseIterable {
        case name, profile, address, variables
        /// Its next network boot installs.
        case armed
    }

    package init(results: [Result], isTrial: Bool) {
        self.results = results
        self.isTrial = isTrial
    }
}
