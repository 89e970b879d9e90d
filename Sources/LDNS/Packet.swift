import CLDNS
import DNSWire
import Glibc

/// One message of libldns, freed with its owner.
@safe struct Packet: ~Copyable {
    let handle: UnsafeMutablePointer<ldns_pkt>

    /// A request with an id that nobody can guess.
    init(_ request: DNSRequest) throws(LDNSError) {
        switch request {
        case .update(let update): unsafe handle = try Self.new(update)
        case .query, .lookup, .transfer:
            let (name, type) = (request.question.name, request.question.type)
            guard let owner = unsafe rdata(name),
                let made = unsafe ldns_pkt_query_new(owner, ldns_rr_type(UInt32(type.rawValue)), LDNS_RR_CLASS_IN, 0)
            else { throw .memory }
            unsafe handle = made
        }
        // An update has no RD (RFC 2136 §3.8), and libldns sets it; zones' own servers are to ask nobody else either.
        unsafe ldns_pkt_set_rd(handle, request.isForResolver)
        unsafe ldns_pkt_set_random_id(handle)
    }

    /// Reads a whole message.
    init(reading bytes: [UInt8]) throws(LDNSError) {
        var read: UnsafeMutablePointer<ldns_pkt>?
        let status = unsafe ldns_wire2pkt(&read, bytes, bytes.count)
        guard status == LDNS_STATUS_OK, let read = unsafe read else { throw LDNSError(status) }
        unsafe handle = read
    }

    deinit { unsafe ldns_pkt_free(handle) }

    private static func new(_ update: DNSUpdate) throws(LDNSError) -> UnsafeMutablePointer<ldns_pkt> {
        let prerequisites = unsafe try list(update.prerequisites.map(\.record))
        defer { unsafe ldns_rr_list_deep_free(prerequisites) }
        let changes = unsafe try list(update.changes.map(\.record))
        defer { unsafe ldns_rr_list_deep_free(changes) }
        // It takes the zone, and copies the lists.
        guard let zone = unsafe rdata(update.zone),
            let made = unsafe ldns_update_pkt_new(zone, LDNS_RR_CLASS_IN, prerequisites, changes, nil)
        else { throw .memory }
        return unsafe made
    }

    /// The message byte for byte.
    func encoded() throws(LDNSError) -> [UInt8] {
        var start: UnsafeMutablePointer<UInt8>?
        var count = 0
        let status = unsafe ldns_pkt2wire(&start, handle, &count)
        defer { unsafe free(start) }
        guard status == LDNS_STATUS_OK else { throw LDNSError(status) }
        return unsafe Array(UnsafeBufferPointer(start: start, count: count))
    }

    var id: UInt16 { unsafe ldns_pkt_id(handle) }
}

/// Why libldns did not do what it was asked, in its own words.
package struct LDNSError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ status: ldns_status) {
        description = unsafe ldns_get_errorstr_by_id(status).map { unsafe String(cString: $0) } ?? "libldns failed"
    }

    private init(_ text: String) { description = text }

    static var memory: Self { Self("libldns got no memory") }
}

/// Records that libldns read from their own bytes.
private func list(_ records: [ResourceRecord]) throws(LDNSError) -> UnsafeMutablePointer<ldns_rr_list> {
    guard let list = unsafe ldns_rr_list_new() else { throw .memory }
    for record in records {
        let bytes = record.encoded
        var read: UnsafeMutablePointer<ldns_rr>?
        var place = 0
        let status = unsafe ldns_wire2rr(&read, bytes, bytes.count, &place, LDNS_SECTION_ANSWER)
        guard status == LDNS_STATUS_OK, let read = unsafe read, unsafe ldns_rr_list_push_rr(list, read) else {
            unsafe ldns_rr_list_deep_free(list)
            throw LDNSError(status)
        }
    }
    return unsafe list
}

/// A copy of a name as libldns holds it.
private func rdata(_ name: DNSName) -> UnsafeMutablePointer<ldns_rdf>? {
    unsafe ldns_dname_new_frm_data(UInt16(clamping: name.wire.count), name.wire)
}
