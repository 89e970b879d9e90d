import DHCPWire
import NetTypes

/// What tcpdump writes: a header, and each frame with its moment.
package func captureFile(
    of frames: [(Timestamp, [UInt8])], link: UInt16 = 1, isLittleEndian: Bool = true, isInNanoseconds: Bool = false
) -> [UInt8] {
    let number = { (value: UInt32) in isLittleEndian ? value.byteSwapped : value }
    return [UInt8](capacity: 1024) { file in
        file.append(bigEndian: number(isInNanoseconds ? 0xa1b2_3c4d : 0xa1b2_c3d4))
        for word in [isLittleEndian ? 0x0400_0200 : 0x0002_0004, 0, 0, number(262_144), number(UInt32(link))] {
            file.append(bigEndian: word)
        }
        for (time, frame) in frames {
            let fraction = UInt32(truncatingIfNeeded: time.milliseconds % 1000) * (isInNanoseconds ? 1_000_000 : 1000)
            let seconds = UInt32(truncatingIfNeeded: time.seconds)
            let count = UInt32(truncatingIfNeeded: frame.count)
            for word in [seconds, fraction, count, count] { file.append(bigEndian: number(word)) }
            file += frame
        }
    }
}

/// An Ethernet frame around an IPv4 packet.
package func ethernetFrame(_ packet: [UInt8], vlans: [UInt16] = []) -> [UInt8] {
    [UInt8](capacity: 64) { frame in
        frame += [UInt8](repeating: 0xff, count: 6) + MACAddress.sample(1).octets
        for vlan in vlans {
            frame.append(bigEndian: 0x8100 as UInt16)
            frame.append(bigEndian: vlan)
        }
        frame.append(bigEndian: 0x0800 as UInt16)
        frame += packet
    }
}

extension DHCPMessage {
    /// The message in a frame, as it stands in a capture.
    package func frame(
        from source: IPv4Address = .any, port: UInt16 = 68, to destination: IPv4Address = .broadcast,
        toPort destinationPort: UInt16 = 67
    ) -> [UInt8] {
        ethernetFrame(udpPacket(from: source, port: port, to: destination, port: destinationPort, encoded()))
    }
}
