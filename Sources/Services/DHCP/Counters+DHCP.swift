import DHCPWire
import Decisions

extension Counters {
    /// One more message of that type that came in; `nil` for one that could not be read.
    package func count(heard type: DHCPMessageType?) {
        count(type.map { heardNames[Int($0.rawValue)] } ?? "dhcp.in.undecodable")
    }
    /// One more message that went out, by its type.
    package func count(sent message: DHCPMessage) {
        if let type = try? message.options.value(.messageType) { count(sentNames[Int(type.rawValue)]) }
    }
    /// One more message without an answer.
    package func count(quiet reason: QuietReason) { count("dhcp.quiet.\(reason.name)") }
}

// Made once: a name that is put together for each message costs more than counting it.
private let heardNames = (0...255 as ClosedRange<UInt8>).map { "dhcp.in.\(DHCPMessageType(rawValue: $0))" }
private let sentNames = (0...255 as ClosedRange<UInt8>).map { "dhcp.out.\(DHCPMessageType(rawValue: $0))" }
