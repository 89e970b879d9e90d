import Captures
import Inventory
import NetTypes
import Settings

/// A capture of DHCP alone has a megabyte for three thousand messages.
private let largestCapture = 256 << 20

extension Command {
    @Sendable static func explain(_ session: Session) throws(Failure) {
        let path = session.invocation[.capture]
        let file = path == "-" ? "standard input" : path
        let configuration = try session.surroundings.load(session.configurationFile.path)
        let bytes = try session.input(path, atMost: largestCapture)
        var reader = try explaining(file) { () throws(WireError) in try CaptureReader(bytes) }
        let own = try session.ownAddresses(configuration, heardIn: reader)
        let state = try session.knownState()
        let filter = MachineFilter(
            try session.invocation[.machine].map(session.identity), state, configuration)
        var account: CaptureAccount
        do {
            account = CaptureAccount(
                own, of: filter, answer: try session.surroundings.explainer(configuration, state, own.link, own.all))
        } catch {
            throw .input("what is known cannot be used: \(error); begin without it: --empty")
        }
        let mode = configuration.dhcp.mode
        if mode != .server {
            session.complain("dhcp.mode is \(mode.rawValue): this tells what is answered where it is server")
        }

        if !session.invocation.has(.json) { try session.print(own.text(known: state, configuration)) }
        while let packet = try explaining(file, { () throws(WireError) in try reader.next() }) {
            guard let entry = try account.entry(for: packet) else { continue }
            try session.print(session.text(of: entry))
        }
        if !session.invocation.has(.json) { try session.print(account.summary) }
    }

    private static func explaining<Value>(
        _ file: String, _ read: () throws(WireError) -> Value
    ) throws(Failure) -> Value {
        do throws(WireError) {
            return try read()
        } catch {
            throw .input("\(file): \(error)" + error.captureCure)
        }
    }
}

extension Session {
    fileprivate func text(of entry: PacketEntry) throws(Failure) -> String {
        if invocation.has(.json) { return try JSONText.line(entry) + "\n" }
        return entry.text(isWhole: invocation.has(.everyOption), clock: clock)
    }

    /// What the running daemon knows.
    func daemonsKnowledge() throws(Failure) -> KnownState {
        let daemon = try daemon()
        let machines: [MachineReport] = try daemon.get("machines")
        return KnownState(machines: machines.map(\.machine), leases: try daemon.get("leases"))
    }

    /// The same for an explanation; nothing where there is none, or where nothing is wanted.
    fileprivate func knownState() throws(Failure) -> KnownState {
        guard !invocation.has(.empty) else { return KnownState() }
        do throws(Failure) {
            return try daemonsKnowledge()
        } catch {
            guard case .unreachable(let socket, let reason) = error else { throw error }
            complain("the daemon can't be reached at \(socket): \(reason); explaining without leases, as with --empty")
            return KnownState()
        }
    }
}

extension WireError {
    /// What follows the error of a capture that ends too early.
    fileprivate var captureCure: String {
        guard case .short = problem else { return "" }
        return offset == 0 ? ": it is no capture" : ": the file is cut off here; what comes before was read"
    }
}
