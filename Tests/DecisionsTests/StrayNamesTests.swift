import DNSWire
import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("Names in the zones that no lease has")
struct StrayNamesTests {
    private let owner: DNSName
    private let name: DomainName
    private let network: IPv4Prefix
    private let reverse: ReverseZone

    init() throws {
        owner = try #require(DNSName("api-1.lab.example.org"))
        name = try #require(DomainName("api-1.lab.example.org"))
        network = try #require(IPv4Prefix("10.77.0.0/24"))
        reverse = try #require(DNSName("0.77.10.in-addr.arpa").flatMap { ReverseZone($0) })
    }

    private func strays(known: [NameEntry] = [], machines: [MACAddress] = [.sample(1), .sample(2)]) -> StrayNames {
        StrayNames(known: known, machines: machines, template: .usual) { [network] in network.contains($0) }
    }

    private func record(_ owner: DNSName, _ data: RecordData) -> DNSRecord { DNSRecord(owner, data, timeToLive: 60) }

    private func entry(_ number: UInt16, _ address: IPv4Address) -> NameEntry {
        NameEntry(mac: .sample(number), name: name, address: address, state: .unwanted)
    }

    private func forward(_ address: IPv4Address, mark: MACAddress?) -> [DNSRecord] {
        [record(owner, .a(address))] + (mark.map { [record(owner, .dhcid(DHCID($0, name: owner)))] } ?? [])
    }

    @Test("have the mark of a machine that is known, over their own name")
    func found() {
        var strays = strays()

        strays.look(through: forward(.sample(5), mark: .sample(2)))

        #expect(strays.entries == [entry(2, .sample(5))])
    }

    @Test("are found from either end, once")
    func bothEnds() throws {
        var strays = strays()
        let back = try #require(reverse.owner(of: .sample(5)))
        let records = [record(back, .ptr(owner)), record(back, .dhcid(DHCID(.sample(1), name: owner)))]

        strays.look(through: records, of: reverse)
        strays.look(through: forward(.sample(5), mark: .sample(1)))

        #expect(strays.entries == [entry(1, .sample(5))])
    }

    @Test("of a machine that nobody knows any more are known by the name that is made of its MAC")
    func provisional() throws {
        let mac = MACAddress.sample(77)
        let owner = try #require(DNSName("\(HostName(provisionalFor: mac)).lab.example.org"))
        var strays = strays(machines: [])

        strays.look(through: [record(owner, .a(.sample(5))), record(owner, .dhcid(DHCID(mac, name: owner)))])

        #expect(strays.entries.map(\.mac) == [mac])
    }

    @Test("are none without a mark, with a stranger's, with one over another name, elsewhere, or where they are known")
    func others() throws {
        let otherName = try #require(DNSName("other.lab.example.org"))
        let known = NameEntry(mac: .sample(1), name: name, address: .sample(5))
        let elsewhere = IPv4Address(192, 0, 2, 1)
        let copied = [record(owner, .a(.sample(5))), record(owner, .dhcid(DHCID(.sample(1), name: otherName)))]
        for (records, entries) in [
            (forward(.sample(5), mark: nil), []), (forward(.sample(5), mark: .sample(9)), []), (copied, []),
            (forward(elsewhere, mark: .sample(1)), []), (forward(.sample(5), mark: .sample(1)), [known]),
        ] {
            var strays = strays(known: entries)
            strays.look(through: records)
            #expect(strays.entries.isEmpty)
        }
    }

    @Test("an address is read from the name that it has in its zone, classless ones too")
    func address() throws {
        let classless = try #require(DNSName("0/25.2.0.192.in-addr.arpa").flatMap { ReverseZone($0) })
        let wide = try #require(DNSName("77.10.in-addr.arpa").flatMap { ReverseZone($0) })
        for (zone, address) in [
            (reverse, IPv4Address(10, 77, 0, 5)), (classless, IPv4Address(192, 0, 2, 127)),
            (wide, IPv4Address(10, 77, 3, 255)),
        ] {
            #expect(zone.address(of: try #require(zone.owner(of: address))) == address)
        }
        for text in [
            "0.77.10.in-addr.arpa", "x.0.77.10.in-addr.arpa", "256.0.77.10.in-addr.arpa", "05.0.77.10.in-addr.arpa",
        ] {
            #expect(reverse.address(of: try #require(DNSName(text))) == nil)
        }
        #expect(classless.address(of: try #require(DNSName("128.0/25.2.0.192.in-addr.arpa"))) == nil)
    }
}
