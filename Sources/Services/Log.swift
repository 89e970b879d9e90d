import LinuxIO
import NetTypes

/// Where the daemon says what it decided: one line a decision, `key=value`, the machine first.
package struct Log: Sendable {
    private let write: @Sendable ([UInt8]) -> Void
    private let gather: @Sendable (() -> Void) -> Void

    /// Lines go to standard error, with the journal's priority where the journal reads them.
    package static let standardError = Log(
        write: { StandardError.write(line: $0) }, gather: { StandardError.gather($0) })

    /// Lines go wherever a test wants them.
    package init(write: @escaping @Sendable (String) -> Void) {
        self.init(write: { write(String(decoding: $0, as: UTF8.self)) }, gather: { $0() })
    }

    private init(write: @escaping @Sendable ([UInt8]) -> Void, gather: @escaping @Sendable (() -> Void) -> Void) {
        self.write = write
        self.gather = gather
    }

    /// RFC 5424 §6.2.1, as sd-daemon(3) writes them.
    package enum Level: Int, Sendable { case error = 3, warning = 4, notice = 5, info = 6, debug = 7 }

    /// Writes one line, with the time where the journal does not add it.
    package func callAsFunction(_ level: Level, _ line: LogLine) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32 + line.bytes.count)
        if Self.isForJournal {
            bytes += "<\(level.rawValue)>".utf8
        } else {
            Clock.now().write(to: &bytes)
            bytes.append(UInt8(ascii: " "))
        }
        bytes += line.bytes
        write(bytes)
    }

    /// Writes the lines that `body` logs, and what others log meanwhile, in one system call at its end.
    package func together(_ body: () -> Void) { gather(body) }

    private static let isForJournal = StandardError.isJournal
}

/// The words of one line. What comes from the network is quoted where it has blanks, and stripped of control characters,
/// so that no peer can write a line of its own.
package struct LogLine: Sendable {
    /// In UTF-8, without an end.
    package private(set) var bytes: [UInt8] = []
    /// The same as a string.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// - Parameter what: the decision or event, in the words of its type: `dhcp=offer`.
    package init(_ key: String, _ what: some CustomStringConvertible, mac: MACAddress? = nil, machine: HostName? = nil)
    {
        bytes.reserveCapacity(250)
        if let mac { add("mac", mac) }
        if let machine { add("machine", machine) }
        add(key, what)
    }

    /// The same line with one more `key=value` at its end.
    package consuming func with(_ key: String, _ value: some CustomStringConvertible) -> Self {
        add(key, value)
        return self
    }

    package consuming func with(_ key: String, _ value: some ASCIIText) -> Self {
        add(key, value)
        return self
    }

    /// Nothing is added for `nil`.
    package consuming func with(_ key: String, _ value: (some CustomStringConvertible)?) -> Self {
        if let value { add(key, value) }
        return self
    }

    package consuming func with(_ key: String, _ value: (some ASCIIText)?) -> Self {
        if let value { add(key, value) }
        return self
    }

    private mutating func add(_ key: String, _ value: some CustomStringConvertible) {
        begin(key)
        let words = value.description
        bytes += (isPlain(words) ? words : quoted(words)).utf8
    }

    private mutating func add(_ key: String, _ value: some ASCIIText) {
        begin(key)
        value.write(to: &bytes)
    }

    private mutating func begin(_ key: String) {
        if !bytes.isEmpty { bytes.append(UInt8(ascii: " ")) }
        bytes += key.utf8
        bytes.append(UInt8(ascii: "="))
    }
}

/// Whether a value may stand as it is: what nearly all are, and quickly told.
private func isPlain(_ value: String) -> Bool {
    (1...400).contains(value.utf8.count)
        && value.utf8.allSatisfy {
            (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "=")
                && $0 != UInt8(ascii: "\\")
        }
}

private func quoted(_ value: String) -> String {
    let clean = String(value.unicodeScalars.prefix(400).map { isPrintable($0) ? Character($0) : "?" })
    guard clean.isEmpty || clean.contains(where: { " \"=\\".contains($0) }) else { return clean }
    return "\"" + clean.flatMap { "\"\\".contains($0) ? ["\\", $0] : [$0] } + "\""
}

private func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
    default: true
    }
}
