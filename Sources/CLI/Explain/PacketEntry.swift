import Captures
import Decisions
import NetTypes

/// What is told of one packet; `explain --json` prints it as it is.
struct PacketEntry: Encodable {
    /// As tcpdump and Wireshark count.
    let number: Int
    let time: Timestamp
    /// Milliseconds since the first message.
    let since: Int64
    let from: String
    let to: String
    /// Of its VLAN tags, the outer one first.
    let vlans: [UInt16]
    /// `nil` for what cannot be read.
    var message: MessageText?
    /// The daemon's log line; `nil` for what the daemon does not hear.
    var log: String?
    /// Whether a server said the very same as was answered here.
    var isAsAnswered = false
    /// In plain words, the decision first.
    var reasons: [String] = []
    var answer: Answer?

    /// What would be sent, and where.
    struct Answer: Encodable {
        let from: String
        let to: String
        let message: MessageText
        /// The packet that had the very same answer.
        let sameAs: Int?

        init(_ answer: Explanation.Answer, sameAs: Int?) {
            from = answer.source.description
            to = answer.destination
            message = MessageText(answer.message, origins: answer.origins)
            self.sameAs = sameAs
        }
    }

    init(_ packet: CapturedPacket, _ datagram: CapturedDatagram, since: Interval) {
        number = packet.number
        time = packet.time
        self.since = since.milliseconds
        from = "\(datagram.source):\(datagram.sourcePort)"
        to = "\(datagram.destination):\(datagram.destinationPort)"
        vlans = datagram.vlans
    }
}

extension PacketEntry {
    /// For people, an empty line at its end.
    /// - Parameter clock: the time of day of a moment, by local clocks.
    /// - Parameter isWhole: whether each field and option is told, or what a boot depends on.
    func text(isWhole: Bool, clock: (Timestamp) -> String) -> String {
        let tags = vlans.map { ", VLAN \($0)" }.joined()
        let contents = { (message: MessageText) in (isWhole ? message.lines : message.brief).map { "    \($0)" } }
        let title = message.map { "  \($0.title)" } ?? ""
        var lines = ["== \(number)  \(clock(time))  \(sinceStart)\(title)  \(from) > \(to)\(tags)"]
        if let message, isWhole || !isAsAnswered { lines += contents(message) }
        if let log { lines.append("-- \(log)") }
        lines += reasons.map { "   \(visible($0))" }
        if let answer {
            let title = "-> \(answer.message.title), to \(answer.to)"
            if let earlier = answer.sameAs {
                lines.append("\(title): the very same as to packet \(earlier)")
            } else {
                lines += [title] + contents(answer.message)
            }
        }
        return lines.joined(separator: "\n") + "\n\n"
    }

    /// `+12.034s`
    private var sinceStart: String {
        let rest = String(since.magnitude % 1000)
        return "\(since < 0 ? "-" : "+")\(since.magnitude / 1000)." + String(repeating: "0", count: 3 - rest.count)
            + rest + "s"
    }
}
