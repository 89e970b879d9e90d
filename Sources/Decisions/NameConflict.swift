import DNSWire

/// A name that is someone else's.
package enum NameConflict: Hashable, Sendable {
    /// Its records are not this machine's to change.
    case name(DNSName)
    /// So is the name of its address.
    case reverse(DNSName)
    /// It stands for another name.
    case alias(DNSName)

    init(_ stage: PlacedStage) {
        switch stage.stage.direction {
        case .forward: self = .name(stage.owner)
        case .reverse: self = .reverse(stage.owner)
        }
    }
}

extension NameConflict: CustomStringConvertible {
    /// The fact.
    package var description: String {
        switch self {
        case .name(let name): "\(name) has records that are not this machine's"
        case .reverse(let name): "\(name) leads to another name, by someone's own hand"
        case .alias(let name): "\(name) is an alias (CNAME)"
        }
    }

    /// What an admin can do.
    package var cure: String {
        switch self {
        case .name: "give the machine another name, or remove those records: then the name is written by itself"
        case .reverse: "remove that record, or take the address out of the pool: then the name is written by itself"
        case .alias: "give the machine another name, or remove the alias: then the name is written by itself"
        }
    }
}

/// What was met on the way and is no failure.
package enum NameNote: Hashable, Sendable {
    /// The very record was there, by another's hand. It is left as it is, also when the machine goes.
    case madeByOthers(DNSName)
    /// None of the zones holds the name.
    case noZone(DNSName)

    init(noZoneFor stage: NameStage) {
        switch stage.direction {
        case .forward: self = .noZone(stage.binding.name)
        case .reverse: self = .noZone(DNSName(reverseOf: stage.binding.address))
        }
    }
}

extension NameNote: CustomStringConvertible {
    package var description: String {
        switch self {
        case .madeByOthers(let name): "\(name) was right already, by another's hand, and stays that one's"
        case .noZone(let name): "\(name) is in none of the zones under dns"
        }
    }
}
