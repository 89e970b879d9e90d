import DNSWire
import Decisions
import NetTypes
import Testing

@Suite("The primary of a zone, RFC 1035 §3.3.13")
struct PrimarySearchTests {
    private let zone: DNSName
    private let server: DNSName

    init() throws {
        zone = try #require(DNSName("lab.example.org"))
        server = try #require(DNSName("ns.example.org"))
    }

    private func record(_ owner: DNSName, _ data: RecordData) -> DNSRecord { DNSRecord(owner, data, timeToLive: 60) }

    private func authority(_ primary: DNSName) throws -> RecordData {
        let contact = try #require(DNSName("admin.example.org"))
        let data = RecordData(.soa, primary.wire + contact.wire + Array(repeating: 0, count: 20))
        #expect(data.type == .soa)
        return data
    }

    @Test("is what its SOA names, at the addresses of that name")
    func found() throws {
        var search = PrimarySearch(zone)
        #expect(search.action == .ask(.lookup(zone, .soa)))

        let next = search.on(.replied(DNSReply(.success, answers: [record(zone, try authority(server))])))
        #expect(next == .ask(.lookup(server, .a)))

        let alias = try #require(DNSName("host.example.org"))
        let addresses = [IPv4Address(192, 0, 2, 53), IPv4Address(192, 0, 2, 54)]
        let answers = [record(server, .other(.cname, alias.wire))] + addresses.map { record(alias, .a($0)) }
        let primary = ZonePrimary(name: server, servers: addresses.map { NameServer($0) })
        #expect(search.on(.replied(DNSReply(.success, answers: answers))) == .finish(.found(primary)))
        #expect(search.on(.failed(.silence)) == .finish(.found(primary)))
        #expect("\(primary)" == "ns.example.org at 192.0.2.53:53, 192.0.2.54:53")
    }

    @Test("is not found where the zone is not there, is part of another, names nobody, or a name without an address")
    func unknown() throws {
        let above = try #require(DNSName("example.org"))
        let nothing: [DNSReply] = [
            DNSReply(.noSuchName), DNSReply(.success),
            DNSReply(.success, authority: [record(above, try authority(server))]),
            DNSReply(.success, answers: [record(above, try authority(server))]),
            DNSReply(.success, answers: [record(zone, try authority(.root))]),
        ]
        for reply in nothing {
            var search = PrimarySearch(zone)
            #expect(search.on(.replied(reply)) == .finish(.failed(.primaryUnknown)))
        }

        var search = PrimarySearch(zone)
        _ = search.on(.replied(DNSReply(.success, answers: [record(zone, try authority(server))])))
        #expect(search.on(.replied(DNSReply(.noSuchName))) == .finish(.failed(.primaryUnknown)))
        #expect(NameTrouble.primaryUnknown.kind == .configuration)
    }

    @Test("is looked for again soon where the resolver does not answer")
    func silence() {
        var search = PrimarySearch(zone)

        #expect(search.on(.failed(.silence)) == .finish(.failed(.resolverFailed)))
        #expect(NameTrouble.resolverFailed.kind == .network)
    }
}
