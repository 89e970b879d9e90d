/// What makes two DHCP messages the same client's.
package enum ClientIdentity: String, Hashable, Sendable, CaseIterable {
    /// The hardware address: firmware, installer and installed system of one machine are one client.
    case mac
    /// What the client calls itself, where it says so: several clients may share one hardware address.
    case clientIdentifier = "client-id"
}
