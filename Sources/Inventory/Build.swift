import NetTypes

/// One installation's key: who holds the token may fetch this machine's preseed file and script, and report for it,
/// from the address that the machine leases.
package struct Build: Hashable, Sendable, Codable {
    /// 128 random bits in 32 hexadecimal digits.
    package let token: String
    package let mac: MACAddress
    package let created: Timestamp
    /// What is installed, once the installer has fetched its preseed file.
    package var profile: ProfileName?
    /// When it ended, well or not; afterwards the token opens nothing.
    package var closed: Timestamp?

    package init(
        token: String, mac: MACAddress, created: Timestamp, profile: ProfileName? = nil, closed: Timestamp? = nil
    ) {
        self.token = token
        self.mac = mac
        self.created = created
        self.profile = profile
        self.closed = closed
    }
}
