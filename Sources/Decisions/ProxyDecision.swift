import Inventory
import NetTypes

/// What is done about one message beside another DHCP server, which lends the addresses: machines that boot are told
/// what to boot, and nobody else is told anything (PXE 2.1 §2.2).
package enum ProxyDecision: Hashable, Sendable {
    /// The machine is told what to boot, without an address.
    case offer
    /// What it asked again, at this server's own request.
    case acknowledge
    case stayQuiet(QuietReason)
}

/// Where a message came in.
package enum ProxyDoor: UInt16, Hashable, Sendable, CaseIterable {
    /// Where every DHCP server hears.
    case dhcp = 67
    /// Where a boot server hears those that have an address already (PXE 2.1 §2.2.1).
    case boot = 4011
}

/// All that a decision about one message may know in proxy mode.
package struct ProxyFacts: Hashable, Sendable {
    package let door: ProxyDoor
    /// Whether the client names this server in option 54, under any of its addresses.
    package let namesThisServer: Bool
    /// Whether there is something for it to boot.
    package let hasLoader: Bool
    package let unknownMachines: UnknownMachines
    package let machine: Machine?

    package init(
        door: ProxyDoor = .dhcp, namesThisServer: Bool = false, hasLoader: Bool = true,
        unknownMachines: UnknownMachines = .prompt, machine: Machine? = nil
    ) {
        self.door = door
        self.namesThisServer = namesThisServer
        self.hasLoader = hasLoader
        self.unknownMachines = unknownMachines
        self.machine = machine
    }

    /// Whether nobody has named the client.
    var isUnknown: Bool { machine?.isKnown != true }
}
