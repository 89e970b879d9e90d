import DNSWire
import NetTypes

/// A name and the address that it leads to, in both directions.
package struct NameBinding: Hashable, Sendable {
    package let name: DNSName
    package let address: IPv4Address
    /// The machine's own mark.
    package let mark: DHCID

    package init(_ name: DNSName, _ address: IPv4Address, mark: DHCID) {
        self.name = name
        self.address = address
        self.mark = mark
    }
}

/// What changes for one machine: a name that it had and one that it gets, either of which may be missing.
package struct NameChange: Hashable, Sendable {
    package let old: NameBinding?
    package let new: NameBinding?

    package init(from old: NameBinding?, to new: NameBinding?) {
        self.old = old
        self.new = new
    }

    /// One name server's zone is changed at a time, in this order.
    ///
    /// A name never leads to an address that another machine has, and an address never to a name that does not lead back:
    /// what led to an address that was left goes first, a new name comes before its address leads to it, and an old one
    /// goes after that.
    var stages: [NameStage] {
        var stages: [NameStage] = []
        if let old, old.address != new?.address { stages.append(NameStage(.withdraw, .reverse, old)) }
        if let new { stages += [NameStage(.publish, .forward, new), NameStage(.publish, .reverse, new)] }
        if let old, old.name != new?.name { stages.append(NameStage(.withdraw, .forward, old)) }
        return stages
    }
}

/// One name that is written or taken away, in one direction.
struct NameStage: Hashable, Sendable {
    enum Purpose: Hashable, Sendable { case publish, withdraw }
    enum Direction: Hashable, Sendable { case forward, reverse }

    let purpose: Purpose
    let direction: Direction
    let binding: NameBinding

    init(_ purpose: Purpose, _ direction: Direction, _ binding: NameBinding) {
        self.purpose = purpose
        self.direction = direction
        self.binding = binding
    }
}
