import NetTypes

/// `DHCID`: a mark beside a name's records that says which DHCP client they were made for, without telling who that is
/// (RFC 4701 §3). Other DHCP servers compute the same.
package struct DHCID: Hashable, Sendable {
    /// What the mark is made of, two bytes, a byte for the digest, and the digest (RFC 4701 §3.1).
    package let bytes: [UInt8]

    /// Any mark that was read; `nil` for what is none.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count > 3 else { return nil }
        self.bytes = bytes
    }

    /// Of a client that is known by its hardware address: type 0, over `htype` and `chaddr` (RFC 4701 §3.3).
    package init(_ mac: MACAddress, name: DNSName) { self.init(0, [1] + mac.octets, name) }

    /// Of a client that is known by its identifier: type 2 over the DUID in it (RFC 4361 §6.1), else type 1 over the
    /// whole (RFC 4701 §3.3).
    package init(_ identifier: ClientIdentifier, name: DNSName) {
        let bytes = identifier.bytes
        if bytes.first == 255, bytes.count > 5 {
            self.init(2, Array(bytes.dropFirst(5)), name)
        } else {
            self.init(1, bytes, name)
        }
    }

    /// The digest is SHA-256, number 1, over the identifier and the name in lower case on the wire (RFC 4701 §3.4, §3.5).
    private init(_ type: UInt16, _ identifier: [UInt8], _ name: DNSName) {
        bytes =
            [UInt8(truncatingIfNeeded: type >> 8), UInt8(truncatingIfNeeded: type), 1]
            + sha256(of: identifier + name.wire)
    }
}

extension DHCID: CustomStringConvertible {
    /// Base64, as `dig` prints it.
    package var description: String { base64(bytes) }
}
