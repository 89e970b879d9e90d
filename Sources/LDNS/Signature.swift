import CLDNS
import DNSWire
import NetTypes

/// The fields of a `TSIG` record (RFC 8945 §4.2).
struct Signature: Hashable, Sendable {
    let keyName: DNSName
    let algorithm: DNSName
    let timeSigned: Timestamp
    /// How far the clocks of the two may differ.
    let fudge: Interval
    /// Behind its length.
    let code: [UInt8]
    let error: ResponseCode
    /// With `BADTIME`: the server's clock.
    let serverTime: Timestamp?

    /// `nil` for a record whose fields are not a signature's. libldns takes them for granted where it verifies.
    init?(_ record: UnsafeMutablePointer<ldns_rr>) {
        let fields = unsafe (0..<ldns_rr_rd_count(record)).map { unsafe LDNS.bytes(of: ldns_rr_rdf(record, $0)) }
        guard fields.count == 7, fields[1].count == 6, fields[2].count == 2, fields[4].count == 2, fields[5].count == 2,
            fields[3].isCounted, fields[6].isCounted,
            let keyName = unsafe DNSName(wire: LDNS.bytes(of: ldns_rr_owner(record))),
            let algorithm = DNSName(wire: fields[0])
        else { return nil }
        self.keyName = keyName
        self.algorithm = algorithm
        timeSigned = Timestamp(seconds: fields[1].number)
        fudge = Interval(milliseconds: fields[2].number * 1000)
        code = fields[3]
        error = ResponseCode(rawValue: UInt16(truncatingIfNeeded: fields[5].number))
        serverTime = fields[6].count == 8 ? Timestamp(seconds: Array(fields[6].dropFirst(2)).number) : nil
    }

    /// Whether it signs anything: a server cannot sign that it does not know the key.
    var isEmpty: Bool { code.count == 2 }

    func isMade(with key: TSIGKey) -> Bool { keyName == key.name && algorithm == key.algorithm.name }
}

extension Packet {
    /// The signature; `nil` if there is none.
    var signature: Signature? {
        get throws(LDNSError) {
            guard let record = unsafe ldns_pkt_tsig(handle) else { return nil }
            guard let signature = unsafe Signature(record) else { throw LDNSError(LDNS_STATUS_CRYPTO_TSIG_BOGUS) }
            return signature
        }
    }

    /// Signs the message with the time of this host's clock.
    func sign(with key: TSIGKey) throws(LDNSError) {
        let status = unsafe ldns_pkt_tsig_sign(
            handle, "\(key.name).", key.secret, UInt16(clamping: fudge.seconds), "\(key.algorithm.rawValue).", nil)
        guard status == LDNS_STATUS_OK else { throw LDNSError(status) }
    }

    /// Whether the signature is made with the key over this message and the request's own signature. Nothing is said of
    /// its time and its error. The fields must have been read before: see `Signature`.
    func isSigned(with key: TSIGKey, bytes: [UInt8], answering code: [UInt8]) -> Bool {
        guard let prior = unsafe ldns_rdf_new_frm_data(LDNS_RDF_TYPE_INT16_DATA, code.count, code) else { return false }
        defer { unsafe ldns_rdf_deep_free(prior) }
        return unsafe ldns_pkt_tsig_verify(handle, bytes, bytes.count, "\(key.name).", key.secret, prior)
    }

    /// The same for what follows a first answer: its signature covers the one before it and its own times (RFC 8945 §5.3.1).
    func isSigned(with key: TSIGKey, bytes: [UInt8], following code: [UInt8]) -> Bool {
        guard let prior = unsafe ldns_rdf_new_frm_data(LDNS_RDF_TYPE_INT16_DATA, code.count, code) else { return false }
        defer { unsafe ldns_rdf_deep_free(prior) }
        return unsafe ldns_pkt_tsig_verify_next(
            handle, bytes, bytes.count, "\(key.name).", key.secret, prior, 1)
    }
}

/// How far apart clocks may be, in the requests and in the answers (RFC 8945 §10).
let fudge = Interval.seconds(300)

extension [UInt8] {
    /// Big-endian; at most seven bytes.
    fileprivate var number: Int64 { reduce(0) { $0 << 8 | Int64($1) } }
    /// Whether its first two bytes say how many follow.
    fileprivate var isCounted: Bool { count >= 2 && Array(prefix(2)).number == count - 2 }
}
