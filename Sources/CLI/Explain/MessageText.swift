import DHCPWire
import NetTypes

/// A DHCP message in words: the fields that say something, and its options by Kea's names.
struct MessageText: Encodable {
    /// `discover of 52:54:00:77:00:15`
    let title: String
    let fields: [Field]
    let options: [Option]

    /// A field of the header.
    struct Field: Encodable {
        let name: String
        let value: String
    }

    /// One option as it stands, with the options inside it.
    struct Option: Encodable {
        let code: UInt8
        /// Kea's; `nil` for one that has none here.
        let name: String?
        let value: String
        let inner: [String]
        /// Which part of amorce it comes from; `nil` for what others said.
        let origin: String?
    }

    init(_ message: DHCPMessage, origins: [UInt8: String] = [:]) {
        let hardware =
            message.mac?.description
            ?? "hardware \(message.hardwareType)/\(message.hardwareLength)/\(String(message.hardwareAddress.high, radix: 16))"
        let word = message.type?.description ?? (message.operation == .reply ? "BOOTP reply" : "BOOTP request")
        title = "\(word) \(message.operation == .reply ? "for" : "of") \(hardware)"
        fields = Self.fields(of: message)
        let vendorClass = (try? message.options.value(.vendorClass)).flatMap { $0 } ?? ""
        let isPXE = vendorClass.hasPrefix("PXEClient")
        var codes: Set<UInt8> = []
        // The parts of a long option are one.
        options = message.options.entries.filter { codes.insert($0.code).inserted }.map { entry in
            let bytes = message.options.bytes(entry.code) ?? entry.value
            return Option(
                code: entry.code, name: AnyOptionKey.named(entry.code)?.name,
                value: visible(optionText(entry.code, bytes).drop { $0 != ":" }.dropFirst(2)),
                inner: subOptionTexts(entry.code, bytes, isPXE: isPXE).map { visible($0) }, origin: origins[entry.code])
        }
    }

    private static func fields(of message: DHCPMessage) -> [Field] {
        let xid = String(message.transactionID, radix: 16)
        var fields = [Field(name: "xid", value: "0x" + String(repeating: "0", count: 8 - xid.count) + xid)]
        if message.hops > 0 { fields.append(Field(name: "hops", value: "\(message.hops)")) }
        if message.secondsElapsed > 0 { fields.append(Field(name: "secs", value: "\(message.secondsElapsed)")) }
        if message.flags.contains(.broadcast) { fields.append(Field(name: "flags", value: "broadcast")) }
        let addresses = [
            ("ciaddr", message.clientAddress), ("yiaddr", message.yourAddress), ("siaddr", message.nextServer),
            ("giaddr", message.relayAddress),
        ]
        for (name, address) in addresses where !address.isUnspecified {
            fields.append(Field(name: name, value: address.description))
        }
        for (name, bytes) in [("sname", message.serverName), ("file", message.bootFile)] where !bytes.isEmpty {
            fields.append(Field(name: name, value: visible(String(decoding: bytes, as: UTF8.self))))
        }
        return fields
    }

    /// On few lines: what a boot depends on.
    var brief: [String] {
        let addresses = ["siaddr", "file"].compactMap { name in fields.first { $0.name == name }?.value }
        let shown = options.filter { option in
            // What the header says, the options 66 and 67 need not say again.
            let isRepeated = addresses.contains { option.value == $0 || option.value == $0 + "\\x00" }
            return Self.telling.contains(option.code) && !([66, 67].contains(option.code) && isRepeated)
        }
        return wrapped(
            fields.filter { $0.name != "xid" }.map { "\($0.name) \($0.value)" }
                + shown.map { "\($0.title): \($0.inner.isEmpty ? $0.value : $0.inner.joined(separator: ", "))" })
    }

    /// The options that say who asks, for what, and what to boot.
    private static let telling: Set<UInt8> = [
        3, 6, 12, 43, 50, 51, 54, 56, 60, 61, 66, 67, 77, 82, 93, 108, 121, 150, 175, 209, 210,
    ]

    /// Every field and option, a line each.
    var lines: [String] {
        fields.map { "\($0.name) \($0.value)" }
            + options.flatMap { option in
                ["\(option.title): \(option.value)" + (option.origin.map { "  [\($0)]" } ?? "")]
                    + option.inner.map { "    \($0)" }
            }
    }

    /// What a server's message has otherwise than ours, a line for each field and option.
    static func differences(of theirs: DHCPMessage, from ours: DHCPMessage) -> [String] {
        let (left, right) = (MessageText(theirs).values, MessageText(ours).values)
        let names = left.map(\.name) + right.map(\.name).filter { name in !left.contains { $0.name == name } }
        return names.compactMap { name in
            let values = [left, right].map { side in side.first { $0.name == name }?.value }
            guard values.first != values.last else { return nil }
            let texts = values.map { $0 ?? "none" }
            return "\(name): \(texts.joined(separator: "; amorce: "))"
        }
    }

    /// Fields and options alike; `secs` is the client's, and means nothing in a reply.
    private var values: [Field] {
        fields.filter { $0.name != "secs" } + options.map { Field(name: $0.title, value: $0.value) }
    }
}

extension MessageText.Option {
    /// `51 dhcp-lease-time`
    var title: String { "\(code)" + (name.map { " \($0)" } ?? "") }
}

/// Texts with semicolons between, on lines of 110 columns where no text is longer.
private func wrapped(_ texts: [String]) -> [String] {
    var lines: [String] = []
    for text in texts {
        if let line = lines.last, line.count + text.count + 2 <= 110 {
            lines[lines.count - 1] = "\(line); \(text)"
        } else {
            lines.append(text)
        }
    }
    return lines
}
