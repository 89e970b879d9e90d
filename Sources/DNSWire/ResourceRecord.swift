import NetTypes

/// The kind of a record (RFC 1035 §3.2.2, RFC 4701 §3.1). Others are kept, so this is a struct.
package struct RecordType: Hashable, Sendable, RawRepresentable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let a = Self(rawValue: 1)
    package static let cname = Self(rawValue: 5)
    package static let soa = Self(rawValue: 6)
    package static let ptr = Self(rawValue: 12)
    package static let aaaa = Self(rawValue: 28)
    package static let dhcid = Self(rawValue: 49)
    /// In a request: a whole zone, `AXFR`.
    package static let transfer = Self(rawValue: 252)
    /// In a request: records of every kind.
    package static let any = Self(rawValue: 255)

    private static let names: [Self: String] = [
        .a: "A", .cname: "CNAME", .soa: "SOA", .ptr: "PTR", .aaaa: "AAAA", .dhcid: "DHCID",
        .transfer: "AXFR", .any: "ANY",
    ]
}

/// `IN`, or what an update means by a record (RFC 2136 §2.4, §2.5).
package enum RecordClass: UInt16, Hashable, Sendable {
    /// `IN`: the record itself.
    case internet = 1
    /// `NONE`: it must not be there, or goes.
    case none = 254
    /// `ANY`: one of its kind must be there, or all of them go.
    case any = 255
}

/// One record as it stands in a message (RFC 1035 §3.2.1); what an update asks for or does takes the same form.
package struct ResourceRecord: Hashable, Sendable {
    package var owner: DNSName
    package var type: RecordType
    package var recordClass: RecordClass
    /// Seconds that others may remember it.
    package var timeToLive: UInt32
    /// `RDATA`, without compressed names.
    package var data: [UInt8]

    package init(
        _ owner: DNSName, _ type: RecordType, _ recordClass: RecordClass = .internet, timeToLive: UInt32 = 0,
        data: [UInt8] = []
    ) {
        self.owner = owner
        self.type = type
        self.recordClass = recordClass
        self.timeToLive = timeToLive
        self.data = data
    }

    /// The record byte for byte; the data are at most as long as their length can say.
    package var encoded: [UInt8] {
        let data = data.prefix(0xffff)
        var bytes = owner.wire
        bytes.append(bigEndian: type.rawValue)
        bytes.append(bigEndian: recordClass.rawValue)
        bytes.append(bigEndian: timeToLive)
        bytes.append(bigEndian: UInt16(truncatingIfNeeded: data.count))
        return bytes + data
    }
}

extension RecordType: CustomStringConvertible {
    package var description: String { Self.names[self] ?? "TYPE\(rawValue)" }
}
