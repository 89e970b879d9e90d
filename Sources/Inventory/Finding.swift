/// One thing that `amorce doctor` looked at, and what it thinks of it.
package struct Finding: Hashable, Sendable, Codable {
    /// `port 69/udp`, `clock`, `image bookworm-amd64`.
    package let subject: String
    package let verdict: Verdict
    package let what: String
    /// What a person can do about it; `nil` where nothing is to be done.
    package let cure: String?

    /// The worst first.
    package enum Verdict: String, Hashable, Sendable, Codable, CaseIterable {
        /// Machines do not boot, or not all of them.
        case wrong
        /// It may be as it shall be, and often is not.
        case doubtful
        /// It could not be found out.
        case unknown
        case fine
    }

    package init(_ subject: String, _ verdict: Verdict, _ what: String, cure: String? = nil) {
        self.subject = subject
        self.verdict = verdict
        self.what = what
        self.cure = cure
    }
}
