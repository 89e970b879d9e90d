import Settings
import Testing
import YAML

@Suite("A mistake in the configuration")
struct MistakeTests {
    /// Enough of a file to be valid, before the part with the mistake.
    private static let start = "dhcp:\n  interfaces: [br0]\n"
    private static let subnet = start + "  subnets:\n    - subnet: 10.77.0.0/24\n"
    private static let off = "dhcp: { mode: off }\n"
    private static let two = off + "machines:\n  - { mac: 52:54:00:77:00:11, name: api-1, address: 10.77.0.50 }\n"
    private static let served = subnet + "      routers: [10.77.0.1]\nmachines:\n"

    static let table: [(text: String, error: String)] = [
        // The file
        ("", "amorce.yaml: is empty; write at least dhcp.interfaces and dhcp.subnets"),
        ("# only this\n", "amorce.yaml: is empty; write at least dhcp.interfaces and dhcp.subnets"),
        ("- dhcp\n", "amorce.yaml: is not a map; write KEY: VALUE below it"),
        (off + "dhcp: {}\n", "amorce.yaml:2: column 1: dhcp stands here a second time, after line 1; keep one of the two"),
        ("dhcp:\n\tmode: off\n", "amorce.yaml:2: column 1: a tab where blanks are wanted; indent with blanks"),
        ("dhcp: { mode: off\n", "amorce.yaml:2: column 1: did not find expected ',' or '}'; correct the YAML there"),

        // Keys
        (off + "tfpt: {}\n", "amorce.yaml:2: tfpt: is not a key; did you mean tftp?"),
        ("dhcp:\n  mode: off\n  lease-tme: 1h\n", "amorce.yaml:3: dhcp.lease-tme: is not a key; did you mean lease-time?"),
        (off + "lease-time: 1h\n", "amorce.yaml:2: lease-time: is not a key; did you mean dhcp.lease-time?"),
        (
            off + "tftp: { anonymous: true }\n",
            "amorce.yaml:2: tftp.anonymous: is not a key; take it out; known here: enabled, listen, root"
        ),
        (
            subnet + "      pool: [10.77.0.100 - 10.77.0.200]\n",
            "amorce.yaml:5: dhcp.subnets[0].pool: is not a key; did you mean pools?"
        ),
        (off + "machines: [{ mca: 52:54:00:77:00:11, mac: 52:54:00:77:00:11 }]\n", "amorce.yaml:2: machines[0].mca: is not a key; did you mean mac?"),
        (off + "boot: { loaders: { bois: a } }\n", "amorce.yaml:2: boot.loaders.bois: bois is none of its words, did you mean bios?; write one of bios, uefi-x64, uefi-x64-http, uefi-arm64, uefi-arm64-http, ipxe"),
        (off + "boot: { images: { riscv64: a } }\n", "amorce.yaml:2: boot.images.riscv64: riscv64 is none of its words; write one of amd64, arm64"),

        // Kinds of values
        (off + "data: [/a]\n", "amorce.yaml:2: data: is a list where one value is wanted; write the path from /, such as /var/lib/amorce"),
        (off + "data: { a: b }\n", "amorce.yaml:2: data: is a map where one value is wanted; write the path from /, such as /var/lib/amorce"),
        (off + "tftp: { listen: }\n", "amorce.yaml:2: tftp.listen: has no value; write ADDRESS:PORT, such as 0.0.0.0:80"),
        (off + "tftp: here\n", "amorce.yaml:2: tftp: is not a map; write KEY: VALUE below it"),
        ("dhcp:\n  mode: off\n  interfaces: br0\n", "amorce.yaml:3: dhcp.interfaces: is not a list; write [VALUE, …], or one - VALUE a line"),
        (off + "data: var/lib\n", "amorce.yaml:2: data: var/lib is not an absolute path; write the path from /, such as /var/lib/amorce"),
        (
            off + "control: /\(String(repeating: "a", count: 107))\n",
            "amorce.yaml:2: control: the path has 108 bytes; write a path of at most 107 bytes, such as /run/amorce/control.sock"
        ),
        ("dhcp: { mode: serve }\n", "amorce.yaml:1: dhcp.mode: serve is none of its words, did you mean server?; write one of server, off"),
        ("dhcp: { mode: proxy }\n", "amorce.yaml:1: dhcp.mode: proxy is none of its words; write one of server, off"),
        ("dhcp: { mode: off, authoritative: maybe }\n", "amorce.yaml:1: dhcp.authoritative: maybe is not true or false; write true or false"),
        ("dhcp: { mode: off, lease-time: 1y }\n", "amorce.yaml:1: dhcp.lease-time: 1y is not a duration; write a number with s, m, h or d, such as 30s, 10m, 1h or 2d"),
        ("dhcp: { mode: off, lease-time: 0s }\n", "amorce.yaml:1: dhcp.lease-time: 0s is no time at all; write a number with s, m, h or d, such as 30s, 10m, 1h or 2d"),
        ("dhcp: { mode: off, max-lease-time: 9999d }\n", "amorce.yaml:1: dhcp.max-lease-time: 9999d is longer than 3650d; write a number with s, m, h or d, such as 30s, 10m, 1h or 2d"),
        ("dhcp: { mode: off, interfaces: [a/b] }\n", "amorce.yaml:1: dhcp.interfaces[0]: a/b is not an interface's name; write one that `ip link` shows, such as br0"),
        (off + "tftp: { listen: 69 }\n", "amorce.yaml:2: tftp.listen: 69 is not an address with a port; write ADDRESS:PORT, such as 0.0.0.0:80"),
        (off + "http: { listen: \"0.0.0.0:65536\" }\n", "amorce.yaml:2: http.listen: 65536 is not a port from 1 to 65535; write ADDRESS:PORT, such as 0.0.0.0:80"),
        (off + "http: { listen: \"localhost:80\" }\n", "amorce.yaml:2: http.listen: localhost is not an IPv4 address; write ADDRESS:PORT, such as 0.0.0.0:80"),
        (off + "http: { url: https://10.77.0.1 }\n", "amorce.yaml:2: http.url: https://10.77.0.1 is not an http URL; write http://HOST or http://HOST:PORT, such as http://10.77.0.1"),
        (off + "boot: { default-profile: Api }\n", "amorce.yaml:2: boot.default-profile: Api is not a profile's name; write lower-case letters, digits and hyphens, a letter first, such as api"),
        (off + "boot: { prompt-timeout: 1h }\n", "amorce.yaml:2: boot.prompt-timeout: is longer than pxelinux can wait; write at most 59m, or 3599s"),
        (
            off + "boot: { loaders: { bios: \(String(repeating: "b", count: 128)) } }\n",
            "amorce.yaml:2: boot.loaders.bios: the name has 128 bytes; write a file below tftp.root or a URL, of at most 127 bytes"
        ),
        (off + "boot: { loaders: { uefi-x64-http: boot.efi } }\n", "amorce.yaml:2: boot.loaders.uefi-x64-http: boot.efi is not an http URL, and this firmware takes nothing else; write http://HOST/boot/FILE"),
        (off + "boot: { loaders: { bios: http://10.77.0.1/a } }\n", "amorce.yaml:2: boot.loaders.bios: http://10.77.0.1/a is a URL, and this firmware fetches by TFTP; write a file below tftp.root, such as pxelinux.0"),
        (off + "boot: { images: { amd64: ../etc } }\n", "amorce.yaml:2: boot.images.amd64: ../etc is not a folder below tftp.root; write it without a / in front, such as debian-installer/amd64"),
        (off + "boot: { console: [] }\n", "amorce.yaml:2: boot.console: names no console; write [tty0], or leave the key out"),
        (off + "boot: { console: [tty0 quiet] }\n", "amorce.yaml:2: boot.console[0]: \"tty0 quiet\" is not a kernel console; write what stands after console=, such as ttyS0,115200n8"),
        (off + "variables: { server: a }\n", "amorce.yaml:2: variables.server: server is a name that every template has already; write letters, digits, - and _, a letter first, such as mirror-host"),
        (off + "profiles: { Ui: {} }\n", "amorce.yaml:2: profiles.Ui: Ui is not a profile's name; write lower-case letters, digits and hyphens, a letter first, such as api"),
        (off + "profiles: { ui: { variables: { a: [b] } } }\n", "amorce.yaml:2: profiles.ui.variables.a: is a list where one value is wanted; write a text"),

        // The network
        (start + "  subnets: []\n", "amorce.yaml:3: dhcp.subnets: has no subnet; write - subnet: 10.77.0.0/24 below it"),
        (start + "  subnets:\n    - domain: example.org\n", "amorce.yaml:4: dhcp.subnets[0].subnet: is missing; write subnet: 10.77.0.0/24"),
        ("dhcp:\n  subnets: [{ subnet: 10.77.0.0/24 }]\n", "amorce.yaml:1: dhcp.interfaces: names no interface; write [NAME], such as [br0]"),
        ("dhcp: { mode: off, interfaces: [br0, br0] }\n", "amorce.yaml:1: dhcp.interfaces[1]: br0 stands at dhcp.interfaces[0] already; name each interface once"),
        (start + "  subnets:\n    - subnet: 10.77.0.1/24\n", "amorce.yaml:4: dhcp.subnets[0].subnet: 10.77.0.1/24 is a host of 10.77.0.0/24 and not a network; write ADDRESS/LENGTH, such as 10.77.0.0/24"),
        (start + "  subnets:\n    - subnet: 10.77.0.0/31\n", "amorce.yaml:4: dhcp.subnets[0].subnet: /31 is not from /8 to /30; write ADDRESS/LENGTH, such as 10.77.0.0/24"),
        (start + "  subnets:\n    - subnet: lab\n", "amorce.yaml:4: dhcp.subnets[0].subnet: lab is not a network; write ADDRESS/LENGTH, such as 10.77.0.0/24"),
        (subnet + "    - subnet: 10.77.0.128/25\n", "amorce.yaml:5: dhcp.subnets[1].subnet: 10.77.0.128/25 overlaps dhcp.subnets[0].subnet (10.77.0.0/24); give each subnet addresses of its own"),
        (subnet + "      pools: [10.77.0.300]\n", "amorce.yaml:5: dhcp.subnets[0].pools[0]: 10.77.0.300 is not a range of addresses; write FIRST - LAST, such as 10.77.0.100 - 10.77.0.200"),
        (subnet + "      pools:\n        - 10.77.0.300 - 10.77.0.310\n", "amorce.yaml:6: dhcp.subnets[0].pools[0]: 10.77.0.300 is not an IPv4 address; write FIRST - LAST, such as 10.77.0.100 - 10.77.0.200"),
        (subnet + "      pools: [10.77.0.20 - 10.77.0.10]\n", "amorce.yaml:5: dhcp.subnets[0].pools[0]: 10.77.0.20 - 10.77.0.10 ends before it starts; write FIRST - LAST, such as 10.77.0.100 - 10.77.0.200"),
        (subnet + "      pools: [10.77.0.200 - 10.77.1.10]\n", "amorce.yaml:5: dhcp.subnets[0].pools[0]: 10.77.0.200 - 10.77.1.10 reaches out of 10.77.0.0/24; stay within 10.77.0.1 - 10.77.0.254"),
        (subnet + "      pools: [10.77.0.0 - 10.77.0.10]\n", "amorce.yaml:5: dhcp.subnets[0].pools[0]: 10.77.0.0 - 10.77.0.10 holds the network's own address 10.77.0.0; stay within 10.77.0.1 - 10.77.0.254"),
        (subnet + "      pools: [10.77.0.200 - 10.77.0.255]\n", "amorce.yaml:5: dhcp.subnets[0].pools[0]: 10.77.0.200 - 10.77.0.255 holds the broadcast address 10.77.0.255; stay within 10.77.0.1 - 10.77.0.254"),
        (
            subnet + "      pools: [10.77.0.10 - 10.77.0.20, 10.77.0.20 - 10.77.0.30]\n",
            "amorce.yaml:5: dhcp.subnets[0].pools[1]: 10.77.0.20 - 10.77.0.30 overlaps dhcp.subnets[0].pools[0] (10.77.0.10 - 10.77.0.20); keep each address in one pool"
        ),
        (
            subnet + "      routers: [10.77.0.1]\n      pools: [10.77.0.1 - 10.77.0.9]\n",
            "amorce.yaml:6: dhcp.subnets[0].pools[0]: 10.77.0.1 - 10.77.0.9 holds the router 10.77.0.1, which would be lent; leave the router out of the pools"
        ),
        (subnet + "      routers: [10.78.0.1]\n", "amorce.yaml:5: dhcp.subnets[0].routers[0]: 10.78.0.1 is no host of 10.77.0.0/24; write an address of 10.77.0.1 - 10.77.0.254"),
        (subnet + "      dns-servers: [ns.example.org]\n", "amorce.yaml:5: dhcp.subnets[0].dns-servers[0]: ns.example.org is not an IPv4 address; write A.B.C.D, such as 10.77.0.1"),
        (subnet + "      domain: lab_1.example.org\n", "amorce.yaml:5: dhcp.subnets[0].domain: lab_1.example.org is not a domain; write labels joined by dots, such as lab.example.org"),
        ("dhcp: { mode: off, lease-time: 2d }\n", "amorce.yaml:1: dhcp.lease-time: lease-time is longer than max-lease-time; make max-lease-time at least as long as lease-time"),
        ("dhcp: { mode: off, max-lease-time: 1m }\n", "amorce.yaml:1: dhcp.max-lease-time: lease-time is longer than max-lease-time; make max-lease-time at least as long as lease-time"),

        // Machines
        (off + "machines:\n  - { name: a }\n", "amorce.yaml:3: machines[0].mac: is missing; write mac: 52:54:00:77:00:11"),
        (off + "machines: [{ mac: 52:54:00 }]\n", "amorce.yaml:2: machines[0].mac: 52:54:00 is not a MAC address; write six bytes, such as 52:54:00:77:00:11"),
        (off + "machines: [{ mac: 01:00:5e:00:00:01 }]\n", "amorce.yaml:2: machines[0].mac: 01:00:5e:00:00:01 is the address of a group, which no machine has; write six bytes, such as 52:54:00:77:00:11"),
        (off + "machines: [{ mac: 00:00:00:00:00:00 }]\n", "amorce.yaml:2: machines[0].mac: 00:00:00:00:00:00 is no machine's address; write six bytes, such as 52:54:00:77:00:11"),
        (off + "machines: [{ mac: 52:54:00:77:00:11, name: api_1 }]\n", "amorce.yaml:2: machines[0].name: api_1 is not a host name; write one label of letters, digits and hyphens, such as api-1"),
        (two + "  - { mac: 52-54-00-77-00-11 }\n", "amorce.yaml:4: machines[1].mac: 52:54:00:77:00:11 stands at machines[0].mac already; declare each machine once"),
        (two + "  - { mac: 52:54:00:77:00:12, name: API-1 }\n", "amorce.yaml:4: machines[1].name: api-1 stands at machines[0].name already; give each machine a name of its own"),
        (two + "  - { mac: 52:54:00:77:00:12, address: 10.77.0.50 }\n", "amorce.yaml:4: machines[1].address: 10.77.0.50 stands at machines[0].address already; give each machine an address of its own"),
        (served + "  - { mac: 52:54:00:77:00:11, address: 10.78.0.5 }\n", "amorce.yaml:7: machines[0].address: 10.78.0.5 is in none of the subnets; write an address of 10.77.0.0/24"),
        (served + "  - { mac: 52:54:00:77:00:11, address: 10.77.0.255 }\n", "amorce.yaml:7: machines[0].address: 10.77.0.255 is no host of 10.77.0.0/24; write an address of 10.77.0.1 - 10.77.0.254"),
        (served + "  - { mac: 52:54:00:77:00:11, address: 10.77.0.1 }\n", "amorce.yaml:7: machines[0].address: 10.77.0.1 is a router's; give the machine another address"),
    ]

    @Test("is told with file, line, key, fact and cure", arguments: table)
    func told(text: String, expected: String) throws {
        let error = try #require(throws: SettingsErrors.self) {
            try Configuration.read(TextFile(name: "amorce.yaml", bytes: Array(text.utf8)))
        }

        #expect(error.description == expected)
    }

    @Test("does not hide the others, which are told in the order of their lines")
    func all() throws {
        let text = Self.subnet + "      pools: [10.77.0.300 - 10.77.0.310]\nhttp: { url: ftp }\ndata: a\ncolour: red\n"

        let error = try #require(throws: SettingsErrors.self) {
            try Configuration.read(TextFile(name: "amorce.yaml", bytes: Array(text.utf8)))
        }

        #expect(error.mistakes.map(\.key) == ["dhcp.subnets[0].pools[0]", "http.url", "data", "colour"])
        #expect(error.mistakes.map(\.line) == [5, 6, 7, 8])
    }

    @Test("in the file's name is told too")
    func missingFile() throws {
        let error = try #require(throws: SettingsErrors.self) { try Configuration.load(file: "/none/amorce.yaml") }

        #expect(
            error.description
                == "/none/amorce.yaml: cannot be read: No such file or directory; name a file that the daemon's user may read"
        )
    }
}
