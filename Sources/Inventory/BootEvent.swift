import NetTypes

/// One line of a machine's timeline.
package struct BootEvent: Hashable, Sendable, Codable {
    /// Its place among all events, given by the store; 0 until it is stored.
    package var id: Int64
    package let time: Timestamp
    package let mac: MACAddress
    package let stage: Stage
    /// What is worth knowing about it, in `key=value` words: `address=10.77.0.100`, `file=pxelinux.0 bytes=42430`.
    package let detail: String

    package init(id: Int64 = 0, time: Timestamp, mac: MACAddress, stage: Stage, detail: String = "") {
        self.id = id
        self.time = time
        self.mac = mac
        self.stage = stage
        self.detail = detail
    }
}

/// The stages of a boot, in the order in which a healthy one goes through them.
package enum Stage: String, Hashable, Sendable, Codable, CaseIterable {
    /// An admin gave the machine a profile, or asked for a new installation; or a retry did.
    case armed
    /// An admin took that back, or it expired.
    case disarmed
    /// An admin took its address back.
    case released
    case discovered, offered, leased
    /// The name server has taken its name.
    case named
    /// The name, or its address's, is someone else's in DNS.
    case nameConflict = "name-conflict"
    case loader, menu
    /// The profile that a person, or the prompt's time-out, chose.
    case chosen
    case kernel, initrd
    /// The installer's own DHCP exchange.
    case installer
    case preseed
    /// Word from the installer between preseed and script: `early`, `partitioned`, …
    case progress
    case postInstall = "post-install"
    case installed
    /// The machine asked what to boot and was told to use its disk.
    case localBoot = "local-boot"
    /// The installed system was heard on the network.
    case running
    /// An admin removed it.
    case removed
    /// Its load balancer added it, drained it or let go of it.
    case balanced
    /// Something was refused or reported as failed.
    case failed
}
