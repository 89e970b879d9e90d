import Foundation
import Inventory
import MachineFiles
import NetTypes
import Testing

@Suite("Machines of libvirt's domain XML")
struct DomainTests {
    private func fixture(_ name: String) throws -> MachineReading {
        let url = try #require(Bundle.module.url(forResource: "Domains/\(name)", withExtension: nil))
        return MachineReading(Array(try Data(contentsOf: url)), file: name)
    }

    private func domain(_ inner: String) -> MachineReading {
        MachineReading(Array("<domain>\n\(inner)\n</domain>".utf8), file: "a.xml")
    }

    private let card = "<devices><interface><mac address='52:54:00:77:00:11'/></interface></devices>"

    @Test("a domain as virsh dumpxml prints it: name, MAC address, the profile of its description")
    func plain() throws {
        let reading = try fixture("api-1.xml")

        #expect(reading.mistakes.isEmpty && reading.remarks.isEmpty)
        #expect(
            reading.machines == [
                WantedMachine(
                    place: "api-1.xml:9", mac: try #require(MACAddress("52:54:00:77:00:11")), name: HostName("api-1"),
                    profile: ProfileName("api"))
            ])
    }

    @Test("the card that is first in the boot order is the machine's; UEFI, namespaces and metadata are no hindrance")
    func bootOrder() throws {
        let reading = try fixture("ui-1.xml")

        let machine = try #require(reading.machines.first)
        #expect(reading.mistakes.isEmpty)
        #expect(machine.mac == MACAddress("52:54:00:77:00:22"))
        #expect(machine.otherMACs == [try #require(MACAddress("52:54:00:77:00:21"))])
        #expect(machine.name == HostName("ui-1") && machine.profile == ProfileName("ui"))
        #expect(machine.address == IPv4Address(10, 77, 0, 51))
    }

    @Test("CDATA is read, comments are not, a card that cannot boot is not chosen, and name= stands in for the name")
    func sections() throws {
        let reading = try fixture("db_2.xml")

        let machine = try #require(reading.machines.first)
        #expect(reading.mistakes.isEmpty)
        #expect(machine.mac == MACAddress("52:54:00:77:00:33"))
        #expect(machine.otherMACs.map(\.description) == ["52:54:00:77:00:31", "52:54:00:77:00:32"])
        #expect(machine.name == HostName("db-2") && machine.profile == ProfileName("base"))
    }

    @Test("several domains of one pipe are read one by one")
    func pipe() throws {
        let reading = try fixture("several.xml")

        #expect(reading.mistakes.isEmpty)
        #expect(reading.machines.map(\.place) == ["several.xml:9", "several.xml:50"])
        #expect(reading.machines.compactMap(\.name?.text) == ["api-1", "ui-1"])
    }

    @Test(
        "a domain without a MAC address, and what is no domain, are remarks",
        arguments: ["template", "network-default"])
    func passedOver(name: String) throws {
        let reading = try fixture("\(name).xml")

        #expect(reading.machines.isEmpty && reading.mistakes.isEmpty)
        #expect(reading.remarks.count == 1 && reading.remarks.allSatisfy { $0.cure.hasPrefix("it is passed over") })
    }

    @Test("what libvirt keeps of a running domain holds a domain")
    func status() throws {
        let text = "<domstatus/><domainstatus state='running'><domain><name>a</name>\(card)</domain></domainstatus>"

        let reading = MachineReading(Array(text.utf8), file: "a.xml")

        #expect(reading.machines.compactMap(\.name?.text) == ["a"])
        #expect(reading.remarks.map(\.fact) == ["<domstatus> is no domain"])
    }

    @Test(
        "a mistake names file, line, fact and cure",
        arguments: [
            (
                "<name>web_1</name>",
                "a.xml:2: web_1 is no host name; rename the domain, or write name=NAME in its description: "
                    + "letters, digits and hyphens"
            ),
            (
                "<title>x</title>",
                "a.xml:1: the domain has no name; rename the domain, or write name=NAME in its description: "
                    + "letters, digits and hyphens"
            ),
            (
                "<name>a</name><description>profile=API</description>",
                "a.xml:2: profile=API is not a profile's name: lower-case letters, digits and hyphens, a letter first; "
                    + "correct the word"
            ),
            (
                "<name>a</name><title>profile=api</title><description>profile=ui</description>",
                "a.xml:2: profile=ui contradicts profile=api; keep one of the two"
            ),
            (
                "<name>a</name><description>address=10.77.0.300</description>",
                "a.xml:2: address=10.77.0.300 is not an IPv4 address; correct the word"
            ),
            (
                "<name>a</name><devices><interface><mac address='52:54:00:77:00'/></interface></devices>",
                "a.xml:2: 52:54:00:77:00 is not a machine's MAC address; write <mac address='52:54:00:…'/>, "
                    + "as amorce mac generate gives it"
            ),
        ])
    func mistakes(inner: String, text: String) {
        let reading = domain(inner + card)

        #expect(reading.mistakes.map(\.description) == [text])
        #expect(reading.machines.isEmpty)
    }

    @Test("other words of a description are somebody else's")
    func words() throws {
        let machine = domain(
            "<name>a</name><description>autostart=yes;prio=1 profiles=x =y profile=api</description>\(card)"
        )
        .machines.first

        #expect(machine?.profile == ProfileName("api"))
        #expect(machine?.address == nil)
    }

    @Test("a domain that cannot be read costs no other, and XML that breaks off costs what follows")
    func besideOthers() {
        let bad = "<domain><name>b_</name>\(card)</domain>"
        let good = "<domain><name>a</name>\(card)</domain>"

        let reading = MachineReading(Array("\(bad)\n\(good)\n<domain><name>".utf8), file: "a.xml")

        #expect(reading.machines.map(\.place) == ["a.xml:2"])
        #expect(reading.mistakes.map(\.place.line) == [1, 3])
    }
}
