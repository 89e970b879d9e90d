import Inventory
import NetTypes
import Store
import Synchronization

/// The board of what is wrong now: whoever meets a problem posts it here, and clears it when it is over.
package final class Problems: Sendable {
    private let standing = Mutex<[String: StandingProblem]>([:])

    package init() {}

    /// Puts a problem on the board, in place of what stood there of the same subject, which began when it began.
    package func post(_ subject: String, _ what: String, cure: String, at now: Timestamp) {
        standing.withLock { standing in
            let since = standing[subject]?.since ?? now
            standing[subject] = StandingProblem(subject: subject, what: what, cure: cure, since: since)
        }
    }

    /// Takes a problem off the board, if it is there.
    package func clear(_ subject: String) { standing.withLock { $0[subject] = nil } }

    /// Takes every problem off the board whose subject begins so.
    package func clear(startingWith words: String) {
        standing.withLock { standing in standing = standing.filter { !$0.key.hasPrefix(words) } }
    }

    /// What is wrong now, what began first before the rest.
    package var all: [StandingProblem] {
        standing.withLock { Array($0.values) }.sorted { ($0.since, $0.subject) < ($1.since, $1.subject) }
    }
}

extension Problems {
    /// What the problems of profiles begin with.
    private static let profile = "profile "

    /// Posts what armed machines wait for in vain, and takes off what they have again.
    package func post(missing profiles: [ProfileName: [HostName]], at now: Timestamp) {
        for (profile, machines) in profiles {
            let named = machines.prefix(3).map(\.text).joined(separator: ", ")
            let more = machines.count > 3 ? " and \(machines.count - 3) more" : ""
            post(
                Self.profile + profile.text,
                "it is not there, or broken, and \(named)\(more) would be installed with it",
                cure: "amorce check says what is wrong; write preseed/\(profile).cfg, or assign another profile",
                at: now)
        }
        let subjects = Set(profiles.keys.map { Self.profile + $0.text })
        for problem in all where problem.subject.hasPrefix(Self.profile) && !subjects.contains(problem.subject) {
            clear(problem.subject)
        }
    }

    /// How many rows are named one by one.
    private static let rowLimit = 20

    /// Posts what a store could not read at its start.
    package func post(unreadable rows: [UnreadableRow], at now: Timestamp) {
        for row in rows.prefix(Self.rowLimit) {
            post(
                "row of table \(row.table), \(row.key)", row.why,
                cure: "what is saved of it anew replaces it; until then the rest is served", at: now)
        }
        guard rows.count > Self.rowLimit else { return }
        post(
            "rows", "\(rows.count - Self.rowLimit) more rows of the store cannot be read",
            cure: "the log names each of them; restore a copy of the store if they matter", at: now)
    }
}
