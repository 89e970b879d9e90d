import NetTypes

/// One packet of a capture, as far as it was kept.
package struct CapturedPacket: Hashable, Sendable {
    /// Its place in the file, from 1, as tcpdump and Wireshark count.
    package let number: Int
    package let time: Timestamp
    package let link: LinkType
    /// What was kept of it, with the header of its link.
    package let bytes: [UInt8]
    /// How many bytes it had on the wire.
    package let wireCount: Int

    package init(number: Int, time: Timestamp, link: LinkType, bytes: [UInt8], wireCount: Int? = nil) {
        self.number = number
        self.time = time
        self.link = link
        self.bytes = bytes
        self.wireCount = wireCount ?? bytes.count
    }
}
