import CLI
import Testing

@Suite("amorce convert")
struct ConvertTests {
    private static let files = [
        "dhcp/dhcpd.conf": "include \"nets.conf\";\ninclude \"gone.conf\";\nfilename \"pxelinux.0\";\n",
        "dhcp/nets.conf": "subnet 10.77.0.0 netmask 255.255.255.0 { range 10.77.0.100 10.77.0.200; }\n",
    ]

    @Test("prints the configuration, and what is not as before on standard error, each in a line")
    func prints() {
        let outcome = amorce("convert dhcp/dhcpd.conf --interfaces br0,br1", files: Self.files)

        #expect(outcome.status == .done)
        #expect(outcome.output.contains("  interfaces: [br0, br1]\n"))
        #expect(outcome.output.contains("    - subnet: 10.77.0.0/24\n      pools: [10.77.0.100 - 10.77.0.200]\n"))
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(
            lines.first == """
                amorce: dhcp/dhcpd.conf:2: include "gone.conf": dhcp/gone.conf: cannot be read: no such file; \
                put the file there, or take the line out, and convert again
                """)
        #expect(lines.last?.hasPrefix("amorce: dhcp/dhcpd.conf:3: filename \"pxelinux.0\": amorce chooses") == true)
    }

    @Test("without interfaces, says that they are to be looked at")
    func interfaces() {
        let outcome = amorce("convert dhcp/nets.conf", files: Self.files)

        #expect(outcome.output.contains("  interfaces: [eth0]  # the files do not say which: write yours\n"))
        #expect(outcome.errors.hasPrefix("amorce: see that dhcp.interfaces is right"))
    }

    @Test("refuses what no interface can be called")
    func badInterface() {
        let outcome = amorce("convert dhcp/nets.conf --interfaces br0,a:b", files: Self.files)

        #expect(outcome.status == .wrongUsage)
        #expect(outcome.errors.hasPrefix("amorce: \"a:b\" is not an interface's name"))
        #expect(outcome.output.isEmpty)
    }

    @Test("--json: the text, and each remark in its parts")
    func json() {
        let outcome = amorce("convert dhcp/dhcpd.conf --json", files: Self.files)

        #expect(outcome.output.contains("\"configuration\" : \"# Converted from dhcp/dhcpd.conf"))
        #expect(outcome.output.contains("\"statement\" : \"filename \\\"pxelinux.0\\\"\""))
        #expect(outcome.output.contains("\"line\" : 3"))
    }

    @Test("a file that is not there is told")
    func gone() {
        let outcome = amorce("convert gone.conf", files: Self.files)

        #expect(outcome.status == .failed)
        #expect(outcome.errors == "amorce: gone.conf: cannot be read: no such file\n")
        #expect(outcome.output.isEmpty)
    }

    @Test("dnsmasq's configuration is none of dhcpd's, and is refused with what to do")
    func dnsmasq() {
        let outcome = amorce(
            "convert dnsmasq.conf", files: ["dnsmasq.conf": "# lan\n dhcp-range=10.77.0.100,10.77.0.200\n"])

        #expect(outcome.status == .failed || outcome.status == .wrongUsage)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("amorce: dnsmasq.conf is dnsmasq's, and convert reads dhcpd's"))
    }
}
