/// `RRQ` or `WRQ`: the name of a file, how its bytes are carried, and options in the order they came (RFC 1350 §5).
package struct TFTPRequest: Hashable, Sendable {
    package var name: TFTPText
    package var mode: TFTPMode
    package var options: [TFTPOption]

    package init(_ name: TFTPText, mode: TFTPMode = .octet, options: [TFTPOption] = []) {
        self.name = name
        self.mode = mode
        self.options = options
    }

    /// The longest one that is read, in bytes: what an Ethernet frame carries of a packet, with room for tunnels.
    package static var longest: Int { 1468 }
    /// The most options that one may have. Firmware sends four at most.
    package static var mostOptions: Int { 8 }
}

/// How a file's bytes are carried (RFC 1350 §1). Kept as it was written; compares without case.
package struct TFTPMode: Sendable {
    package let text: TFTPText
    package init(_ text: TFTPText) { self.text = text }

    /// Byte for byte.
    package static var octet: Self { Self("octet") }
    /// Text whose lines end in CR LF.
    package static var netascii: Self { Self("netascii") }
}

/// One option and its value (RFC 2347). Names compare without case, by `TFTPText.matches`.
package struct TFTPOption: Hashable, Sendable {
    package let name: TFTPText
    package let value: TFTPText

    package init(_ name: TFTPText, _ value: TFTPText) {
        self.name = name
        self.value = value
    }

    package init(_ name: TFTPText, _ value: some BinaryInteger) { self.init(name, TFTPText(String(value))) }
}

extension TFTPMode: Hashable {
    package static func == (left: Self, right: Self) -> Bool { left.folded == right.folded }
    package func hash(into hasher: inout Hasher) { hasher.combine(folded) }
    private var folded: String { text.description.lowercased() }
}
