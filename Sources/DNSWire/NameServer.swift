import NetTypes

/// Where a name server listens.
package struct NameServer: Hashable, Sendable {
    package let address: IPv4Address
    package let port: UInt16

    package init(_ address: IPv4Address, port: UInt16 = 53) {
        self.address = address
        self.port = port
    }
}

extension NameServer: CustomStringConvertible {
    package var description: String { "\(address):\(port)" }
}
