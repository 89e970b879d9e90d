import Captures
import DHCPWire
import Decisions
import NetTypes

/// Tells a capture packet by packet, and counts what it passes over.
struct CaptureAccount {
    private let own: OwnAddresses
    private let filter: MachineFilter
    private let answer: ExplainMessage
    private var start: Timestamp?
    private var counts = Counts()
    /// The last datagrams, for one that was captured on several interfaces is captured several times.
    private var recent: [CapturedDatagram] = []
    private var book = AnswerBook()

    private struct Counts {
        var clients = 0
        var servers = 0
        var flawed = 0
        var copies = 0
        var filtered = 0
        var fragments = 0
        var unknownLinks = 0
        var others = 0
    }

    init(_ own: OwnAddresses, of filter: MachineFilter, answer: @escaping ExplainMessage) {
        self.own = own
        self.filter = filter
        self.answer = answer
    }

    /// What there is to tell of a packet; `nil` where it is none of DHCP's, or another machine's.
    mutating func entry(for packet: CapturedPacket) throws(Failure) -> PacketEntry? {
        switch packet.content {
        case .datagram(let datagram) where datagram.isOfDHCP:
            guard !isCopy(datagram) else {
                counts.copies += 1
                return nil
            }
            var entry = entry(packet, datagram)
            let message = try? DHCPMessage(decoding: datagram.payload.span)
            // What is not told counts even so: another machine may have the address.
            try fill(&entry, from: datagram, message)
            return told(entry, about: message)
        case .flawed(let datagram, let flaw) where datagram.isOfDHCP:
            counts.flawed += 1
            var entry = entry(packet, datagram)
            entry.reasons = ["not looked at: \(flaw.words)"]
            return told(entry, about: nil)
        case .laterFragment:
            counts.fragments += 1
            return nil
        case .unknownLink:
            counts.unknownLinks += 1
            return nil
        case .datagram, .flawed, .other:
            counts.others += 1
            return nil
        }
    }

    /// What was passed over, and how many messages there were.
    var summary: String {
        let parts = [
            (counts.filtered, "not of \(filter.identity ?? "it"), and not shown"),
            (counts.flawed, "that could not be looked at"), (counts.copies, "copies from other interfaces"),
            (counts.fragments, "later pieces of fragmented datagrams"), (counts.others, "packets of other kinds"),
            (counts.unknownLinks, "packets of links that are none of \(LinkType.knownNames)"),
        ]
        return "messages: \(counts.clients) of clients, \(counts.servers) of servers"
            + parts.filter { $0.0 > 0 }.map { "; \($0.0) \($0.1)" }.joined() + "\n"
    }

    private mutating func entry(_ packet: CapturedPacket, _ datagram: CapturedDatagram) -> PacketEntry {
        let start = start ?? packet.time
        self.start = start
        return PacketEntry(packet, datagram, since: packet.time - start)
    }

    private mutating func isCopy(_ datagram: CapturedDatagram) -> Bool {
        // The packet holds IP's own number of it, which a client that asks again changes, and so does the hop count.
        let isKnown = recent.contains {
            $0.packet == datagram.packet && (datagram.time - $0.time).milliseconds.magnitude < 100
        }
        recent = (isKnown ? [] : [datagram]) + recent.prefix(7)
        return isKnown
    }

    private mutating func told(_ entry: PacketEntry, about message: DHCPMessage?) -> PacketEntry? {
        guard filter.takes(message) else {
            counts.filtered += 1
            return nil
        }
        return entry
    }

    private mutating func fill(
        _ entry: inout PacketEntry, from datagram: CapturedDatagram, _ message: DHCPMessage?
    ) throws(Failure) {
        if let message { entry.message = MessageText(message) }
        if let message, message.operation == .reply {
            counts.servers += 1
            let isOwn = own.all.contains(datagram.source)
            (entry.isAsAnswered, entry.reasons) = book.comparison(of: message, from: datagram.source, isOwn: isOwn)
            return
        }
        counts.clients += 1
        let explanation = try own.hears(datagram) ? explain(datagram, entry.number) : .unheard(own.reason(datagram))
        let earlier = message.flatMap { book.add(explanation.answer?.message, to: $0, number: entry.number) }
        entry.log = explanation.line
        entry.reasons = explanation.reasons
        entry.answer = explanation.answer.map { PacketEntry.Answer($0, sameAs: earlier) }
    }

    private func explain(_ datagram: CapturedDatagram, _ number: Int) throws(Failure) -> Explanation {
        do {
            return try answer(
                HeardMessage(
                    datagram.payload, arrival: own.arrival(of: datagram), port: datagram.destinationPort,
                    peer: datagram.source, time: datagram.time))
        } catch {
            throw .input("packet \(number): its answer cannot be worked out: \(error)")
        }
    }
}

extension OwnAddresses {
    /// Whether a datagram comes to this host; else it was seen on its way to another.
    fileprivate func hears(_ datagram: CapturedDatagram) -> Bool {
        datagram.destination == .broadcast || datagram.destination == broadcast || all.contains(datagram.destination)
    }

    fileprivate func reason(_ datagram: CapturedDatagram) -> String {
        "it goes to \(datagram.destination) alone, and the daemon is \(link)"
    }

    fileprivate func arrival(of datagram: CapturedDatagram) -> Arrival {
        let isOwn = all.contains(datagram.destination)
        return Arrival(
            link: link, local: isOwn ? datagram.destination : nil, isBroadcast: !isOwn, peerPort: datagram.sourcePort)
    }
}

extension DatagramFlaw {
    fileprivate var words: String {
        switch self {
        case .fragmented: "it is the first piece of a fragmented datagram, and pieces are not put together"
        case .cut(let kept, let whole): "the capture kept \(kept) of its \(whole) bytes; let tcpdump keep all: -s 0"
        case .lengths: "the lengths in its IP and UDP headers do not fit each other"
        }
    }
}
