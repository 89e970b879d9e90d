import Inventory

/// Why a command did not do what it was asked for.
package enum Failure: Error, Hashable, Sendable {
    case usage(UsageError)
    /// Every mistake of the configuration file, a line each.
    case configuration([String])
    /// What the daemon answered.
    case problem(Problem)
    case unreachable(socket: String, reason: String)
    /// The daemon's answer makes no sense to us.
    case badAnswer(String)
    /// The daemon itself could not start, or ended with an error.
    case daemon(String)
    /// A file that the command was given cannot be read, or is not what it should be.
    case input(String)
    /// What was named is not there.
    case missing(String)
    /// Done in part, and that was said.
    case incomplete(String)
    /// What was waited for did not happen in time.
    case timedOut(String)
    /// Standard output takes nothing: its disk is full.
    case output(String)
    /// Nobody reads standard output any more: no fault, only the end.
    case outputClosed

    /// What the process ends with.
    package var exitStatus: ExitStatus {
        switch self {
        case .usage, .configuration: .wrongUsage
        case .problem(let problem): problem.status == 404 ? .notFound : .failed
        case .badAnswer, .daemon, .output, .input, .incomplete: .failed
        case .missing: .notFound
        case .unreachable: .unreachable
        case .timedOut: .timedOut
        case .outputClosed: .done
        }
    }

    /// What goes to standard error, whole lines.
    package var text: String {
        switch self {
        case .usage(let error): error.text
        case .configuration(let mistakes): mistakes.map { $0 + "\n" }.joined()
        case .problem(let problem): "amorce: \(visible(problem.detail.isEmpty ? problem.title : problem.detail))\n"
        case .unreachable(let socket, let reason):
            "amorce: the daemon can't be reached at \(socket): \(reason)\n"
        case .badAnswer(let why): "amorce: the daemon's answer can't be understood: \(visible(why))\n"
        case .daemon(let why), .output(let why): "amorce: \(why)\n"
        case .input(let why), .incomplete(let why), .missing(let why), .timedOut(let why):
            "amorce: \(visible(why))\n"
        case .outputClosed: ""
        }
    }
}
