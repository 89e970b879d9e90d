import NetTypes

/// Something that is wrong until somebody sees to it, as `amorce status` shows it. The daemon serves whatever it does not
/// touch.
package struct StandingProblem: Hashable, Sendable, Codable {
    /// What it is about, each once: `store`, `row machine 52:54:00:77:00:11`, `interface br1`.
    package let subject: String
    package let what: String
    /// What a person can do about it.
    package let cure: String
    package let since: Timestamp

    package init(subject: String, what: String, cure: String, since: Timestamp) {
        self.subject = subject
        self.what = what
        self.cure = cure
        self.since = since
    }
}
