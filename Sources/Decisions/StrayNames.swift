import DNSWire
import Inventory
import NetTypes

/// Records in the zones that amorce left there and that no lease has any more: after the loss of a store, for instance.
///
/// A record is amorce's where a mark beside it is that of a machine that the store knows, over the name at hand, and the address
/// is one that amorce serves. Without such a mark it is somebody else's, whatever it says.
package struct StrayNames: Sendable {
    /// Names that are to go, each with the machine whose mark it has.
    package private(set) var entries: [NameEntry] = []
    private let known: Set<Place>
    private let machines: [MACAddress]
    private let isServed: @Sendable (IPv4Address) -> Bool
    private let template: HostNameTemplate
    private var searches = 0

    private struct Place: Hashable {
        let name: DomainName
        let address: IPv4Address
    }

    /// - Parameters:
    ///   - known: what is written, is to be written, or is to be taken away already.
    ///   - machines: all that the store knows, whether they have a lease or not.
    package init(
        known: some Sequence<NameEntry>, machines: [MACAddress], template: HostNameTemplate,
        isServed: @escaping @Sendable (IPv4Address) -> Bool
    ) {
        self.known = Set(known.map { Place(name: $0.name, address: $0.address) })
        self.machines = machines
        self.template = template
        self.isServed = isServed
    }

    /// Looks through all the records of a forward zone.
    package mutating func look(through records: [DNSRecord]) {
        let marks = Self.marks(in: records)
        for record in records {
            guard case .a(let address) = record.data, let marks = marks[record.owner] else { continue }
            look(at: record.owner, address, marks)
        }
    }

    /// Looks through all the records of a reverse zone.
    package mutating func look(through records: [DNSRecord], of zone: ReverseZone) {
        let marks = Self.marks(in: records)
        for record in records {
            guard case .ptr(let name) = record.data, let marks = marks[record.owner],
                let address = zone.address(of: record.owner)
            else { continue }
            look(at: name, address, marks)
        }
    }

    private static func marks(in records: [DNSRecord]) -> [DNSName: Set<DHCID>] {
        records.reduce(into: [:]) { marks, record in
            if case .dhcid(let mark) = record.data { marks[record.owner, default: []].insert(mark) }
        }
    }

    private mutating func look(at owner: DNSName, _ address: IPv4Address, _ marks: Set<DHCID>) {
        guard isServed(address), let name = DomainName("\(owner)"),
            !known.contains(Place(name: name, address: address)),
            !entries.contains(where: { $0.name == name && $0.address == address }),
            let mac = machine(called: name, owner, marks)
        else { return }
        entries.append(NameEntry(mac: mac, name: name, address: address, state: .unwanted))
    }

    /// The machine whose mark is there. The name itself may say which one it is; else every machine may be it.
    private mutating func machine(called name: DomainName, _ owner: DNSName, _ marks: Set<DHCID>) -> MACAddress? {
        let isMade = { (mac: MACAddress) in marks.contains(DHCID(mac, name: owner)) }
        if let mac = name.text.split(separator: ".").first.flatMap({ HostName($0) }).flatMap(template.mac), isMade(mac)
        {
            return mac
        }
        guard searches < Self.mostSearches else { return nil }
        searches += 1
        return machines.first(where: isMade)
    }

    /// A zone may be full of another server's marks. The rest is found the next time.
    private static var mostSearches: Int { 500 }
}
