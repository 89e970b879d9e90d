import NetTypes

/// Where the machines of a profile take part in a load balancer: one backend of an HAProxy.
package struct Balancer: Hashable, Sendable {
    package let place: BalancerPlace
    /// Where the machines serve.
    package let port: UInt16
    /// What stands behind a server's address, in HAProxy's words: `check inter 2s weight 10`.
    package let words: String
    /// The file of HAProxy's configuration that has the backend; `nil` where none is kept up.
    package let file: String?

    package init(place: BalancerPlace, port: UInt16, words: String, file: String? = nil) {
        self.place = place
        self.port = port
        self.words = words
        self.file = file
    }
}

/// A backend, and the runtime API by which it is reached.
package struct BalancerPlace: Hashable, Sendable, Codable, Comparable {
    package let socket: BalancerSocket
    /// What HAProxy calls it.
    package let backend: String

    package init(socket: BalancerSocket, backend: String) {
        self.socket = socket
        self.backend = backend
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.backend, left.socket.description) < (right.backend, right.socket.description)
    }
}

/// Where an HAProxy takes commands (its management guide, §9.3).
package enum BalancerSocket: Hashable, Sendable {
    /// A Unix socket by its absolute path.
    case path(String)
    case address(IPv4Address, port: UInt16)
}

extension BalancerSocket: LosslessStringConvertible, Codable {
    /// `/run/haproxy/admin.sock`, or `127.0.0.1:9999`. A path has at most 107 bytes (unix(7)).
    package init?(_ text: String) {
        if text.hasPrefix("/") {
            let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
            guard text.utf8.count <= 107, isPlain else { return nil }
            self = .path(text)
            return
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPv4Address(parts[0]),
            parts[1].utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
            let port = UInt16(parts[1]), port > 0
        else { return nil }
        self = .address(address, port: port)
    }

    package var description: String {
        switch self {
        case .path(let path): path
        case .address(let address, let port): "\(address):\(port)"
        }
    }

    package init(from decoder: any Decoder) throws { self = try decoder.decodeText() }
    package func encode(to encoder: any Encoder) throws { try encoder.encodeText(description) }
}
