import NetTypes

/// What a name server answered.
package struct DNSReply: Hashable, Sendable {
    package let code: ResponseCode
    /// `AA`: it answers from a zone of its own.
    package let isAuthoritative: Bool
    /// `TC`: there is more than the datagram holds.
    package let isTruncated: Bool
    package let answers: [DNSRecord]
    /// Where nothing was found: the zone's `SOA`, for instance.
    package let authority: [DNSRecord]

    package init(
        _ code: ResponseCode, isAuthoritative: Bool = false, isTruncated: Bool = false, answers: [DNSRecord] = [],
        authority: [DNSRecord] = []
    ) {
        self.code = code
        self.isAuthoritative = isAuthoritative
        self.isTruncated = isTruncated
        self.answers = answers
        self.authority = authority
    }
}

/// What a datagram that came back is worth.
package enum ReplyVerdict: Hashable, Sendable {
    /// The answer, from one who has the key; or from whoever sent it, where the request was not signed.
    case verified(DNSReply)
    /// It seems to be the answer, and anyone may have sent it. A better one may still come (RFC 8945 §5.3).
    case doubtful(ReplyDoubt)
    /// It answers something else, or nothing.
    case unrelated
}

/// Why an answer cannot be relied on.
package enum ReplyDoubt: Hashable, Sendable {
    /// It carries no signature; what it says may be a hint.
    case unsigned(ResponseCode)
    /// It says that the request's signature was not accepted: `BADKEY` or `BADSIG`, which a server cannot sign.
    case signatureRefused(ResponseCode)
    /// It is signed, and the server's clock was that far ahead of ours: `BADTIME`.
    case clocksDiffer(Interval)
    /// The signature is not made with our key over this request.
    case wrongSignature
    /// The signature holds, and was made at another time: the message is an old one, or the clocks differ.
    case wrongTime(Interval)
    /// It is cut off. Over TCP there is more.
    case truncated
    /// It is too broken to be read.
    case unreadable
}
