import DHCPWire
import Inventory
import NetTypes

/// A message as a server hears it.
package struct HeardMessage: Hashable, Sendable {
    package let bytes: [UInt8]
    package let arrival: Arrival
    /// The port that it was sent to.
    package let port: UInt16
    /// The address that it was sent from.
    package let peer: IPv4Address
    package let time: Timestamp

    package init(_ bytes: [UInt8], arrival: Arrival, port: UInt16, peer: IPv4Address, time: Timestamp) {
        self.bytes = bytes
        self.arrival = arrival
        self.port = port
        self.peer = peer
        self.time = time
    }
}

/// What became of one DHCP message and why: for people, never on the packet's way.
package struct Explanation: Sendable {
    /// The daemon's log line; `nil` for what it does not hear.
    package let line: String?
    /// Why it was decided so, a sentence each, the decision first.
    package let reasons: [String]
    package let answer: Answer?

    /// What is sent, and where.
    package struct Answer: Sendable {
        package let message: DHCPMessage
        package let source: IPv4Address
        /// `everyone on the link, port 68`
        package let destination: String
        /// Which part of amorce an option comes from, by its code: the configuration's, the daemon itself, or back from
        /// the client or its relay.
        package let origins: [UInt8: String]

        package init(_ message: DHCPMessage, from source: IPv4Address, to destination: String, told: [ReplyOption]) {
            self.message = message
            self.source = source
            self.destination = destination
            let codes = Set(message.options.entries.map(\.code))
            origins = Dictionary(uniqueKeysWithValues: codes.map { ($0, origin(of: $0, in: message.options, told)) })
        }
    }

    package init(line: String?, reasons: [String], answer: Answer? = nil) {
        self.line = line
        self.reasons = reasons
        self.answer = answer
    }

    /// A message that no socket of the daemon's gets.
    package static func unheard(_ reason: String) -> Self {
        Self(line: nil, reasons: ["not heard by the daemon: \(reason)"])
    }
}

private func origin(of code: UInt8, in options: DHCPOptions, _ told: [ReplyOption]) -> String {
    let configured = told.first { $0.code == code && options.bytes(code) == $0.value[...] }
    if let origin = configured?.origin { return origin.description }
    switch code {
    case OptionKey.clientIdentifier.code, OptionKey.machineIdentifier.code: return "client"
    case OptionKey.relayAgentInformation.code: return "relay"
    default: return "daemon"
    }
}
