import NetTypes

/// A server as `show servers state` tells it (HAProxy's management guide, §9.3).
package struct SeenServer: Hashable, Sendable {
    package let name: String
    package let address: String
    package let port: UInt16
    /// `srv_admin_state`: what people, the configuration or DNS have decided.
    package let administration: Int
    /// `srv_op_state`: 0 is down, 2 is up.
    package let operation: Int
    /// `srv_check_state`.
    package let checking: Int

    package init(
        name: String, address: String, port: UInt16, administration: Int = 0, operation: Int = 2, checking: Int = 6
    ) {
        self.name = name
        self.address = address
        self.port = port
        self.administration = administration
        self.operation = operation
        self.checking = checking
    }

    /// Forced, inherited, or for want of an address. That the configuration began with it (4) stays said when it is over.
    package var isInMaintenance: Bool { administration & 0x63 != 0 }
    package var isDrained: Bool { administration & 0x18 != 0 }
    package var isUp: Bool { operation == 2 }
    /// Whether there is a health check, and it is enabled.
    package var isChecked: Bool { checking & 0x6 == 0x6 }

    /// The servers of a backend, out of the answer to `show servers state BACKEND`. Columns are found by their names.
    package static func all(in answer: String) throws(BalancerTrouble) -> [SeenServer] {
        let lines = answer.split(whereSeparator: \.isNewline).map { $0.split(separator: " ") }
        guard let head = lines.first(where: { $0.first == "#" })?.dropFirst() else {
            throw BalancerTrouble(refusal: answer)
        }
        let columns = Dictionary(head.enumerated().map { (String($1), $0) }) { first, _ in first }
        var servers: [SeenServer] = []
        for line in lines where line.count > 1 && line.first != "#" {
            func text(_ column: String) -> String? {
                columns[column].flatMap { line.indices.contains($0) ? String(line[$0]) : nil }
            }
            func number(_ column: String) -> Int? { text(column).flatMap { Int($0) } }
            guard let name = text("srv_name"), let address = text("srv_addr"), let port = number("srv_port"),
                let administration = number("srv_admin_state"), let operation = number("srv_op_state"),
                let checking = number("srv_check_state")
            else { throw .unreadable(String(line.joined(separator: " ").prefix(80))) }
            servers.append(
                SeenServer(
                    name: name, address: address, port: UInt16(clamping: port), administration: administration,
                    operation: operation, checking: checking))
        }
        return servers
    }
}
