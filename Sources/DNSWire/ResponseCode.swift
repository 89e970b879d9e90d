/// `RCODE`, and the error of a `TSIG` record, which goes on from it (RFC 2136 §2.2, RFC 8945 §3). Others are kept, so this
/// is a struct.
package struct ResponseCode: Hashable, Sendable, RawRepresentable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// `NOERROR`
    package static let success = Self(rawValue: 0)
    /// `FORMERR`: the server could not read the request.
    package static let malformed = Self(rawValue: 1)
    /// `SERVFAIL`
    package static let serverFailure = Self(rawValue: 2)
    /// `NXDOMAIN`: a name that should exist does not.
    package static let noSuchName = Self(rawValue: 3)
    /// `NOTIMP`: the server does not know this kind of request.
    package static let notImplemented = Self(rawValue: 4)
    /// `REFUSED`: the server's rules do not permit it.
    package static let refused = Self(rawValue: 5)
    /// `YXDOMAIN`: a name that should not exist does.
    package static let nameExists = Self(rawValue: 6)
    /// `YXRRSET`: records that should not exist do.
    package static let recordsExist = Self(rawValue: 7)
    /// `NXRRSET`: records that should exist do not.
    package static let noSuchRecords = Self(rawValue: 8)
    /// `NOTAUTH`: the zone is not the server's, or the request is not authentic.
    package static let notAuthoritative = Self(rawValue: 9)
    /// `NOTZONE`: a name lies outside the zone.
    package static let outsideZone = Self(rawValue: 10)
    /// `BADSIG`: the key is known and its secret another.
    package static let badSignature = Self(rawValue: 16)
    /// `BADKEY`: the key is not known, or not with this algorithm.
    package static let badKey = Self(rawValue: 17)
    /// `BADTIME`: the clocks of the two are too far apart.
    package static let badTime = Self(rawValue: 18)
    /// `BADTRUNC`: the signature is shorter than the server wants.
    package static let badTruncation = Self(rawValue: 22)

    /// The names that name servers' logs use.
    private static let names: [Self: String] = [
        .success: "NOERROR", .malformed: "FORMERR", .serverFailure: "SERVFAIL", .noSuchName: "NXDOMAIN",
        .notImplemented: "NOTIMP", .refused: "REFUSED", .nameExists: "YXDOMAIN", .recordsExist: "YXRRSET",
        .noSuchRecords: "NXRRSET", .notAuthoritative: "NOTAUTH", .outsideZone: "NOTZONE", .badSignature: "BADSIG",
        .badKey: "BADKEY", .badTime: "BADTIME", .badTruncation: "BADTRUNC",
    ]
}

extension ResponseCode: CustomStringConvertible {
    package var description: String { Self.names[self] ?? "RCODE\(rawValue)" }
}
