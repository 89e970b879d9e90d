import NetTypes

extension MACAddress {
    /// MAC addresses of virtual machines that nobody has: 52:54:00, which QEMU's have, and the lowest 24 bits of random
    /// numbers. Fewer than `count` where the numbers do not suffice.
    package static func unused(_ count: Int, from numbers: [UInt64], besides used: Set<MACAddress>) -> [MACAddress] {
        var chosen: [MACAddress] = []
        var taken = used
        for number in numbers where chosen.count < count {
            let mac = MACAddress(truncating: 0x5254_0000_0000 | number & 0xff_ffff)
            if taken.insert(mac).inserted { chosen.append(mac) }
        }
        return chosen
    }
}
