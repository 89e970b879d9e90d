import DNSWire
import NetTypes

/// Why a name could not be written yet, though nobody else has it.
///
/// What is met, and what is done about it:
///
/// | met | meaning | reaction |
/// |---|---|---|
/// | `NOERROR` | done | the next step |
/// | `YXDOMAIN` on create | something has the name | take it, where its mark permits |
/// | `NXDOMAIN` on take, confirm | it went in between | create; after three rounds back-off |
/// | `NXRRSET` on take | no mark, or another's | confirm: is the very same there? |
/// | `NXRRSET` on confirm | someone else's | conflict, stated; looked at again every few minutes |
/// | `YXRRSET` on overwrite | the name is an alias | conflict, likewise |
/// | `NXRRSET`, `NXDOMAIN`, `YXRRSET` on removal | gone, or not ours | left alone: done |
/// | no answer, port closed | server or network down | the next server, then back-off |
/// | `SERVFAIL` | the server's own trouble | likewise |
/// | signature wrong, unreadable | damage or forgery | waits for a better one, then likewise |
/// | truncated | more than a datagram | the same server over TCP |
/// | `BADKEY` | the server has no such key | the next server, then a slow retry, loud |
/// | `BADSIG`, `BADTRUNC` | the secret or its use differs | likewise |
/// | `BADTIME`, time beyond the fudge | clocks differ | likewise |
/// | `REFUSED` | the server's rules | likewise |
/// | `NOTAUTH` | not its zone, or a secondary | likewise |
/// | `NOTZONE` | the zone is not what it seems | likewise |
/// | `NOTIMP`, `FORMERR` | it takes no updates | likewise |
/// | no signature | it does not sign | likewise |
/// | the resolver says nothing | the primary is not known yet | back-off |
/// | the resolver knows no primary | no SOA, or a name without an address | a slow retry, loud |
package enum NameTrouble: Hashable, Sendable {
    case silence
    /// The port is closed, or there is no way to the address.
    case unreachable
    case serverFailure
    case wrongSignature
    case unreadable
    /// The name was there and gone by turns.
    case unsettled
    case unknownKey
    case wrongSecret
    /// How far the server's clock is ahead.
    case clocksDiffer(Interval)
    case notPermitted
    case notAuthoritative
    case outsideZone
    case takesNoUpdates(ResponseCode)
    case unsigned(ResponseCode)
    /// The zone's primary is to be found, and no resolver answers.
    case resolverFailed
    /// The resolver knows no `SOA` of the zone, or no address of the server that it names.
    case primaryUnknown
    /// A code that has no business here.
    case unexpected(ResponseCode)

    /// What a code means where the step at hand has no use for it.
    package init(_ code: ResponseCode) {
        switch code {
        case .serverFailure: self = .serverFailure
        case .refused: self = .notPermitted
        case .notAuthoritative: self = .notAuthoritative
        case .outsideZone: self = .outsideZone
        case .notImplemented, .malformed: self = .takesNoUpdates(code)
        default: self = .unexpected(code)
        }
    }

    package init(_ doubt: ReplyDoubt) {
        switch doubt {
        case .unsigned(let code): self = .unsigned(code)
        case .signatureRefused(.badKey): self = .unknownKey
        case .signatureRefused(.badTime): self = .clocksDiffer(Interval(milliseconds: 0))
        case .signatureRefused: self = .wrongSecret
        case .clocksDiffer(let ahead), .wrongTime(let ahead): self = .clocksDiffer(ahead)
        case .wrongSignature: self = .wrongSignature
        case .truncated, .unreadable: self = .unreadable
        }
    }

    /// Who can end it.
    package enum Kind: Hashable, Sendable {
        /// It may end by itself, soon.
        case network
        /// Someone has to change something, here or on the server.
        case configuration
    }

    /// See the table.
    package var kind: Kind {
        switch self {
        case .silence, .unreachable, .serverFailure, .wrongSignature, .unreadable, .unsettled, .resolverFailed: .network
        case .unknownKey, .wrongSecret, .clocksDiffer, .notPermitted, .notAuthoritative, .outsideZone, .takesNoUpdates,
            .unsigned, .primaryUnknown, .unexpected:
            .configuration
        }
    }
}

extension NameTrouble: CustomStringConvertible {
    /// The fact, in the server's own words where it has any.
    package var description: String {
        switch self {
        case .silence: "no answer"
        case .unreachable: "nothing listens there"
        case .serverFailure: "the server failed (SERVFAIL)"
        case .wrongSignature: "the answer's signature is wrong"
        case .unreadable: "the answer is unreadable"
        case .unsettled: "the name was there and gone by turns"
        case .unknownKey: "the server does not know the key, or not with this algorithm (BADKEY)"
        case .wrongSecret: "the server has another secret for the key (BADSIG)"
        case .clocksDiffer(let ahead) where ahead.milliseconds < 0:
            "the server's clock is \(Interval(milliseconds: 0 &- ahead.milliseconds)) behind this host's (BADTIME)"
        case .clocksDiffer(let ahead): "the server's clock is \(ahead) ahead of this host's (BADTIME)"
        case .notPermitted: "the server does not permit it (REFUSED)"
        case .notAuthoritative: "the server does not have the zone (NOTAUTH)"
        case .outsideZone: "the name lies outside the server's zone (NOTZONE)"
        case .takesNoUpdates(let code): "the server does not take updates (\(code))"
        case .unsigned(let code): "the answer has no signature (\(code))"
        case .resolverFailed: "no resolver says who the zone's primary is"
        case .primaryUnknown: "no primary is to be found: no SOA of the zone, or no address of the server that it names"
        case .unexpected(let code): "the server answered \(code), which fits nothing that was asked"
        }
    }

    /// What an admin can do.
    package var cure: String {
        switch self {
        case .silence, .unreachable: "see that the name server runs and that this host reaches its port by UDP and TCP"
        case .serverFailure: "see the name server's log"
        case .wrongSignature, .unreadable: "see who answers in the name server's place"
        case .unsettled: "see whether another DHCP server writes the same name"
        case .unknownKey:
            "give the name server the key of key-file, with its name and algorithm; in Knot, the zone's acl too"
        case .wrongSecret: "give this host and the name server the same key"
        case .clocksDiffer: "set both clocks by NTP"
        case .notPermitted: "permit the key to update A, PTR and DHCID records: update-policy or allow-update in BIND"
        case .notAuthoritative: "name the zone's primary as server, and see that the zone is spelt as there"
        case .outsideZone: "see that zones are cut on the name server as they are here"
        case .takesNoUpdates: "name the zone's primary as server, and one that takes updates (RFC 2136)"
        case .unsigned: "see that the name server has the zone, and knows the key"
        case .resolverFailed: "see the nameserver lines of /etc/resolv.conf, or name the zone's servers below dns"
        case .primaryUnknown: "see `dig ZONE SOA` on this host, or name the zone's servers below dns"
        case .unexpected: "see the name server's log"
        }
    }
}
