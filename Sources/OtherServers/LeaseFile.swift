import Inventory
import NetTypes

/// The leases of a file that another server wrote, or that `amorce lease export` did.
package struct LeaseFile: Hashable, Sendable {
    package let format: LeaseFileFormat
    /// The last word of the file on each address.
    package let leases: [PlacedLease]
    /// What could not be read. It cost no other line.
    package let mistakes: [FileMistake]
    /// What has no place here and is passed over: IPv6.
    package let skipped: [FileMistake]

    package init(
        format: LeaseFileFormat, leases: [PlacedLease], mistakes: [FileMistake] = [], skipped: [FileMistake] = []
    ) {
        self.format = format
        self.leases = leases
        self.mistakes = mistakes
        self.skipped = skipped
    }

    /// Reads a file of any form that is known by its content; `nil` for one that is of none of them, and for JSON, which
    /// pure rooms do not read. `now` tells which leases have run out.
    package init?(_ bytes: [UInt8], file: String, now: Timestamp) {
        switch LeaseFileFormat(recognising: bytes) {
        case .dhcpd: self = readDhcpdLeases(bytes, file: file, now: now)
        case .dnsmasq: self = readDnsmasqLeases(bytes, file: file, now: now)
        case .csv: self = readLeaseTable(bytes, file: file)
        case .json, nil: return nil
        }
    }
}

/// A lease with where it stands in its file.
package struct PlacedLease: Hashable, Sendable {
    package let place: Place
    package let lease: ImportedLease

    package init(_ place: Place, _ lease: ImportedLease) {
        self.place = place
        self.lease = lease
    }
}

/// The forms of lease files that can be told apart by their content.
package enum LeaseFileFormat: String, Hashable, Sendable, CaseIterable {
    /// `dhcpd.leases` of ISC dhcpd.
    case dhcpd
    /// `dnsmasq.leases`.
    case dnsmasq
    /// `amorce lease export --format csv`.
    case csv
    /// `amorce lease export`.
    case json

    /// By the first thing in it that is not a comment; `nil` for what is no lease file.
    package init?(recognising bytes: [UInt8]) {
        var tokens = Tokenizer(Array(bytes.prefix(1 << 16)))
        guard let first = tokens.next() else {
            // dhcpd starts with a file of comments, dnsmasq with an empty one.
            self = .dhcpd
            return
        }
        guard let word = first.word else { return nil }
        if word.hasPrefix("[") {
            self = .json
        } else if word == "duid" || Int64(word) != nil {
            self = .dnsmasq
        } else if word.lowercased() == "address" {
            self = .csv
        } else if Self.words.contains(word.lowercased()) {
            self = .dhcpd
        } else {
            return nil
        }
    }

    /// What `dhcpd.leases` holds outside of blocks (dhcpd.leases(5)).
    private static let words: Set = [
        "lease", "authoring-byte-order", "server-duid", "failover", "host", "group", "subgroup", "class", "subclass",
        "ia-na", "ia-ta", "ia-pd", "shared-network", "pool", "default-duid",
    ]
}
