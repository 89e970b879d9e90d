import Inventory
import NetTypes
import Settings

/// One command at work: what was asked, and where.
struct Session {
    let invocation: Invocation
    let surroundings: Surroundings

    /// What the configuration file is called, and whether somebody named it.
    var configurationFile: (path: String, isNamed: Bool) {
        if let path = invocation[.config] ?? surroundings.environment["AMORCE_CONFIG"] { return (path, true) }
        return ("/etc/amorce/amorce.yaml", false)
    }

    /// The daemon, where the command line, the environment or the configuration file says that it listens.
    func daemon() throws(Failure) -> ControlClient {
        let named = invocation[.control] ?? surroundings.environment["AMORCE_CONTROL"]
        let socket = if let named { named } else { try configuredSocket() }
        return ControlClient(socket: socket, transport: surroundings.connect(socket))
    }

    /// A file that somebody named has to be right: else a command would go to another daemon than was meant.
    private func configuredSocket() throws(Failure) -> String {
        let file = configurationFile
        do throws(Failure) {
            return try surroundings.load(file.path).control
        } catch {
            guard !file.isNamed else { throw error }
            return "/run/amorce/control.sock"
        }
    }

    // MARK: Output

    func print(_ text: String) throws(Failure) { try surroundings.write(text) }

    func complain(_ text: String) { surroundings.writeError("amorce: \(text)\n") }

    /// The result as a document for programs, or as a text for people.
    func print(_ value: some Encodable, asText text: () -> String) throws(Failure) {
        try print(invocation.has(.json) ? try JSONText.document(value) + "\n" : text())
    }

    /// `2026-11-21 09:15:03`, by local clocks.
    func moment(_ time: Timestamp) -> String {
        let text = local(time)
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
    }

    /// `09:15:03.250`, by local clocks.
    func clock(_ time: Timestamp) -> String { String(local(time).dropFirst(11).prefix(12)) }

    private func local(_ time: Timestamp) -> String { (time + surroundings.offset(time)).description }

    /// The bytes of a file that the command line names.
    func input(_ path: String, atMost limit: Int) throws(Failure) -> [UInt8] {
        try surroundings.read(path == "-" ? "/dev/stdin" : path, limit)
    }

    // MARK: Arguments

    /// How the control API calls a machine: its name, or its MAC in our notation.
    func identity(_ text: String) throws(Failure) -> String {
        if let mac = MACAddress(text) { return mac.description }
        return try parsed(text, as: "a machine's name or its MAC address", HostName.init).text
    }

    /// A word of the command line as what it stands for.
    func parsed<Value>(_ text: String, as what: String, _ read: (String) -> Value?) throws(Failure) -> Value {
        guard let value = read(text) else {
            throw .usage(invocation.command.misused("\"\(text)\" is not \(what)"))
        }
        return value
    }

    /// An option's value, which has to be one of its words.
    func choice(_ option: Option) throws(Failure) -> String? {
        guard let typed = invocation[option] else { return nil }
        let words = option.choices
        guard words.contains(typed) else {
            throw .usage(
                invocation.command.misused(
                    "\(option.name) is \(words.joined(separator: ", ")), not \"\(typed)\"",
                    suggestion: nearest(to: typed, among: words)))
        }
        return typed
    }
}
