import NetTypes

/// What came of sending an event to a webhook.
package enum WebhookAnswer: Hashable, Sendable {
    /// An HTTP status.
    case status(UInt16)
    /// No answer: libcurl's words, which have nothing of the URL.
    case none(String)

    /// What is done next.
    package enum Step: Hashable, Sendable {
        case done
        case tryAgain
        case giveUp
    }

    /// How long an event is tried.
    package static let patience = Interval.hours(24)
    /// How often something is sent that the other side does not want as it is.
    package static let mostUnwanted = 6

    /// - Parameter attempts: with this one.
    /// - Parameter age: how long ago the event was.
    package func step(attempts: Int, age: Interval) -> Step {
        if case .status(200...299) = self { return .done }
        if age > Self.patience || isUnwanted && attempts >= Self.mostUnwanted { return .giveUp }
        return .tryAgain
    }

    /// Whether it is the message that is at fault, so that others may be taken: the rest of 4xx is somebody's matter.
    private var isUnwanted: Bool {
        switch self {
        case .status(400), .status(405), .status(410), .status(413), .status(415), .status(422): true
        case .status, .none: false
        }
    }

    /// What a person can do about it.
    package var cure: String {
        switch self {
        case .none: "see whether the other side runs, and amorce reaches it"
        case .status(401), .status(403): "compare the secret here with the other side's"
        case .status(404), .status(405), .status(410): "mend the webhook's url"
        case .status(300...399): "write the url that this one leads to: amorce follows none"
        case .status: "the other side's log says why"
        }
    }
}

extension WebhookAnswer: CustomStringConvertible {
    package var description: String {
        switch self {
        case .status(let status): "HTTP status \(status)"
        case .none(let words): words
        }
    }
}
