import NetTypes

/// Option 81: a client's whole name, and who tells the name server (RFC 4702 §2).
package struct ClientFQDN: Hashable, Sendable {
    package let flags: Flags
    /// As it stands: labels with their lengths where `flags` says so, else text.
    package let name: [UInt8]

    /// RFC 4702 §2.1.
    package struct Flags: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The server shall tell the name server (S).
        package static let serverUpdates = Self(rawValue: 1)
        /// The server does otherwise than the client wanted (O).
        package static let isOverridden = Self(rawValue: 2)
        /// The name is written in labels (E).
        package static let isInLabels = Self(rawValue: 4)
        /// Nobody shall tell the name server (N).
        package static let noUpdates = Self(rawValue: 8)
    }

    /// `nil` where flags and the two codes behind them are missing.
    package init?(decoding bytes: ArraySlice<UInt8>) {
        guard let flags = bytes.first, bytes.count >= 3 else { return nil }
        self.flags = Flags(rawValue: flags)
        name = Array(bytes.dropFirst(3))
    }

    private init(_ flags: Flags, _ name: [UInt8]) {
        self.flags = flags
        self.name = name
    }

    /// What a server says to it (RFC 4702 §4): the machine's own name, in the form that the client chose.
    /// - Parameter updates: whether the server tells the name server; it never leaves that to a client.
    package func answer(name: HostName, domain: DomainName?, updates: Bool) -> ClientFQDN {
        var answer: Flags = updates ? .serverUpdates : .noUpdates
        if flags.contains(.serverUpdates) != updates { answer.insert(.isOverridden) }
        let labels = [name.text] + (domain?.text.split(separator: ".").map(String.init) ?? [])
        guard flags.contains(.isInLabels) else { return Self(answer, Array(labels.joined(separator: ".").utf8)) }
        let bytes = labels.flatMap { [UInt8(truncatingIfNeeded: $0.utf8.count)] + $0.utf8 }
        // Without the zero at its end, a name is one that is still to be completed.
        return Self(answer.union(.isInLabels), bytes + (domain == nil ? [] : [0]))
    }

    /// The two codes mean nothing any more: 255 (RFC 4702 §2.2).
    package var encoded: [UInt8] { [flags.rawValue, 255, 255] + name }
}
