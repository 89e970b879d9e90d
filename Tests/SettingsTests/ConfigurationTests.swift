import Inventory
import NetTypes
import Settings
import Testing
import YAML

@Suite("A configuration")
struct ConfigurationTests {
    private func read(_ text: String) throws -> Configuration {
        try Configuration.read(TextFile(name: "amorce.yaml", bytes: Array(text.utf8)))
    }

    @Test("that says the least gets every default")
    func least() throws {
        let least = try read("dhcp: { interfaces: [br0], subnets: [{ subnet: 10.77.0.0/24 }] }")

        #expect(least.data == "/var/lib/amorce")
        #expect(least.control == "/run/amorce/control.sock")
        #expect(least.content == "/usr/share/amorce")
        #expect(least.dhcp.mode == .server)
        #expect(least.dhcp.authoritative)
        #expect(least.dhcp.unknownMachines == .prompt)
        #expect(least.dhcp.subnets.first?.leaseTime == .hours(1))
        #expect(least.dhcp.subnets.first?.maxLeaseTime == .hours(24))
        #expect(least.tftp.isEnabled)
        #expect(least.tftp.address == .any && least.tftp.port == 69)
        #expect(least.tftp.root == "/srv/tftp")
        #expect(least.http.address == .any && least.http.port == 80)
        #expect(least.http.url == nil && least.http.tls == nil)
        #expect(least.http.limits.connections == 4096 && least.http.limits.connectionsPerClient == 256)
        #expect(least.http.limits.idleTimeout == .minutes(1) && least.http.limits.requestTimeout == .minutes(2))
        #expect(least.http.limits.headerBytes == 16_384 && least.http.limits.bodyBytes == 8 << 20)
        #expect(least.boot.defaultProfile == ProfileName("api"))
        #expect(least.boot.promptTimeout == .minutes(10))
        #expect(least.boot.assignedTimeout == .seconds(5))
        #expect(least.boot.armLifetime == .hours(7 * 24) && least.boot.maxAttempts == 5)
        #expect(!least.tftp.isRootNamed)
        #expect(least.boot.console == ["tty0", "ttyS0,115200n8"])
        #expect(least.boot.loaders.isEmpty && least.variables.isEmpty && least.machines.isEmpty)
        #expect(least.secrets == nil)
    }

    @Test("has limits and a certificate for HTTP")
    func web() throws {
        let limits =
            "max-connections: 100, max-connections-per-client: 8, idle-timeout: 10s, request-timeout: 20s, max-header: 4K"
        let tls = "tls: { listen: 10.77.0.1:8443, certificate: /etc/amorce/tls.crt, key: /etc/amorce/tls.key }"
        let http = try read("dhcp: { mode: off }\nhttp: { \(limits), max-body: 2M, \(tls) }").http

        #expect(http.limits.connections == 100 && http.limits.connectionsPerClient == 8)
        #expect(http.limits.idleTimeout == .seconds(10) && http.limits.requestTimeout == .seconds(20))
        #expect(http.limits.headerBytes == 4096 && http.limits.bodyBytes == 2 << 20)
        #expect(http.tls?.address == IPv4Address(10, 77, 0, 1) && http.tls?.port == 8443)
        #expect(http.tls?.certificate == "/etc/amorce/tls.crt" && http.tls?.key == "/etc/amorce/tls.key")
    }

    @Test("says how long an arm is good for, and how often an installation begins anew")
    func arms() throws {
        let boot = "boot: { arm-lifetime: 2d, max-attempts: 9 }"
        let some = try read(
            "dhcp: { mode: off }\n\(boot)\nprofiles: { api: { retries: 2 }, ui: { retries: 0 }, db: {} }")

        #expect(some.boot.armLifetime == .hours(48) && some.boot.maxAttempts == 9)
        #expect(some.profiles.values.sorted { $0.name < $1.name }.map(\.retries) == [2, nil, 0])
    }

    @Test("without DHCP needs neither interface nor subnet")
    func off() throws {
        #expect(try read("dhcp: { mode: off }").dhcp.mode == .off)
    }

    @Test("beside another server needs an interface, loads UEFI machines with iPXE, and knows networks by name alone")
    func proxy() throws {
        let text = "dhcp: { mode: proxy, interfaces: [br0]"
        let least = try read("\(text) }")
        let subnet = "{ subnet: 10.77.0.0/24, domain: lab.example.org, next-server: 10.77.0.9 }"
        let more = try read("\(text), subnets: [\(subnet)] }\nboot: { loaders: { uefi-x64: grubx64.efi } }")

        #expect(least.dhcp.mode == .proxy && least.dhcp.subnets.isEmpty)
        #expect(least.boot.loaders == [.uefiX64: "snponly.efi"])
        #expect(more.dhcp.subnets.first?.nextServer == IPv4Address(10, 77, 0, 9))
        #expect(more.boot.loaders == [.uefiX64: "grubx64.efi"])
    }

    @Test("may leave a key's value out where a map or a list is wanted")
    func emptyParts() throws {
        let empty = try read("dhcp: { mode: off }\ntftp:\nprofiles:\nmachines:\nvariables:\n")

        #expect(empty.tftp.root == "/srv/tftp")
        #expect(empty.machines.isEmpty)
    }

    @Test(
        "reads a MAC without quotes as the text that it is",
        arguments: ["52:54:00:77:00:11", "525400770011", "10:20:30:40:50:59"])
    func unquotedMAC(mac: String) throws {
        let block = try read("dhcp: { mode: off }\nmachines:\n  - mac: \(mac)\n    name: api-1\n")
        let flow = try read("dhcp: { mode: off }\nmachines: [{ mac: \(mac), name: api-1 }]\n")

        #expect(block.machines.map(\.mac) == [MACAddress(mac)])
        #expect(flow.machines.map(\.mac) == [MACAddress(mac)])
        #expect(block.machines.map(\.origin) == [.configuration])
        #expect(block.machines.map(\.state) == [.localBoot])
    }

    @Test(
        "reads durations",
        arguments: [("30s", 30), ("10m", 600), ("1h", 3600), ("2d", 172_800), ("3650d", 315_360_000)])
    func durations(text: String, seconds: Int) throws {
        let read = try read(
            "dhcp:\n  interfaces: [br0]\n  subnets: [{ subnet: 10.77.0.0/24 }]\n"
                + "  lease-time: 1s\n  max-lease-time: \(text)\n")

        #expect(read.dhcp.subnets.first?.maxLeaseTime == .seconds(seconds))
    }

    @Test("keeps variables as they are written, and orders pools")
    func texts() throws {
        let read = try read(
            """
            dhcp:
              interfaces: [br0]
              subnets:
                - subnet: 10.77.0.0/24
                  pools: [10.77.0.150 - 10.77.0.160, 10.77.0.100-10.77.0.110]
            variables: { disk: /dev/vda, upgrade: no, size: 010, proxy: }
            profiles: { ui: { description: Web, variables: { disk: /dev/sda } } }
            """)

        #expect(read.variables == ["disk": "/dev/vda", "upgrade": "no", "size": "010", "proxy": ""])
        #expect(read.profiles.values.map(\.variables) == [["disk": "/dev/sda"]])
        #expect(read.profiles.values.map(\.description) == ["Web"])
        #expect(
            read.dhcp.subnets.first?.pools.map(\.description) == [
                "10.77.0.100 - 10.77.0.110", "10.77.0.150 - 10.77.0.160",
            ])
    }

    @Test("waits at its prompt for as long as pxelinux can")
    func longestPrompt() throws {
        #expect(try read("dhcp: { mode: off }\nboot: { prompt-timeout: 3599s }").boot.promptTimeout == .seconds(3599))
    }

    @Test("may have a control path of 107 bytes and a boot file of 127")
    func longest() throws {
        let path = "/" + String(repeating: "a", count: 106)
        let file = String(repeating: "b", count: 127)

        let read = try read("dhcp: { mode: off }\ncontrol: \(path)\nboot: { loaders: { bios: \(file) } }")

        #expect(read.control == path)
        #expect(read.boot.loaders == [.bios: file])
    }

    @Test("knows a loader for each firmware")
    func loaderKeys() {
        for firmware in Firmware.allCases {
            #expect(LoaderKey(rawValue: firmware.rawValue)?.kind == .firmware(firmware))
        }
        #expect(LoaderKey.ipxe.kind == .ipxe)
    }
}
