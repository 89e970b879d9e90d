import DHCPWire
import Decisions
import Foundation
import Inventory
import NetTypes
import Services
import Store
import TestSupport
import Testing

@Suite("Who is at an address that another server lends")
struct TenantsTests {
    private static let machine = MACAddress.first
    private static let thief = MACAddress.second

    /// The machine is at .100 and the thief at .101, and both have said in requests that the machine is at either.
    private static func bench() throws -> WebBench {
        let sightings = try sightings(of: machine, at: [.first, .second, IPv4Address(192, 0, 2, 50)])
        let link = WireTenants.Link(interface: "br0", prefix: try #require(IPv4Prefix("10.77.0.0/24")))
        return try WebBench(
            tenants: .wire(
                WireTenants(links: [link], sightings: sightings) { address, interface in
                    interface == "br0" ? [.first: machine, .second: thief][address] : nil
                }))
    }

    /// What requests with the machine's MAC say, whoever sent them.
    private static func sightings(of mac: MACAddress, at addresses: [IPv4Address]) throws -> Sightings {
        let sightings = Sightings()
        let store = try Store.open(at: Store.inMemory)
        let subnets = [Subnet(prefix: try #require(IPv4Prefix("0.0.0.0/0")))]
        let desk = ProxyDesk(
            ProxyPolicy(unknownMachines: .prompt, subnets: subnets), ownAddresses: [.server], sightings: sightings,
            hearings: Hearings()
        ) { _ in BootPolicy(loaders: [:], url: "") }
        for (number, address) in addresses.enumerated() {
            var message = DHCPMessage.client(.request, mac: mac) { $0.append(.requestedAddress, address) }
            message.transactionID = UInt32(number)
            try store.transaction { transaction in
                _ = try desk.handle(
                    message.encoded().span, at: .dhcp, from: Arrival(link: .server), peer: .any, .now, &transaction)
            }
        }
        return sightings
    }

    @Test("a machine gets its menu and its preseed file at the address that the wire shows it at")
    func own() throws {
        let bench = try Self.bench()
        try bench.store.transaction {
            try $0.save(
                Machine(mac: Self.machine, name: .sample("api-1"), profile: .sample("api"), state: .armed).sampleArmed()
            )
        }

        let menu = bench.get("/boot/boot.ipxe")
        let preseed = bench.get("/build/\(bench.token())/api/preseed.cfg")

        #expect(menu.text.contains("api-1"))
        #expect(preseed.status == 200 && preseed.text.contains(WebBench.secret))
        #expect(bench.state() == .installing)
    }

    @Test("a station that claims its own address for another machine gets nothing of that machine's")
    func claimed() throws {
        let bench = try Self.bench()
        try bench.store.transaction {
            try $0.save(
                Machine(mac: Self.machine, name: .sample("api-1"), profile: .sample("api"), state: .armed).sampleArmed()
            )
        }
        let token = bench.token()

        let menu = bench.get("/boot/boot.ipxe", from: .second)
        let preseed = bench.get("/build/\(token)/api/preseed.cfg", from: .second)

        #expect(!menu.text.contains("api-1"))
        #expect(preseed.status == 403 && !preseed.text.contains(WebBench.secret))
        #expect(bench.state() == .armed)
    }

    @Test("on a link only the wire counts, not what a request said of an address that nobody answers at")
    func unknown() throws {
        let bench = try Self.bench()

        #expect(bench.get("/boot/boot.ipxe", from: .stranger).status == 403)
    }

    @Test("a lease from the time when amorce lent the addresses gives nothing away")
    func formerLease() throws {
        let bench = try Self.bench()
        try bench.add(Self.machine, name: "api-1", profile: "api", at: .second, state: .armed)

        #expect(!bench.get("/boot/boot.ipxe", from: .second).text.contains("api-1"))
    }

    @Test("behind a relay it is the machine that was seen there last")
    func relayed() throws {
        let bench = try Self.bench()
        try bench.store.transaction {
            try $0.save(
                Machine(mac: Self.machine, name: .sample("api-1"), profile: .sample("api"), state: .armed).sampleArmed()
            )
        }

        #expect(bench.get("/boot/boot.ipxe", from: IPv4Address(192, 0, 2, 50)).text.contains("api-1"))
        #expect(bench.get("/boot/boot.ipxe", from: IPv4Address(192, 0, 2, 51)).status == 403)
    }
}

extension Timestamp {
    fileprivate static var now: Self { Timestamp(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1000)) }
}
