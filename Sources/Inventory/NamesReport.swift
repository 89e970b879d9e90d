import NetTypes

/// How names come into the zones: the answer of `GET /api/v1/dns`, and what `amorce dns status` shows.
package struct NamesReport: Hashable, Sendable, Codable {
    package let now: Timestamp
    /// None where names are not written.
    package let zones: [Zone]
    /// How many names are as they shall be.
    package let written: Int
    /// How many are not, yet.
    package let pending: Int
    /// Of those, what waits longest, at most a thousand.
    package let waiting: [Waiting]

    /// A zone that names are written to.
    package struct Zone: Hashable, Sendable, Codable {
        package let name: String
        package let servers: [String]
        /// The key's name and algorithm, nothing of its secret; `nil` where updates are not signed.
        package let key: String?
        /// Why nothing is written to it now, since when, and what to do; `nil` while something is.
        package let problem: StandingProblem?
        /// How often it was tried since then.
        package let failures: Int

        package init(name: String, servers: [String], key: String?, problem: StandingProblem?, failures: Int) {
            self.name = name
            self.servers = servers
            self.key = key
            self.problem = problem
            self.failures = failures
        }
    }

    /// A name that is not yet as it shall be.
    package struct Waiting: Hashable, Sendable, Codable {
        package let entry: NameEntry
        /// Since when; it is kept over restarts, as attempts and error are.
        package let since: Timestamp
        package let attempts: Int
        /// What stood in the way last.
        package let lastError: String?
        /// What a person can do about it.
        package let cure: String?

        package init(entry: NameEntry, since: Timestamp, attempts: Int, lastError: String?, cure: String?) {
            self.entry = entry
            self.since = since
            self.attempts = attempts
            self.lastError = lastError
            self.cure = cure
        }
    }

    package init(now: Timestamp, zones: [Zone] = [], written: Int = 0, pending: Int = 0, waiting: [Waiting] = []) {
        self.now = now
        self.zones = zones
        self.written = written
        self.pending = pending
        self.waiting = waiting
    }
}

/// How the zones differ from what was written to them: the answer of `POST /api/v1/dns/sync`.
package struct NameComparisonReport: Hashable, Sendable, Codable {
    /// How many names were asked for.
    package let compared: Int
    /// For how many of them no server had an answer.
    package let unanswered: Int
    package let differences: [NameDifference]
    /// Names with amorce's own mark that no lease has: they go.
    package internal(set) var strays: [NameEntry] = []
    /// Zones that could not be read whole, and why: they were asked name by name, and nothing is known of what else they have.
    package internal(set) var notRead: [String] = []
    /// Whether it was only looked, and nothing is written anew.
    package let isDryRun: Bool

    /// The same with what was found in whole zones.
    package func with(strays: [NameEntry], notRead: [String]) -> Self {
        var report = self
        (report.strays, report.notRead) = (strays, notRead)
        return report
    }

    package init(
        compared: Int = 0, unanswered: Int = 0, differences: [NameDifference] = [], isDryRun: Bool = false
    ) {
        self.compared = compared
        self.unanswered = unanswered
        self.differences = differences
        self.isDryRun = isDryRun
    }
}

/// A name that is not in the zones as it was written.
package struct NameDifference: Hashable, Sendable, Codable {
    package let entry: NameEntry
    /// What is there instead.
    package let what: String

    package init(entry: NameEntry, what: String) {
        self.entry = entry
        self.what = what
    }
}
