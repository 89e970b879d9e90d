import NetTypes

/// How hooks and webhooks do: the answer of `GET /api/v1/hooks`, and what `amorce hook status` shows.
package struct DeliveriesReport: Hashable, Sendable, Codable {
    package let now: Timestamp
    package let targets: [Target]

    /// The folder of hooks, or one webhook.
    package struct Target: Hashable, Sendable, Codable {
        /// `hooks`, or `webhook NAME`.
        package let name: String
        /// How many events wait for it.
        package let pending: Int
        /// How many it has taken since the start.
        package let delivered: Int
        /// How many were given up since the start.
        package let givenUp: Int
        /// What stands in the way, since when, and what to do; `nil` while nothing does.
        package let problem: StandingProblem?
        /// Of those that wait, the oldest, at most a hundred.
        package let waiting: [Waiting]

        package init(
            name: String, pending: Int, delivered: Int, givenUp: Int, problem: StandingProblem?, waiting: [Waiting]
        ) {
            self.name = name
            self.pending = pending
            self.delivered = delivered
            self.givenUp = givenUp
            self.problem = problem
            self.waiting = waiting
        }
    }

    /// An event that has not arrived.
    package struct Waiting: Hashable, Sendable, Codable {
        package let event: BootEvent
        package let attempts: Int
        package let lastError: String?

        package init(event: BootEvent, attempts: Int, lastError: String?) {
            self.event = event
            self.attempts = attempts
            self.lastError = lastError
        }
    }

    package init(now: Timestamp, targets: [Target] = []) {
        self.now = now
        self.targets = targets
    }
}
