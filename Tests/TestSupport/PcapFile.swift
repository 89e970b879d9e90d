import NetTypes

/// The packets of a capture file: the classic pcap format of little-endian machines, on Ethernet.
package struct PcapFile: Sendable {
    package let packets: [Packet]

    /// One captured frame.
    package struct Packet: Sendable {
        package let time: Timestamp
        /// What was captured of the frame, with its Ethernet header.
        package let frame: [UInt8]
    }

    /// Throws where the file is something else, or ends within a packet.
    package init(_ bytes: [UInt8]) throws(WireError) {
        let bytes = bytes.span
        var at = ByteCursor()
        guard try at.readUInt32("magic number", of: bytes).byteSwapped == 0xa1b2_c3d4 else {
            throw WireError("magic number", at: 0, .invalid("not a little-endian pcap file in microseconds"))
        }
        at.skip(16)
        guard try at.readUInt32("link type", of: bytes).byteSwapped == 1 else {
            throw WireError("link type", at: 20, .invalid("not Ethernet"))
        }
        var packets: [Packet] = []
        while at.offset < bytes.count {
            let seconds = try at.readUInt32("seconds", of: bytes).byteSwapped
            let microseconds = try at.readUInt32("microseconds", of: bytes).byteSwapped
            let count = try at.readUInt32("captured length", of: bytes).byteSwapped
            at.skip(4)
            packets.append(
                Packet(
                    time: Timestamp(milliseconds: Int64(seconds) * 1000 + Int64(microseconds) / 1000),
                    frame: try at.readBytes(Int(count), "frame", of: bytes)))
        }
        self.packets = packets
    }

    /// The UDP datagrams among the packets, in their order.
    package var datagrams: [Datagram] { packets.compactMap { Datagram($0) } }

    /// What one UDP datagram over IPv4 carries.
    package struct Datagram: Sendable {
        package let time: Timestamp
        package let source: IPv4Address
        package let sourcePort: UInt16
        package let destination: IPv4Address
        package let destinationPort: UInt16
        package let payload: [UInt8]
        /// The whole IP packet.
        package let packet: [UInt8]

        /// `nil` for whatever is not whole, unfragmented UDP over IPv4.
        package init?(_ captured: Packet) {
            let frame = captured.frame.span
            var at = ByteCursor(at: 12)
            do throws(WireError) {
                guard try at.readUInt16("EtherType", of: frame) == 0x0800 else { return nil }
                let header = at.offset
                let headerCount = Int(try at.readUInt8("IHL", of: frame) & 0xf) * 4
                at.skip(1)
                let count = Int(try at.readUInt16("total length", of: frame))
                at.skip(5)
                guard try at.readUInt8("protocol", of: frame) == 17 else { return nil }
                at.skip(2)
                source = try at.readAddress("source", of: frame)
                destination = try at.readAddress("destination", of: frame)
                at = ByteCursor(at: header + headerCount)
                sourcePort = try at.readUInt16("source port", of: frame)
                destinationPort = try at.readUInt16("destination port", of: frame)
                at.skip(4)
                payload = try at.readBytes(count - headerCount - 8, "payload", of: frame)
                at = ByteCursor(at: header)
                packet = try at.readBytes(count, "packet", of: frame)
            } catch {
                return nil
            }
            time = captured.time
        }

        /// Whether a client of DHCP sent it to a server, or a server to a client.
        package var isDHCP: Bool { [67, 68].contains(sourcePort) && [67, 68].contains(destinationPort) }
        /// Whether it is addressed to a DHCP server.
        package var isForServer: Bool { destinationPort == 67 }
    }
}
