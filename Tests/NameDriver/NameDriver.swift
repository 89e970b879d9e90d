import DNSWire
import Decisions
import Foundation
import Inventory
import LDNS
import LinuxIO
import NetTypes
import Services

/// Carries changes of names to real name servers, as the daemon does, and prints what came of each: `done`, `conflict …`
/// or `later …`, with notes in front.
///
///     NameDriver --server ADDRESS:PORT --key FILE --zone NAME --reverse NAME [--mode MODE] COMMAND
///
///     publish NAME ADDRESS MAC
///     withdraw NAME ADDRESS MAC
///     rename OLD NEW ADDRESS MAC
///     move NAME OLD NEW MAC
///     burst COUNT                    publishes n0, n1 …, and prints how many a second
///     ask NAME TYPE                  asks for records by the number of their kind, unsigned
@main
enum NameDriver {
    static func main() throws {
        var arguments = try Arguments(CommandLine.arguments.dropFirst())
        let loop = try EventLoop(name: "names")
        try loop.start()
        let (run, ended) = (try Run(&arguments, loop), Signal())
        loop.enter { run.start { ended.broadcast() } }
        while ended.count == 0 { ended.wait(beyond: 0, for: .seconds(60)) }
        loop.stop()
    }
}

/// What was asked for on the command line.
struct Arguments {
    var servers: [NameServer] = []
    var key: TSIGKey?
    var forward: [DNSName] = []
    var reverse: [ReverseZone] = []
    var mode = ConflictMode.checkExistsWithDHCID
    var words: [String] = []

    init(_ arguments: some Sequence<String>) throws {
        var rest = Array(arguments)[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--") else { words.append(word); continue }
            let value = try need(rest.popFirst(), word)
            switch word {
            case "--server":
                let parts = value.split(separator: ":")
                servers.append(
                    NameServer(try need(IPv4Address(parts[0]), value), port: try need(UInt16(parts[1]), value)))
            case "--key": key = try TSIGKey(reading: Array(Data(contentsOf: URL(filePath: value))))
            case "--zone": forward.append(try need(DNSName(value), value))
            case "--reverse": reverse.append(try need(DNSName(value).flatMap { ReverseZone($0) }, value))
            case "--mode": mode = try need(ConflictMode(rawValue: value), value)
            default: throw Misuse(text: word)
            }
        }
    }

    var zones: NameZones { NameZones(forward: forward, reverse: reverse) }

    /// A machine's name in the first zone.
    func binding(_ name: String, _ address: String, _ mac: String) throws -> NameBinding {
        let name = try need(DNSName("\(name).\(forward[0])"), name)
        let mark = DHCID(try need(MACAddress(mac), mac), name: name)
        return NameBinding(name, try need(IPv4Address(address), address), mark: mark)
    }

    func changes() throws -> [NameChange] {
        switch (words.first, words.dropFirst().map { $0 }) {
        case ("publish", let words) where words.count == 3:
            return [NameChange(from: nil, to: try binding(words[0], words[1], words[2]))]
        case ("withdraw", let words) where words.count == 3:
            return [NameChange(from: try binding(words[0], words[1], words[2]), to: nil)]
        case ("rename", let words) where words.count == 4:
            return [
                NameChange(
                    from: try binding(words[0], words[2], words[3]), to: try binding(words[1], words[2], words[3]))
            ]
        case ("move", let words) where words.count == 4:
            return [
                NameChange(
                    from: try binding(words[0], words[1], words[3]), to: try binding(words[0], words[2], words[3]))
            ]
        case ("burst", let words) where words.count == 1:
            return try (0..<(try need(Int(words[0]), words[0]))).map { number in
                let address = IPv4Address(number: 0x0a4d_0000 + UInt32(number))
                return NameChange(
                    from: nil, to: try binding("n\(number)", "\(address)", String(format: "525400%06x", number)))
            }
        default: return []
        }
    }
}

struct Misuse: Error { let text: String }

func need<Value>(_ value: Value?, _ text: String) throws -> Value {
    guard let value else { throw Misuse(text: text) }
    return value
}

/// Changes on their way, so many at once; all of it happens on the loop.
final class Run: @unchecked Sendable {
    private let arguments: Arguments
    private let courier: NameCourier
    private let changes: [NameChange]
    private var next = 0
    private var ended = 0
    private var failed = 0
    private let began = ContinuousClock.now
    private var whenEnded: () -> Void = {}

    init(_ arguments: inout Arguments, _ loop: EventLoop) throws {
        self.arguments = arguments
        courier = NameCourier(loop: loop)
        changes = try arguments.changes()
    }

    func start(whenEnded: @escaping () -> Void) {
        self.whenEnded = whenEnded
        let words = arguments.words
        if words.first == "ask", words.count == 3, let name = DNSName(words[1]), let type = UInt16(words[2]) {
            return ask(.query(name, RecordType(rawValue: type)), key: nil) { end in
                switch end {
                case .replied(let reply): print(reply.code, reply.answers.count)
                case .failed(let trouble): print("later", trouble.kind, trouble)
                }
                whenEnded()
            }
        }
        for _ in 0..<min(64, changes.count) { begin() }
        if changes.isEmpty { whenEnded() }
    }

    private func begin() {
        guard next < changes.count else { return }
        let change = changes[next]
        next += 1
        let update = NameUpdate(change, mode: arguments.mode, zones: arguments.zones, timeToLive: 300)
        act(update.opening, update)
    }

    private func act(_ action: NameUpdateAction, _ update: NameUpdate) {
        switch action {
        case .send(let message):
            ask(.update(message), key: arguments.key) { [self] end in
                var update = update
                switch end {
                case .replied(let reply): act(update.on(.replied(reply.code)), update)
                case .failed(let trouble): act(update.on(.failed(trouble)), update)
                }
            }
        case .finish(let end): finish(update, end)
        }
    }

    private func finish(_ update: NameUpdate, _ end: NameUpdateEnd) {
        ended += 1
        if end != .done { failed += 1 }
        if changes.count == 1 {
            for note in update.notes { print("note", note) }
            switch end {
            case .done: print("done")
            case .conflict(let conflict): print("conflict", conflict)
            case .later(let trouble): print("later", trouble.kind, trouble)
            }
        }
        begin()
        guard ended == changes.count else { return }
        if changes.count > 1 {
            let time = ContinuousClock.now - began
            let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
            print("\(ended) changes, \(failed) failed, \(Int(Double(ended) / seconds)) a second")
        }
        whenEnded()
    }

    private func ask(_ request: DNSRequest, key: TSIGKey?, whenEnded: @escaping (NameExchangeEnd) -> Void) {
        do throws(LDNSError) {
            courier.carry(try OutgoingRequest(request, key: key), to: arguments.servers, whenEnded: whenEnded)
        } catch {
            print(error)
            self.whenEnded()
        }
    }
}
