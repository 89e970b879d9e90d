import DHCPWire
import Inventory
import LabSupport
import NetTypes

/// Every ACK that a wire carried, in order, as a client would hold the server to it.
struct Promises {
    /// The address that each client was acknowledged last.
    private(set) var addresses: [MACAddress: IPv4Address] = [:]
    /// Addresses that went to a second client while the first one's lease ran, both in words.
    private(set) var doubles: [String] = []
    private(set) var offers = 0
    private(set) var acknowledgements = 0
    private var holders: [IPv4Address: MACAddress] = [:]
    private var heard = 0

    /// Takes in what the wire has carried since the last time. All of it is recent: no lease has run out.
    mutating func hear(_ wire: Capture) throws {
        let datagrams = try wire.datagrams()
        for datagram in datagrams.dropFirst(heard) {
            let message = try DHCPMessage(decoding: datagram.span)
            let type = try message.options.value(.messageType)
            if type == .offer { offers += 1 }
            guard type == .ack, let mac = message.mac else { continue }
            acknowledgements += 1
            let address = message.yourAddress
            if let holder = holders[address], holder != mac { doubles.append("\(address) to \(holder) and \(mac)") }
            if let former = addresses[mac], former != address { holders[former] = nil }
            addresses[mac] = address
            holders[address] = mac
        }
        heard = datagrams.count
    }

    /// The promises that the leases of a store do not keep.
    func broken(by leases: [Lease]) -> [MACAddress: IPv4Address] {
        let held = Dictionary(leases.filter { $0.state == .active }.map { ($0.mac, $0.address) }) { first, _ in first }
        return addresses.filter { held[$0.key] != $0.value }
    }
}
