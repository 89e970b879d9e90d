import Captures
import NetTypes

/// The UDP datagrams of a capture file.
package struct PcapFile: Sendable {
    package let datagrams: [CapturedDatagram]

    /// Throws where the file is something else, or ends within a packet.
    package init(_ bytes: [UInt8]) throws(WireError) {
        var reader = try CaptureReader(bytes)
        var datagrams: [CapturedDatagram] = []
        while let packet = try reader.next() {
            if case .datagram(let datagram) = packet.content { datagrams.append(datagram) }
        }
        self.datagrams = datagrams
    }
}

extension CapturedDatagram {
    /// Whether a client of DHCP sent it to a server, or a server to a client.
    package var isDHCP: Bool { [67, 68].contains(sourcePort) && [67, 68].contains(destinationPort) }
    /// Whether it is addressed to a DHCP server.
    package var isForServer: Bool { destinationPort == 67 }
}
