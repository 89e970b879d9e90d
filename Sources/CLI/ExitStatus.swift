/// What the shell is told.
package enum ExitStatus: Int32, Hashable, Sendable, CaseIterable {
    case done = 0
    case failed = 1
    /// The command line, or the configuration file, is wrong.
    case wrongUsage = 2
    case notFound = 3
    case unreachable = 4
    case timedOut = 6

    /// What a command about a machine, a profile or a lease may end with.
    package static let ofThings: [Self] = [.done, .failed, .wrongUsage, .notFound, .unreachable]

    /// One line for `--help` and the manual page.
    package var meaning: String {
        switch self {
        case .done: "done"
        case .failed: "failed; standard error says why"
        case .wrongUsage: "wrong usage, or an invalid configuration file"
        case .notFound: "no such machine, profile, lease or image"
        case .unreachable: "the daemon can't be reached"
        case .timedOut: "what was waited for did not happen in time"
        }
    }
}
