import CLI
import HTTPWire
import Inventory
import NetTypes
import Settings

/// A daemon that gives canned answers, one after the other, and remembers what it was asked.
final class FakeDaemon: Transport {
    private var answers: [Result<HTTPResponse, NoAnswer>]
    private(set) var requests: [HTTPRequest] = []
    /// The sockets that it was looked for at.
    private(set) var sockets: [String] = []
    private(set) var timeouts: [Interval] = []

    init(_ answers: Result<HTTPResponse, NoAnswer>...) { self.answers = answers }

    /// What a daemon that answers with JSON says.
    convenience init(json: String, status: HTTPStatus = .ok) {
        self.init(.success(.text(status, json, type: "application/json")))
    }

    /// Nobody listens.
    static var broken: FakeDaemon { FakeDaemon() }

    func send(_ request: HTTPRequest, timeout: Interval) throws(NoAnswer) -> HTTPResponse {
        requests.append(request)
        timeouts.append(timeout)
        guard !answers.isEmpty else { throw NoAnswer("connection refused") }
        return try answers.removeFirst().get()
    }

    func connect(to socket: String) -> any Transport {
        sockets.append(socket)
        return self
    }
}

/// What came of a command line.
struct Outcome {
    var status: ExitStatus
    var output = ""
    var errors = ""
    var pauses = 0
}

/// Runs a command line as the shell would split it: at blanks, where '' is an empty word. The clock stands at 09:30 UTC, or
/// goes on by so much with each look at it.
func amorce(
    _ line: String, with daemon: FakeDaemon = .broken, environment: [String: String] = [:], readsLines: Int = .max,
    isDiskFull: Bool = false, secondsPerLook: Int = 0,
    offset: Interval = .seconds(0), files: [String: String] = [:], captures: [String: [UInt8]] = [:],
    machineFiles: @escaping (String) -> [String]? = { _ in nil },
    interfaceAddress: @escaping (String) -> IPv4Address? = { _ in nil },
    load: @escaping (String) throws(Failure) -> Configuration = { file throws(Failure) in
        throw .configuration(["\(file):3: dhcp.mode: \"sever\" is not a mode; write server or off"])
    },
    serve: @escaping (Configuration) throws -> Void = { _ in },
    inspect: @escaping (Configuration) -> [String] = { _ in [] },
    remarks: @escaping (Configuration) -> [String] = { _ in [] },
    profiles: @escaping (Configuration) throws -> [ProfileName] = { _ in [] },
    tryZones: @escaping (Configuration) -> ZoneVerdict = { _ in ([], []) },
    explainer: @escaping MakeExplainer = { _, _, _, _ in { _ in throw NoAnswer("nobody explains") } },
    examine: @escaping (Configuration, StatusReport?, Bool) -> [Finding] = { _, _, _ in [] },
    lint: @escaping LintProfiles = { _, _, _, _ in throw NoAnswer("nobody lints") },
    pack: @escaping PackFiles = { _, _, _ throws(Failure) in }
) -> Outcome {
    var outcome = Outcome(status: .done)
    var lines = 0
    var looks = 0
    let surroundings = Surroundings(
        environment: environment, version: "1.2.3",
        write: { text throws(Failure) in
            guard lines < readsLines else { throw isDiskFull ? .output("No space left on device") : .outputClosed }
            lines += 1
            outcome.output += text
        },
        writeError: { outcome.errors += $0 }, connect: daemon.connect,
        now: {
            defer { looks += 1 }
            return moment("2026-11-21T09:30:00.000Z") + .seconds(looks * secondsPerLook)
        },
        offset: { _ in offset }, pause: { _ in outcome.pauses += 1 },
        read: { path, _ throws(Failure) in
            guard let bytes = captures[path] ?? files[path].map({ Array($0.utf8) }) else {
                throw .input("\(path): cannot be read: no such file")
            }
            return bytes
        }, machineFiles: machineFiles, load: load, serve: serve, inspect: inspect, remarks: remarks, profiles: profiles,
        tryZones: tryZones,
        interfaceAddress: interfaceAddress,
        explainer: explainer, examine: examine, lint: lint, pack: pack)
    outcome.status = CLI.run(line.split(separator: " ").map { $0 == "''" ? "" : String($0) }, in: surroundings)
    return outcome
}

/// A moment that a test writes down; 1970 if it is none, which no test expects.
func moment(_ text: String) -> Timestamp { Timestamp(text) ?? Timestamp(milliseconds: 0) }

/// Ours: Testing has an `ExitStatus` too.
typealias Exit = ExitStatus
