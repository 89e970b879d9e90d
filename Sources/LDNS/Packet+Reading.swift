import CLDNS
import DNSWire

extension Packet {
    /// What the message says, without its signature.
    var reply: DNSReply {
        DNSReply(
            ResponseCode(rawValue: UInt16(clamping: unsafe ldns_pkt_get_rcode(handle).rawValue)),
            isAuthoritative: unsafe ldns_pkt_aa(handle), isTruncated: unsafe ldns_pkt_tc(handle),
            answers: unsafe records(of: ldns_pkt_answer(handle)),
            authority: unsafe records(of: ldns_pkt_authority(handle)))
    }

    /// What the message repeats of the request; updates may come back without (RFC 2136 §3.8).
    var questions: [DNSQuestion] {
        let list = unsafe ldns_pkt_question(handle)
        return unsafe (0..<ldns_rr_list_rr_count(list)).compactMap { place in
            guard let record = unsafe ldns_rr_list_rr(list, place),
                unsafe ldns_rr_get_class(record) == LDNS_RR_CLASS_IN,
                let name = unsafe name(of: record)
            else { return nil }
            return DNSQuestion(name: name, type: unsafe type(of: record))
        }
    }

    private func records(of list: UnsafeMutablePointer<ldns_rr_list>?) -> [DNSRecord] {
        unsafe (0..<ldns_rr_list_rr_count(list)).compactMap { place in
            guard let record = unsafe ldns_rr_list_rr(list, place),
                unsafe ldns_rr_get_class(record) == LDNS_RR_CLASS_IN,
                let name = unsafe name(of: record)
            else { return nil }
            let fields = unsafe (0..<ldns_rr_rd_count(record)).flatMap { unsafe bytes(of: ldns_rr_rdf(record, $0)) }
            return DNSRecord(
                name, RecordData(unsafe type(of: record), fields), timeToLive: unsafe ldns_rr_ttl(record))
        }
    }

    private func name(of record: UnsafeMutablePointer<ldns_rr>) -> DNSName? {
        unsafe DNSName(wire: bytes(of: ldns_rr_owner(record)))
    }

    private func type(of record: UnsafeMutablePointer<ldns_rr>) -> RecordType {
        RecordType(rawValue: UInt16(clamping: unsafe ldns_rr_get_type(record).rawValue))
    }
}

/// A copy of one field of a record, as it stands on the wire, names uncompressed.
func bytes(of field: UnsafeMutablePointer<ldns_rdf>?) -> [UInt8] {
    guard let field = unsafe field, let start = unsafe ldns_rdf_data(field) else { return [] }
    return unsafe Array(UnsafeBufferPointer(start: start, count: ldns_rdf_size(field)))
}
