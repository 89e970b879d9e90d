/// How machines are called that nobody named yet: a text with `{{mac}}` in it, which stands for the MAC's twelve digits.
package struct HostNameTemplate: Hashable, Sendable {
    private let prefix: String
    private let suffix: String

    /// `vm-{{mac}}`
    package static var usual: Self { Self(prefix: "vm-", suffix: "") }

    private init(prefix: String, suffix: String) { (self.prefix, self.suffix) = (prefix, suffix) }

    /// `nil` for what has no `{{mac}}`, or more than one, and for what makes no host name.
    package init?(_ text: some StringProtocol) {
        let mark = Array("{{mac}}".utf8)
        let bytes = Array(text.lowercased().utf8)
        let places = bytes.indices.filter { bytes[$0...].starts(with: mark) }
        guard let place = places.first, places.count == 1 else { return nil }
        self.init(
            prefix: String(decoding: bytes[..<place], as: UTF8.self),
            suffix: String(decoding: bytes[(place + mark.count)...], as: UTF8.self))
        // The digits differ, and each does.
        guard HostName(prefix + "000000000000" + suffix) != nil else { return nil }
    }

    /// What a machine is called that nobody named.
    package func name(of mac: MACAddress) -> HostName {
        HostName(prefix + mac.compact + suffix) ?? HostName(provisionalFor: mac)
    }

    /// The machine that would be called so; `nil` where none would.
    package func mac(of name: HostName) -> MACAddress? {
        guard name.text.hasPrefix(prefix), name.text.hasSuffix(suffix),
            name.text.utf8.count == prefix.utf8.count + 12 + suffix.utf8.count,
            let mac = MACAddress(name.text.dropFirst(prefix.count).prefix(12)), self.name(of: mac) == name
        else { return nil }
        return mac
    }
}

extension HostNameTemplate: CustomStringConvertible {
    package var description: String { prefix + "{{mac}}" + suffix }
}
