import NetTypes

/// What a name has met that is not yet in the zones as it shall be.
package struct NameTrial: Hashable, Sendable {
    /// Since when it has been waiting.
    package let since: Timestamp
    /// How often it was tried.
    package let attempts: Int
    /// What stood in the way last.
    package let lastError: String?

    package init(since: Timestamp, attempts: Int, lastError: String?) {
        self.since = since
        self.attempts = attempts
        self.lastError = lastError
    }

    /// Whether it is worth a row's writing beside what was kept: another error, or twice as many attempts.
    package func isNews(beside kept: NameTrial?) -> Bool {
        guard let kept else { return true }
        return kept.lastError != lastError || attempts >= 2 * max(1, kept.attempts)
    }
}
