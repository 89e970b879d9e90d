import DHCPWire
import Inventory
import NetTypes

/// Word that a machine takes an address that another server lends: what its request says to everyone (RFC 2131 §4.3.2).
/// It is no lease. The other server may refuse it, and nobody here lends or keeps the address.
package struct Sighting: Hashable, Sendable {
    package let mac: MACAddress
    package let address: IPv4Address
    /// The other server; `nil` where the request names none.
    package let server: IPv4Address?
    /// `xid`: a request that is repeated has the same.
    package let transactionID: UInt32
    package let time: Timestamp

    package init(
        mac: MACAddress, address: IPv4Address, server: IPv4Address? = nil, transactionID: UInt32 = 0, time: Timestamp
    ) {
        self.mac = mac
        self.address = address
        self.server = server
        self.transactionID = transactionID
        self.time = time
    }

    /// `nil` for what says nothing of an address in the client's own network.
    package init?(in request: ClientRequest, _ network: ServedNetwork, namesThisServer: Bool, at time: Timestamp) {
        guard request.type == .request, !namesThisServer, let address = request.namedAddress, address.isHost,
            network.subnet.prefix.contains(address)
        else { return nil }
        self.init(
            mac: request.mac, address: address, server: request.serverIdentifier,
            transactionID: request.message.transactionID, time: time)
    }
}
