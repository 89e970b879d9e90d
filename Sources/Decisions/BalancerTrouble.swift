import NetTypes

/// Why a backend is not as it shall be. HAProxy tells refusals in plain text only.
package enum BalancerTrouble: Error, Hashable, Sendable {
    /// No HAProxy answers: the kernel's words.
    case unreachable(String)
    /// The kernel keeps amorce from the socket.
    case forbidden(String)
    case silent
    case noBackend
    /// The socket's level is not admin.
    case denied
    case unreadable(String)
    /// HAProxy's own words about a command.
    case refused(command: String, words: String)
    /// Servers of these names are there that amorce did not add.
    case taken([HostName])
    /// The file cannot be kept up.
    case file(String, cure: String)

    /// What an answer means that is not the one that was asked for.
    package init(refusal answer: String) {
        let words = answer.split(whereSeparator: \.isNewline).first.map { String($0.prefix(200)) } ?? "no answer"
        let lower = words.lowercased()
        self =
            if lower.contains("find backend") || lower.contains("no such backend") {
                .noBackend
            } else if lower.contains("permission denied") {
                .denied
            } else {
                .unreadable(words)
            }
    }

    /// How long sessions of a server that is to go are waited for, in failures.
    package static let patience = 5

    /// When it is tried again. What HAProxy refuses may come right by itself, as sessions end; later it is somebody's matter.
    package func delay(afterFailures count: Int, jitter: Double) -> Interval {
        let beyond = count - Self.patience - 2
        return switch self {
        case .unreachable, .silent: RetrySchedule.network.delay(afterFailures: count, jitter: jitter)
        case .refused where beyond <= 0: RetrySchedule.network.delay(afterFailures: count, jitter: jitter)
        case .refused: RetrySchedule.configuration.delay(afterFailures: beyond, jitter: jitter)
        case .forbidden, .noBackend, .denied, .unreadable, .taken, .file:
            RetrySchedule.configuration.delay(afterFailures: count, jitter: jitter)
        }
    }
}

extension BalancerTrouble: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreachable(let words): "no HAProxy answers there: \(words)"
        case .forbidden(let words): "its socket is not for amorce: \(words)"
        case .silent: "HAProxy does not answer"
        case .noBackend: "HAProxy has no such backend"
        case .denied: "HAProxy does not let this socket change anything"
        case .unreadable(let words): "HAProxy says what is not understood: \(words)"
        case .refused(let command, let words): "\(command): \(words)"
        case .taken(let names):
            "it has servers that amorce did not add: \(names.map(\.text).joined(separator: ", "))"
        case .file(let what, _): what
        }
    }

    /// What a person can do about it.
    package var cure: String {
        switch self {
        case .unreachable: "start HAProxy; `stats socket` in its global section says where it takes commands"
        case .forbidden: "give amorce's user the socket: `stats socket PATH mode 660 group GROUP level admin`"
        case .silent: "see whether HAProxy is stuck, or restart it"
        case .noBackend:
            "write the backend's section into HAProxy's configuration and reload it, or mend haproxy.backend"
        case .denied: "write `level admin` behind HAProxy's `stats socket`"
        case .unreadable: "amorce knows HAProxy 2.6 and later"
        case .refused: "mend haproxy.server where the words are at fault; it is tried again"
        case .taken: "take those lines out of HAProxy's configuration, or give the machines other names"
        case .file(_, let cure): cure
        }
    }
}
