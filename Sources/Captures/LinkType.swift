import NetTypes

/// What stands before the IP packet in a captured one; tcpdump.org's numbers, of which there are many more.
package struct LinkType: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let ethernet = Self(rawValue: 1)
    /// The IP packet alone.
    package static let raw = Self(rawValue: 101)
    /// The same, of version 4 only.
    package static let ipv4 = Self(rawValue: 228)
    /// Linux' "cooked" header, which `tcpdump -i any` writes: SLL.
    package static let linuxCooked = Self(rawValue: 113)
    /// Its second version, with the interface in it: SLL2.
    package static let linuxCooked2 = Self(rawValue: 276)
    /// What older systems called `raw`.
    private static let olderRaw = Self(rawValue: 12)

    /// What can be read, for people.
    package static let knownNames = "Ethernet (1), raw IP (101, 228), Linux cooked (113, 276)"

    var isKnown: Bool {
        let all: [Self] = [.ethernet, .raw, .ipv4, .linuxCooked, .linuxCooked2, .olderRaw]
        return all.contains(self)
    }

    /// Where the IPv4 packet of a frame begins, and the VLANs that are on the way there; `nil` where the frame carries
    /// something else. Throws where it ends too early.
    func internetPacket(in frame: Span<UInt8>) throws(WireError) -> (at: ByteCursor, vlans: [UInt16])? {
        var at = ByteCursor()
        switch self {
        case .ethernet: at.skip(12)
        case .linuxCooked: at.skip(14)
        case .linuxCooked2: break
        case .raw, .ipv4, .olderRaw: return (at, [])
        default: return nil
        }
        var type = try at.readUInt16("EtherType", of: frame)
        if self == .linuxCooked2 { at.skip(18) }
        var vlans: [UInt16] = []
        while [0x8100, 0x88a8, 0x9100].contains(type), vlans.count < 4 {
            vlans.append(try at.readUInt16("VLAN tag", of: frame) & 0xfff)
            type = try at.readUInt16("EtherType", of: frame)
        }
        return type == 0x0800 ? (at, vlans) : nil
    }
}
