import NetTypes

/// The network boots of a machine of late: when the last one was heard of, and how many of them were told to boot the disk without a
/// system's being heard since.
package struct NetworkBoots: Hashable, Sendable, Codable {
    /// When an address was last taken in the last one.
    package var latest: Timestamp
    /// Who took it.
    package var program: Program
    /// How many from disk there were in a row, each soon after the one before.
    package var fromDisk: Int

    /// The programs that take an address before anything is booted.
    package enum Program: String, Hashable, Sendable, Codable {
        case firmware
        /// On the card itself, or loaded by the firmware a moment ago.
        case ipxe
    }

    package init(latest: Timestamp, program: Program, fromDisk: Int = 0) {
        self.latest = latest
        self.program = program
        self.fromDisk = fromDisk
    }

    /// Whether an exchange is one more of the same boot: of iPXE, which the firmware has loaded, or of the same program which
    /// asks a second server.
    package func go(on program: Program, at now: Timestamp) -> Bool {
        guard now >= latest else { return false }
        let patience: Interval = program == self.program ? .seconds(5) : .minutes(10)
        return (program == self.program || program == .ipxe) && now - latest < patience
    }
}
