// What a name server may send: into the door with libldns behind it, and on into the decisions. The first byte says which
// request it answers; the id, which nobody can guess, is put in its place.

private let keyText =
    "key \"amorce\" { algorithm hmac-sha256; secret \"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\"; };"
private let key = try? TSIGKey(reading: Array(keyText.utf8))
private let requests: [OutgoingRequest] = {
    guard let zone = DNSName("lab.example.org"), let name = DNSName("a.lab.example.org") else { return [] }
    let update = DNSUpdate(of: zone, if: [.nameNotInUse(name)])
    let all = [
        try? OutgoingRequest(.update(update), key: key), try? OutgoingRequest(.query(zone, .soa), key: key),
        try? OutgoingRequest(.update(update), key: nil), try? OutgoingRequest(.query(zone, .soa), key: nil),
    ]
    return all.compactMap { $0 }
}()

func run(_ bytes: [UInt8]) {
    readParts(bytes)
    precondition(requests.count == 4, "no requests")
    guard let first = bytes.first else { return }
    let request = requests[Int(first) % 4]
    let message = request.bytes.prefix(2) + bytes.dropFirst(3)
    let now = Timestamp(seconds: 1_700_000_000)
    let verdict = request.verdict(on: Array(message), now: now)
    if case .verified(let reply) = verdict {
        // Nobody signs but who has the key.
        precondition(first % 4 >= 2, "verified")
        for record in reply.answers + reply.authority {
            precondition(RecordData(record.data.type, record.data.encoded) == record.data)
            _ = record.description
        }
    }
    for size in [300, 600] {
        var exchange = NameExchange(bytes: size, serverCount: 2)
        for byte in bytes.prefix(12) {
            switch byte % 4 {
            case 0: _ = exchange.on(.timeout)
            case 1: _ = exchange.on(.unreachable)
            default: _ = exchange.on(.answer(verdict))
            }
        }
    }
    carry(bytes)
}

/// Names, records and keys' files by themselves.
private func readParts(_ bytes: [UInt8]) {
    if let name = DNSName(wire: bytes) {
        precondition(DNSName(name.description) == name, "\(name)")
        _ = ReverseZone(name)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    if let name = DNSName(text) { precondition(DNSName(wire: name.wire) == name && DNSName("\(name)") == name) }
    for type in [RecordType.a, .ptr, .soa, .dhcid] {
        precondition(RecordData(type, bytes).encoded.count == bytes.count)
    }
    if let key = try? TSIGKey(reading: bytes) { precondition(!"\(key)".contains(key.secret)) }
    var stream = MessageStream()
    stream.append(bytes)
    while let message = stream.next() { precondition(message.count < bytes.count) }
}

/// A change of name, with an answer for each byte.
private func carry(_ bytes: [UInt8]) {
    guard let name = DNSName("a.lab.example.org"), let zone = DNSName("lab.example.org"),
        let reverse = DNSName("0.77.10.in-addr.arpa").flatMap({ ReverseZone($0) }), let mac = MACAddress(number: 7)
    else { preconditionFailure("the fuzzer's own zones") }
    let zones = NameZones(forward: [zone], reverse: [reverse])
    let addresses = [IPv4Address(10, 77, 0, 5), IPv4Address(10, 77, 0, 6)]
    let bindings = addresses.map { NameBinding(name, $0, mark: DHCID(mac, name: name)) }
    for mode in ConflictMode.allCases {
        var update = NameUpdate(
            NameChange(from: bindings.first, to: bindings.last), mode: mode, zones: zones, timeToLive: 300)
        var action = update.opening
        var answers = bytes[...]
        var count = 0
        while case .send(let message) = action {
            precondition([zone, reverse.name].contains(message.zone) && count < 40)
            count += 1
            action = update.on(.replied(ResponseCode(rawValue: UInt16((answers.popFirst() ?? 5) % 19))))
        }
    }
}
