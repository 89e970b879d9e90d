import Inventory
import NetTypes

/// What the configuration says about arms.
package struct InstallPolicy: Hashable, Sendable {
    /// How long an arm is good for.
    package let armLifetime: Interval
    /// How many network boots one arm is good for.
    package let maxAttempts: Int
    /// How long the prompt waits for a machine that nobody named; `nil` where it does not ask.
    package let promptTime: Interval?
    private let retries: [ProfileName: Int]

    package init(
        armLifetime: Interval = .hours(7 * 24), maxAttempts: Int = 5, promptTime: Interval? = nil,
        retries: [ProfileName: Int] = [:]
    ) {
        self.armLifetime = armLifetime
        self.maxAttempts = maxAttempts
        self.promptTime = promptTime
        self.retries = retries
    }

    /// How many times a machine of a profile is armed again after an installation that was broken off.
    package func retries(of profile: ProfileName?) -> Int { profile.flatMap { retries[$0] } ?? 0 }
}
