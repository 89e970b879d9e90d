/// What a name server is asked.
package enum DNSRequest: Hashable, Sendable {
    case update(DNSUpdate)
    /// For the records of a kind, from the server's own zones only.
    case query(DNSName, RecordType)
    /// The same, of a resolver: it asks elsewhere what it does not know (`RD`, RFC 1035 §4.1.1).
    case lookup(DNSName, RecordType)
    /// For all records of a zone, `AXFR` (RFC 5936).
    case transfer(DNSName)

    /// The question, or the zone of an update, which stands in its place (RFC 2136 §2.3).
    package var question: DNSQuestion {
        switch self {
        case .update(let update): DNSQuestion(name: update.zone, type: .soa)
        case .query(let name, let type), .lookup(let name, let type): DNSQuestion(name: name, type: type)
        case .transfer(let zone): DNSQuestion(name: zone, type: .transfer)
        }
    }

    /// Whether who is asked is to ask others.
    package var isForResolver: Bool {
        switch self {
        case .update, .query, .transfer: false
        case .lookup: true
        }
    }

    /// Whether it changes something.
    package var isUpdate: Bool {
        switch self {
        case .update: true
        case .query, .lookup, .transfer: false
        }
    }
}

/// What a message is about (RFC 1035 §4.1.2).
package struct DNSQuestion: Hashable, Sendable {
    package let name: DNSName
    package let type: RecordType

    package init(name: DNSName, type: RecordType) {
        self.name = name
        self.type = type
    }
}
