import Inventory
import NetTypes

/// One entry of `dhcpd.leases`: what stands between its braces.
struct DhcpdLease {
    private var state = "active"
    private var start: Timestamp?
    private var end: Timestamp?
    private var mac: MACAddress?
    private var client: ClientIdentifier?
    private var name: HostName?

    /// - Parameter place: where the entry starts.
    init(_ statements: [Statement], at place: Place) throws(FileMistake) {
        for statement in statements {
            switch statement.name {
            case "starts": start = try Self.moment(statement)
            case "ends": end = try Self.moment(statement)
            case "binding":
                guard statement.keyword(at: 1) == "state", let state = statement.keyword(at: 2) else { continue }
                self.state = state
            case "hardware":
                guard statement.keyword(at: 1) == "ethernet", let text = statement.token(at: 2)?.word,
                    let mac = MACAddress(looseColons: text)
                else {
                    throw FileMistake(
                        statement.place, fact: "\"\(statement.text)\" is no Ethernet address",
                        cure: "amorce knows machines by such addresses only; this lease is left out")
                }
                self.mac = mac
            case "uid": client = statement.identifier
            case "client-hostname", "hostname": name = statement.token(at: 1)?.text.flatMap(HostName.init(firstLabel:))
            // tstp, tsfp, atsfp, cltt, next and rewind state, options, billing, scripts: nothing of ours.
            default: continue
            }
        }
        if mac == nil, Self.lent.contains(state) {
            throw FileMistake(
                place, fact: "the lease has no \"hardware ethernet\"",
                cure: "amorce knows machines by their MAC addresses; this lease is left out")
        }
    }

    /// What it is for us; `nil` for an address that nobody has or had.
    func lease(of address: IPv4Address, now: Timestamp) -> ImportedLease? {
        let expiry = end ?? .never
        let isOver = expiry <= now
        switch state {
        case "abandoned":
            // dhcpd takes the hardware address out of what it abandons: the address is nobody's.
            guard !isOver, let nobody = MACAddress(number: 0) else { return nil }
            return ImportedLease(
                address: address, mac: mac ?? nobody, name: nil, state: .quarantined, start: start, expiry: expiry)
        case let state:
            guard let mac else { return nil }
            let isActive = Self.lent.contains(state) && !isOver
            return ImportedLease(
                address: address, mac: mac, client: client, name: name, state: isActive ? .active : .free, start: start,
                expiry: isActive ? expiry : min(expiry, now))
        }
    }

    /// States in which a client has the address: `bootp` leases never end, `reserved` ones are kept for their client.
    private static let lent: Set = ["active", "bootp", "reserved"]

    /// `6 2026/11/21 09:15:03`, in UTC; `epoch 1795252503`, which `db-time-format local` writes; `never`.
    private static func moment(_ statement: Statement) throws(FileMistake) -> Timestamp {
        let words = statement.words.dropFirst().compactMap(\.word)
        if words.first?.lowercased() == "never" { return .never }
        if words.first?.lowercased() == "epoch", words.count == 2, let seconds = Int64(words[1]),
            let moment = Timestamp(epoch: seconds)
        {
            return moment
        }
        if words.count == 3, words[1].utf8.count == 10,
            let moment = Timestamp("\(words[1].replacing("/", with: "-"))T\(words[2]).000Z")
        {
            return min(moment, .never)
        }
        throw FileMistake(
            statement.place, fact: "\"\(statement.text)\" is no time",
            cure: "write \(statement.name) WEEKDAY YYYY/MM/DD HH:MM:SS, in UTC, or never; this lease is left out")
    }
}

extension Statement {
    /// What a client calls itself: a string, or bytes with colons between.
    fileprivate var identifier: ClientIdentifier? {
        switch token(at: 1)?.content {
        case .string(let bytes): ClientIdentifier(bytes)
        case .word(let text): [UInt8](looseColons: text).flatMap { ClientIdentifier($0) }
        case .mark, nil: nil
        }
    }
}

extension Timestamp {
    /// The end of what does not end: the last second of year 9999.
    package static var never: Self { Self(seconds: 253_402_300_799) }

    /// Seconds since 1970; `nil` before that, and after `never`.
    init?(epoch seconds: Int64) {
        guard (0...Self.never.seconds).contains(seconds) else { return nil }
        self.init(seconds: seconds)
    }
}

extension HostName {
    /// The name of a host that may be given with its domain; `nil` if it is none.
    init?(firstLabel text: String) { self.init(text.prefix { $0 != "." }) }
}

extension MACAddress {
    /// ISC's notation, in which a byte may have one digit: `0:0:c0:5d:bd:95`.
    init?(looseColons text: String) {
        guard let bytes = [UInt8](looseColons: text) else { return nil }
        self.init(bytes)
    }
}

extension [UInt8] {
    /// Bytes of one or two hexadecimal digits, with colons between.
    init?(looseColons text: String) {
        self = []
        for group in text.split(separator: ":", omittingEmptySubsequences: false) {
            guard (1...2).contains(group.utf8.count), let byte = UInt8(group, radix: 16), !group.hasPrefix("+") else {
                return nil
            }
            append(byte)
        }
    }
}
