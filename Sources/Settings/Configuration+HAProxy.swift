import Inventory
import NetTypes

/// What stands below `profiles.NAME.haproxy`, as it was written.
struct HAProxyKeys {
    var socket: Keyed<BalancerSocket>?
    var backend: Keyed<String>?
    var port: Keyed<UInt16>?
    var server: Keyed<String>?
    var weight: Keyed<UInt16>?
    var file: Keyed<String>?

    static var settings: [Setting<ProfileFile>] {
        [
            Setting(
                "haproxy.socket", .balancerSocket, \.haproxy.socket,
                "where HAProxy takes commands; else /run/haproxy/admin.sock"),
            Setting("haproxy.backend", .backend, \.haproxy.backend, "to which its installed machines are added"),
            Setting("haproxy.port", .port, \.haproxy.port, "where they serve"),
            Setting(
                "haproxy.server", .serverWords, \.haproxy.server,
                "what stands behind a server's address; else check inter 2s"),
            Setting("haproxy.weight", .weight, \.haproxy.weight, "their share of the connections; else HAProxy's 1"),
            Setting("haproxy.file", .path, \.haproxy.file, "of HAProxy's configuration, which has the backend"),
        ]
    }

    /// The first key that is there.
    fileprivate var firstKey: String? {
        [backend?.key, port?.key, socket?.key, server?.key, weight?.key, file?.key].compactMap(\.self).first
    }
}

extension ConfigurationFile {
    func checkedBalancers(_ notebook: inout SettingsNotebook) -> [ProfileName: Balancer] {
        var balancers: [ProfileName: Balancer] = [:]
        for (name, profile) in profiles.sorted(by: { $0.key < $1.key }) {
            let keys = profile.value.haproxy
            let way = "\(profile.key).haproxy"
            guard let first = keys.firstKey, !notebook.hasMistake(in: way) else { continue }
            guard let backend = keys.backend, let port = keys.port else {
                let (missing, cure) =
                    keys.backend == nil ? ("backend", "write backend: \(name)") : ("port", "write port: 2000")
                notebook.note(first, fact: "stands without \(way).\(missing)", cure: "\(cure) beside it")
                continue
            }
            let words = [keys.server?.value ?? "check inter 2s", keys.weight.map { "weight \($0.value)" } ?? ""]
            balancers[name] = Balancer(
                place: BalancerPlace(
                    socket: keys.socket?.value ?? .path("/run/haproxy/admin.sock"), backend: backend.value),
                port: port.value, words: words.filter { !$0.isEmpty }.joined(separator: " "), file: keys.file?.value)
        }
        return balancers
    }
}

extension Form<BalancerSocket> {
    static var balancerSocket: Self {
        Self(
            "a socket of HAProxy's",
            write: "write a path of at most 107 bytes, or ADDRESS:PORT, such as 127.0.0.1:9999", BalancerSocket.init)
    }
}

extension Form<UInt16> {
    static var port: Self {
        Self("a port from 1 to 65535", write: "write a number, such as 2000") { text in
            guard let port = UInt16(text), port > 0, !text.hasPrefix("+") else { return nil }
            return port
        }
    }

    /// HAProxy's (configuration guide, §5.2).
    static var weight: Self {
        Self("a weight from 0 to 256", write: "write a number from 0 to 256") { text in
            guard let weight = UInt16(text), weight <= 256, !text.hasPrefix("+") else { return nil }
            return weight
        }
    }
}

extension Form<String> {
    /// A name of HAProxy's (configuration guide, §2.1).
    static var backend: Self {
        Self("a backend's name", write: "write letters, digits, - _ . and :, such as api") { text in
            let isAllowed = { (byte: UInt8) in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                    UInt8(ascii: ":"):
                    true
                default: false
                }
            }
            return (1...128).contains(text.utf8.count) && text.utf8.allSatisfy(isAllowed) ? text : nil
        }
    }

    /// Words that mean the same to the runtime API and in a file: a `;` ends a command, a `#` a line, a `\` and quotes what
    /// one does not see.
    static var serverWords: Self {
        Self("words behind a server's address", write: "write what HAProxy takes there, such as check inter 2s") {
            text in
            let isAllowed = { (byte: UInt8) in
                (0x20...0x7e).contains(byte) && !";#\\\"'$<".utf8.contains(byte)
            }
            guard text.utf8.count <= 512, text.utf8.allSatisfy(isAllowed) else { return nil }
            let words = text.split(separator: " ")
            return words.joined(separator: " ")
        }
    }
}
