import DHCPWire
import NetTypes

/// What was said to each client last, to compare what servers say with. Bounded: a capture may hold any number of clients.
struct AnswerBook {
    private struct Client: Hashable {
        let transactionID: UInt32
        let hardware: DHCPMessage.HardwareAddress

        init(_ message: DHCPMessage) {
            transactionID = message.transactionID
            hardware = message.hardwareAddress
        }
    }

    private struct Entry {
        let number: Int
        /// The first packet that this was the answer to.
        let first: Int
        let answer: DHCPMessage?
    }

    private var entries: [Client: Entry] = [:]

    /// Keeps what was answered to a packet; the number of an earlier one that the client got the very same answer to,
    /// `nil` if there is none.
    mutating func add(_ answer: DHCPMessage?, to message: DHCPMessage, number: Int) -> Int? {
        if entries.count >= 4096 { entries.removeAll() }
        let former = entries[Client(message)]
        let first = former.flatMap { $0.answer == answer && answer != nil ? $0.first : nil }
        entries[Client(message)] = Entry(number: number, first: first ?? number, answer: answer)
        return first
    }

    /// What a server's message is, and how it differs from what was answered here.
    func comparison(
        of message: DHCPMessage, from source: IPv4Address, isOwn: Bool
    ) -> (isSame: Bool, reasons: [String]) {
        let identifier = (try? message.options.value(.serverIdentifier)).flatMap { $0 } ?? source
        let server = isOwn ? "this server, \(identifier)" : "another server, \(identifier)"
        let head = "\(server), \(deed(message))"
        guard let entry = entries[Client(message)] else {
            return (false, ["\(head); what the client asked is not in the capture"])
        }
        guard let ours = entry.answer else {
            return (false, ["\(head); amorce answered nothing (packet \(entry.number))"])
        }
        guard message.type == ours.type else {
            return (false, ["\(head); amorce \(deed(ours)) (packet \(entry.number))"])
        }
        let differences = MessageText.differences(of: message, from: ours)
        let place = "amorce's answer to packet \(entry.number)"
        guard !differences.isEmpty else { return (true, ["\(head), just as in \(place)"]) }
        return (false, ["\(head); other than in \(place):"] + differences)
    }

    /// What a server does by a message.
    private func deed(_ message: DHCPMessage) -> String {
        let address = message.yourAddress
        switch message.type {
        case .offer: return "offered \(address.isUnspecified ? "a boot file and no address" : "\(address)")"
        case .ack: return "acknowledged \(address.isUnspecified ? "without an address" : "\(address)")"
        case .nak: return "refused"
        case let type: return "sent \(type?.description ?? "a reply without a type (BOOTP)")"
        }
    }
}

extension DHCPMessage {
    /// Option 53; `nil` where there is none to be read.
    var type: DHCPMessageType? { (try? options.value(.messageType)).flatMap { $0 } }
}
