import NetTypes

/// The leave to install a machine once: who gave it, how long it is good for, and how far it has come. Used up, it stays
/// with the machine and tells of its last installation; `InstallState` says whether it is still to be used.
package struct Arm: Hashable, Sendable, Codable {
    package var by: Giver
    /// When a person gave it, or the rule.
    package let since: Timestamp
    /// From then on it is good for nothing.
    package var until: Timestamp
    /// How many network boots have begun under it, since it was given or was last renewed by a retry.
    package var boots: Int
    /// How many times the machine was armed again by itself.
    package var retries: Int
    /// When an installer fetched the preseed file under it: it is used up.
    package var used: Timestamp?

    /// Who has a machine installed.
    package enum Giver: String, Hashable, Sendable, Codable {
        /// On the command line, or in the configuration file.
        case person
        /// `unknown-machines: prompt`, when somebody chose at the prompt, or nobody did.
        case rule
        /// The profile's `retries`, after an installation that was broken off.
        case retry
    }

    package init(
        by: Giver, since: Timestamp, until: Timestamp, boots: Int = 0, retries: Int = 0, used: Timestamp? = nil
    ) {
        self.by = by
        self.since = since
        self.until = until
        self.boots = boots
        self.retries = retries
        self.used = used
    }

    /// Whether it may still be used, as far as time goes.
    package func isGood(at now: Timestamp) -> Bool { now < until }
}
