import NetTypes

/// Whom each reserved address is kept for.
package struct Reservations: Sendable, ExpressibleByDictionaryLiteral {
    private var macs: [IPv4Address: MACAddress] = [:]
    /// Every address that is reserved.
    package private(set) var addresses = AddressSet()

    package init(dictionaryLiteral elements: (IPv4Address, MACAddress)...) {
        for (address, mac) in elements { self[address] = mac }
    }

    /// The machine that an address is kept for.
    package subscript(_ address: IPv4Address) -> MACAddress? {
        get { macs[address] }
        set {
            macs[address] = newValue
            if newValue == nil { addresses.remove(address) } else { addresses.insert(address) }
        }
    }
}
