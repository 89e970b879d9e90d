import DNSWire
import NetTypes

extension Form<DNSName> {
    /// A reverse zone may have any bytes in its name (RFC 2317): what can be written is taken.
    static var zone: Self {
        Self("a zone", write: "write labels joined by dots, such as lab.example.org or 0.77.10.in-addr.arpa") { text in
            DNSName(text).flatMap { $0 == .root ? nil : $0 }
        }
    }
}

extension Form<NameServer> {
    /// The port is 53 where none is written.
    static var nameServer: Self {
        Self("a name server's address", write: "write ADDRESS or ADDRESS:PORT, such as 127.0.0.1 or 10.77.0.1:53") {
            text in
            if let address = IPv4Address(text) { return .value(NameServer(address)) }
            return switch Form<Endpoint>.endpoint.read(text) {
            case .value(let place): .value(NameServer(place.address, port: place.port))
            case .fault: .fault("\(quoted(text)) is not a name server's address")
            }
        }
    }
}
