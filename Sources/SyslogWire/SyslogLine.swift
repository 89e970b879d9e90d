/// One datagram of BSD syslog (RFC 3164), as the installer's `syslogd -R` sends it: `<PRI>Mon DD HH:MM:SS tag[pid]: text`.
///
/// Busybox hands on what programs gave it, which has no host's name; other senders put one before the tag. The time is the sender's own, without a year or a
/// zone, and is not believed: who receives a line knows when.
package struct SyslogLine: Hashable, Sendable {
    /// Where it comes from (RFC 3164 §4.1.1), 0 to 23; `nil` where the sender did not say.
    package let facility: UInt8?
    /// How bad it is, 0 (the worst) to 7.
    package let severity: UInt8?
    /// The program: `main-menu`; `nil` where there is none.
    package let tag: String?
    /// The program's process.
    package let process: UInt32?
    /// What it says. Control characters are spaces.
    package let text: String

    package init(facility: UInt8? = nil, severity: UInt8? = nil, tag: String?, process: UInt32? = nil, text: String) {
        self.facility = facility
        self.severity = severity
        self.tag = tag
        self.process = process
        self.text = text
    }

    /// How many bytes of a datagram are read; RFC 3164 §4.1 allows 1,024.
    package static let limit = 2048

    /// Whatever comes is a line: what has no form is text (RFC 3164 §4.3.3). `nil` where nothing is left of it.
    package init?(decoding bytes: Span<UInt8>) {
        var rest: [UInt8] = []
        rest.reserveCapacity(min(bytes.count, Self.limit))
        for index in bytes.indices.prefix(Self.limit) { rest.append(bytes[index]) }
        let priority = Self.takePriority(rest)
        var words = rest[(priority?.end ?? 0)...]
        Self.dropTime(&words)
        let tagged = Self.takeTag(words)
        let text = Self.text(of: tagged?.rest ?? words)
        guard !text.isEmpty else { return nil }
        self.init(
            facility: priority.map { $0.value >> 3 }, severity: priority.map { $0.value & 7 }, tag: tagged?.tag,
            process: tagged?.process, text: text)
    }

    /// As syslogd writes a line to its file, without time and host: `main-menu[186]: text`.
    package var line: String {
        guard let tag else { return text }
        return tag + (process.map { "[\($0)]" } ?? "") + ": " + text
    }
}

extension SyslogLine {
    /// `<30>`: at most three digits, at most 191.
    private static func takePriority(_ bytes: [UInt8]) -> (value: UInt8, end: Int)? {
        guard bytes.first == UInt8(ascii: "<") else { return nil }
        var value = 0
        for (place, byte) in bytes.enumerated().dropFirst().prefix(4) {
            if byte == UInt8(ascii: ">") { return place > 1 && value <= 191 ? (UInt8(value), place + 1) : nil }
            guard isDigit(byte) else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return nil
    }

    /// `Nov 21 09:15:03 `
    private static func dropTime(_ bytes: inout ArraySlice<UInt8>) {
        let shape = Array("Aaa dd dd:dd:dd ".utf8)
        guard bytes.count >= shape.count else { return }
        for (wanted, byte) in zip(shape, bytes) {
            let fits =
                switch wanted {
                case UInt8(ascii: "A"), UInt8(ascii: "a"): isLetter(byte)
                // The day is filled with a blank.
                case UInt8(ascii: "d"): isDigit(byte) || byte == UInt8(ascii: " ")
                default: byte == wanted
                }
            guard fits else { return }
        }
        bytes = bytes.dropFirst(shape.count)
    }

    /// `tag[pid]: ` or `tag: `, with or without a host's name before it.
    private static func takeTag(_ bytes: ArraySlice<UInt8>) -> (tag: String, process: UInt32?, rest: ArraySlice<UInt8>)?
    {
        if let tagged = readTag(bytes) { return tagged }
        guard let blank = bytes.firstIndex(of: UInt8(ascii: " ")), blank > bytes.startIndex,
            bytes[..<blank].allSatisfy(isOfName)
        else { return nil }
        return readTag(bytes[bytes.index(after: blank)...])
    }

    private static func readTag(_ bytes: ArraySlice<UInt8>) -> (tag: String, process: UInt32?, rest: ArraySlice<UInt8>)?
    {
        let tag = bytes.prefix { isOfName($0) || $0 == UInt8(ascii: "/") }
        guard !tag.isEmpty, tag.count <= 48 else { return nil }
        var rest = bytes[tag.endIndex...]
        var process: UInt32?
        if rest.first == UInt8(ascii: "[") {
            let digits = rest.dropFirst().prefix(while: isDigit)
            process = UInt32(String(decoding: digits, as: UTF8.self))
            rest = bytes[digits.endIndex...]
            guard process != nil, rest.first == UInt8(ascii: "]") else { return nil }
            rest = rest.dropFirst()
        }
        guard rest.first == UInt8(ascii: ":") else { return nil }
        rest = rest.dropFirst()
        if rest.first == UInt8(ascii: " ") { rest = rest.dropFirst() }
        return (String(decoding: tag, as: UTF8.self), process, rest)
    }

    private static func text(of bytes: ArraySlice<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        let scalars = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) }
        return String(String(scalars).drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    private static func isOfName(_ byte: UInt8) -> Bool {
        isDigit(byte) || isLetter(byte) || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")].contains(byte)
    }
}

extension SyslogLine {
    /// The item of the installer's main menu that begins with this line: `partman-base`.
    ///
    /// main-menu says `INFO: Menu item 'partman-base' selected`.
    package var menuItem: String? {
        guard tag == "main-menu", let start = text.firstRange(of: "Menu item '")?.upperBound,
            let end = text[start...].firstIndex(of: "'"), text[end...].hasPrefix("' selected")
        else { return nil }
        let item = text[start..<end]
        return (1...64).contains(item.utf8.count) && item.utf8.allSatisfy(Self.isOfName) ? String(item) : nil
    }
}
