import DNSWire
import NetTypes

/// One request to the servers of a zone, until one of them has answered or none does (RFC 1035 §4.2, RFC 8945 §5.3).
///
/// ```
///            answer cut off          ┌─────────┐
///        ┌──────────────────────────▶│   tcp   ├──────┐
///   ┌────┴────┐                      └────┬────┘      │ nobody there, broken off,
///   │   udp   │◀──┐ nothing came, twice   │           │ or an answer that another server may better
///   └─┬──┬──┬─┘   │                       │           ▼
///     │  └──┴─────┘──────────────────────────▶ the next server, from the start; after the last: failed
///     │ an answer to rely on              │
///     ▼                                   ▼
///                  replied
/// ```
package struct NameExchange: Hashable, Sendable {
    package let serverCount: Int
    package private(set) var state: State
    private let isLarge: Bool
    /// What seems to be wrong with the server at hand.
    private var doubt: NameTrouble?
    /// What was wrong with those before.
    private var troubles: [NameTrouble] = []

    /// Where it stands: see the drawing above.
    package enum State: Hashable, Sendable {
        case udp(server: Int, silences: Int)
        case tcp(server: Int)
        case ended(NameExchangeEnd)
    }

    /// - Parameters:
    ///   - bytes: how many the request has.
    ///   - serverCount: how many servers there are to try, in their order.
    package init(bytes: Int, serverCount: Int) {
        self.serverCount = serverCount
        isLarge = bytes > Self.largestDatagram
        state = .ended(.failed(.unreachable))
        state = begin(0)
    }

    /// The first datagram or connection.
    package var opening: NameExchangeAction { action }

    /// What is to be done now that this has happened.
    package mutating func on(_ event: NameExchangeEvent) -> NameExchangeAction {
        let before = state
        state = next(after: event)
        return state == before ? .listen : action
    }

    private var action: NameExchangeAction {
        switch state {
        case .udp(let server, let silences): .send(.udp, to: server, answerWithin: .seconds(silences + 1))
        case .tcp(let server): .send(.tcp, to: server, answerWithin: .seconds(5))
        case .ended(let end): .finish(end)
        }
    }

    private mutating func next(after event: NameExchangeEvent) -> State {
        switch (state, event) {
        case (.ended, .answer), (.ended, .timeout), (.ended, .unreachable), (_, .answer(.unrelated)): return state
        case (.udp(let server, _), .answer(.verified(let reply))), (.tcp(let server), .answer(.verified(let reply))):
            let trouble = NameTrouble(reply.code)
            return trouble.isOfServer ? leave(server, trouble) : .ended(.replied(reply))
        case (.udp(let server, _), .answer(.doubtful(.truncated))): return .tcp(server: server)
        // The signature holds: there will be no better answer.
        case (.udp(let server, _), .answer(.doubtful(.clocksDiffer(let ahead)))),
            (.udp(let server, _), .answer(.doubtful(.wrongTime(let ahead)))):
            return leave(server, .clocksDiffer(ahead))
        case (.udp, .answer(.doubtful(let doubt))):
            self.doubt = NameTrouble(doubt)
            return state
        case (.tcp(let server), .answer(.doubtful(let doubt))): return leave(server, NameTrouble(doubt))
        case (.udp(let server, let silences), .timeout):
            guard silences + 1 < Self.datagramsPerServer, doubt == nil else { return leave(server, doubt ?? .silence) }
            return .udp(server: server, silences: silences + 1)
        case (.tcp(let server), .timeout): return leave(server, .silence)
        case (.udp(let server, _), .unreachable), (.tcp(let server), .unreachable):
            return leave(server, doubt ?? .unreachable)
        }
    }

    private mutating func leave(_ server: Int, _ trouble: NameTrouble) -> State {
        troubles.append(trouble)
        doubt = nil
        return begin(server + 1)
    }

    /// A server that does not answer may be the one that would say yes: its trouble counts before the others'.
    private func begin(_ server: Int) -> State {
        guard server < serverCount else {
            return .ended(.failed(troubles.first { $0.kind == .network } ?? troubles.first ?? .unreachable))
        }
        return isLarge ? .tcp(server: server) : .udp(server: server, silences: 0)
    }

    /// What every server takes without being told of more (RFC 1035 §4.2.1).
    private static var largestDatagram: Int { 512 }
    private static var datagramsPerServer: Int { 2 }
}

extension NameTrouble {
    /// Whether another server of the same zone may answer otherwise.
    fileprivate var isOfServer: Bool {
        switch self {
        case .serverFailure, .notPermitted, .notAuthoritative, .takesNoUpdates: true
        case .silence, .unreachable, .wrongSignature, .unreadable, .unsettled, .unknownKey, .wrongSecret, .clocksDiffer,
            .outsideZone, .unsigned, .resolverFailed, .primaryUnknown, .unexpected:
            false
        }
    }
}

/// What an exchange with name servers may meet.
package enum NameExchangeEvent: Hashable, Sendable {
    case answer(ReplyVerdict)
    /// Nothing came in the time that the last action gave.
    case timeout
    /// The port is closed, there is no way, or the connection broke off.
    case unreachable
}

/// What is done next in an exchange.
package enum NameExchangeAction: Hashable, Sendable {
    /// From a port of its own each time; servers count from 0.
    case send(NameTransport, to: Int, answerWithin: Interval)
    /// Nothing is sent, and the time that was given runs on.
    case listen
    case finish(NameExchangeEnd)
}

/// How a request travels.
package enum NameTransport: Hashable, Sendable { case udp, tcp }

/// How an exchange ended.
package enum NameExchangeEnd: Hashable, Sendable {
    case replied(DNSReply)
    case failed(NameTrouble)
}
