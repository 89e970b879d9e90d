/// One `UPDATE`: changes to one zone, all or none of them, if all prerequisites hold (RFC 2136 §2).
package struct DNSUpdate: Hashable, Sendable {
    package var zone: DNSName
    package var prerequisites: [Prerequisite]
    package var changes: [Change]

    package init(of zone: DNSName, if prerequisites: [Prerequisite] = [], _ changes: [Change] = []) {
        self.zone = zone
        self.prerequisites = prerequisites
        self.changes = changes
    }

    /// What must hold in the zone before anything is changed.
    package enum Prerequisite: Hashable, Sendable {
        /// Else `NXDOMAIN` (RFC 2136 §2.4.4).
        case nameInUse(DNSName)
        /// Else `YXDOMAIN` (RFC 2136 §2.4.5).
        case nameNotInUse(DNSName)
        /// There is one of the kind, whatever it says; else `NXRRSET` (RFC 2136 §2.4.1).
        case hasRecords(DNSName, RecordType)
        /// Else `YXRRSET` (RFC 2136 §2.4.3).
        case hasNoRecords(DNSName, RecordType)
        /// The only record of its kind says exactly this; else `NXRRSET` (RFC 2136 §2.4.2).
        case hasOnly(DNSName, RecordData)
    }

    /// One step; the server takes them in order. There is none that removes a name with all it has: who else put
    /// something there is not known.
    package enum Change: Hashable, Sendable {
        /// RFC 2136 §2.5.1
        case add(DNSRecord)
        /// All of the kind (RFC 2136 §2.5.2).
        case removeAll(DNSName, RecordType)
        /// The one that says exactly this, if it is there (RFC 2136 §2.5.4).
        case remove(DNSName, RecordData)
    }
}

/// A record of a zone: a name, what it says, and for how long others may remember it.
package struct DNSRecord: Hashable, Sendable {
    package var owner: DNSName
    package var data: RecordData
    /// In seconds.
    package var timeToLive: UInt32

    package init(_ owner: DNSName, _ data: RecordData, timeToLive: UInt32) {
        self.owner = owner
        self.data = data
        self.timeToLive = timeToLive
    }
}

extension DNSUpdate.Prerequisite {
    /// As it stands in a message: class and data say what is meant (RFC 2136 §2.4).
    package var record: ResourceRecord {
        switch self {
        case .nameInUse(let name): ResourceRecord(name, .any, .any)
        case .nameNotInUse(let name): ResourceRecord(name, .any, .none)
        case .hasRecords(let name, let type): ResourceRecord(name, type, .any)
        case .hasNoRecords(let name, let type): ResourceRecord(name, type, .none)
        case .hasOnly(let name, let data): ResourceRecord(name, data.type, data: data.encoded)
        }
    }
}

extension DNSUpdate.Change {
    /// As it stands in a message (RFC 2136 §2.5).
    package var record: ResourceRecord {
        switch self {
        case .add(let record):
            ResourceRecord(
                record.owner, record.data.type, timeToLive: record.timeToLive, data: record.data.encoded)
        case .removeAll(let name, let type): ResourceRecord(name, type, .any)
        case .remove(let name, let data): ResourceRecord(name, data.type, .none, data: data.encoded)
        }
    }
}

extension DNSRecord: CustomStringConvertible {
    package var description: String { "\(owner) \(timeToLive) \(data)" }
}
