import DNSWire
import NetTypes
import YAML

/// Whom this host asks for names, as `resolv.conf(5)` has it.
package struct ResolverFile: Hashable, Sendable {
    /// In their order; this host itself where none is named.
    package let servers: [NameServer]

    /// Servers with IPv6 addresses are left out.
    package init(reading text: String) {
        let servers = text.split(whereSeparator: \.isNewline).compactMap { line -> NameServer? in
            let words = line.split { $0 == " " || $0 == "\t" }
            guard words.count > 1, words[0] == "nameserver" else { return nil }
            return IPv4Address(words[1]).map { NameServer($0) }
        }
        self.servers = servers.isEmpty ? [NameServer(IPv4Address(127, 0, 0, 1))] : servers
    }

    /// Reads it anew: what is there now counts. A file that cannot be read names nobody.
    package static func read(_ file: String = "/etc/resolv.conf") -> ResolverFile {
        let bytes = (try? TextFile.read(file))?.bytes ?? []
        return ResolverFile(reading: String(decoding: bytes, as: UTF8.self))
    }
}
