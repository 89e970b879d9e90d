import DHCPWire
import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

private let policy = BootPolicy(loaders: [:], url: "http://10.77.0.1")

/// The answer to a client's message on the test network, of a machine named `api-1`.
private func answer(
    to message: DHCPMessage, _ decision: LeaseDecision, subnet: Subnet = .sample(), policy: BootPolicy = policy
) throws -> DHCPAnswer? {
    let request = try ClientRequest(message)
    return DHCPAnswer(
        to: request, decision, from: Arrival(link: .server),
        network: ServedNetwork(address: .server, subnet: subnet), name: .sample("api-1"),
        told: ReplyOption.all(of: subnet),
        boot: BootInstructions(for: request.speaker, policy: policy, nextServer: .server), now: .noon)
}

private let offer = LeaseDecision.offer(.sample(100), time: .hours(1))
private let ack = LeaseDecision.acknowledge(.sample(100, to: .sample(1)), replacing: nil)

@Suite("Replies, RFC 2131 §4.3.1, table 3")
struct DHCPReplyTests {
    @Test("the header says whom it answers and what is given")
    func header() throws {
        let asked = DHCPMessage.client(.request, ciaddr: .sample(100), flags: .broadcast)

        let offered = try #require(try answer(to: .client(.discover), offer)).message
        let acknowledged = try #require(try answer(to: asked, ack)).message
        let refused = try #require(try answer(to: asked, .refuse(.wrongNetwork))).message
        let informed = try #require(try answer(to: asked, .inform)).message

        for reply in [offered, acknowledged, refused, informed] {
            #expect(reply.operation == .reply)
            #expect(reply.hardwareType == 1 && reply.hardwareLength == 6 && reply.hops == 0)
            #expect(reply.transactionID == asked.transactionID)
            #expect(reply.secondsElapsed == 0)
            #expect(reply.hardwareAddress == asked.hardwareAddress)
            #expect(reply.nextServer == .any && reply.bootFile.isEmpty && reply.serverName.isEmpty)
            #expect(try reply.options.value(.serverIdentifier) == .server)
        }
        #expect(
            [offered, acknowledged, refused, informed].map(\.clientAddress) == [.any, .sample(100), .any, .sample(100)])
        #expect(
            [offered, acknowledged, refused, informed].map(\.yourAddress) == [.sample(100), .sample(100), .any, .any])
        #expect([offered, acknowledged, refused, informed].map(\.flags) == [[], .broadcast, .broadcast, .broadcast])
    }

    @Test(
        "each type carries its own options",
        arguments: [
            (offer, .offer, [53, 54, 51, 58, 59, 1, 28, 3, 6, 42, 15, 12]),
            (ack, .ack, [53, 54, 51, 58, 59, 1, 28, 3, 6, 42, 15, 12]),
            (.inform, .ack, [53, 54, 1, 28, 3, 6, 42, 15, 12]),
            (.refuse(.heldByAnother), .nak, [53, 54, 56]),
        ] as [(LeaseDecision, DHCPMessageType, [UInt8])])
    func options(decision: LeaseDecision, type: DHCPMessageType, codes: [UInt8]) throws {
        let reply = try #require(try answer(to: .client(.request, ciaddr: .sample(100)), decision)).message

        #expect(try reply.options.value(.messageType) == type)
        #expect(reply.options.entries.map(\.code) == codes)
    }

    @Test("the values are the network's")
    func values() throws {
        let options = try #require(try answer(to: .client(.discover), offer)).message.options

        #expect(try options.value(.leaseTime) == .seconds(3600))
        #expect(try options.value(.renewalTime) == .seconds(1800))
        #expect(try options.value(.rebindingTime) == .seconds(3150))
        #expect(try options.value(.subnetMask) == IPv4Address(255, 255, 255, 0))
        #expect(try options.value(.broadcastAddress) == .sample(255))
        #expect(try options.value(.hostName) == "api-1")
        #expect(try options.value(.domainName) == "lab.example.org")
        #expect(try options.value(.routers) == [.server])
    }

    @Test("what a network does not have is not told")
    func sparse() throws {
        let subnet = Subnet(prefix: Subnet.sample().prefix)

        let reply = try #require(try answer(to: .client(.discover), offer, subnet: subnet)).message

        #expect(reply.options.entries.map(\.code) == [53, 54, 51, 58, 59, 1, 28, 12])
    }

    @Test("a refusal says why", arguments: Refusal.allCases)
    func refusal(refusal: Refusal) throws {
        let reply = try #require(try answer(to: .client(.request), .refuse(refusal))).message

        #expect(try reply.options.value(.message) == refusal.explanation)
    }

    @Test(
        "nothing is sent where nothing is due",
        arguments: [
            .release(.sample(100, to: .sample(1))), .quarantine(.sample(100, to: .sample(1))),
            .stayQuiet(.otherServer),
        ] as [LeaseDecision])
    func silence(decision: LeaseDecision) throws {
        #expect(try answer(to: .client(.release), decision) == nil)
    }

    @Test(
        "what a client asks for comes first, in its order; what every client needs comes unasked, RFC 2132 §9.8",
        arguments: [
            ([], [1, 28, 3, 6, 42, 15, 12]),
            ([15, 6, 3, 1], [15, 6, 3, 1, 28, 42, 12]),
            ([3, 3, 250, 3, 1, 119, 26], [3, 1, 119, 26, 28, 6, 42, 15, 12]),
            // RFC 3442: classless routes stand for the routers.
            ([1, 3, 121, 6], [1, 121, 6, 28, 42, 15, 12]),
            ([108, 150], [108, 150, 1, 28, 3, 6, 42, 15, 12]),
        ] as [([UInt8], [UInt8])])
    func order(list: [UInt8], expected: [UInt8]) throws {
        var subnet = Subnet.sample()
        subnet.mtu = 1400
        subnet.routes = [try #require(StaticRoute("192.0.2.0/24 via 10.77.0.254"))]
        subnet.v6OnlyWait = .minutes(30)
        subnet.tftpServers = [.sample(9)]
        let message = DHCPMessage.client(.discover) { if !list.isEmpty { $0.append(.parameterRequestList, list) } }

        let reply = try #require(try answer(to: message, offer, subnet: subnet)).message

        #expect(reply.options.entries.map(\.code) == [53, 54, 51, 58, 59] + expected)
        #expect(
            try reply.options.value(.classlessRoutes)?.map(\.description)
                == (list.contains(121) ? ["192.0.2.0/24 via 10.77.0.254", "0.0.0.0/0 via 10.77.0.1"] : nil))
    }

    @Test("an option that somebody wrote is told unasked, the machine's before the profile's before the network's")
    func configured() throws {
        var subnet = Subnet.sample()
        let option = { (code: UInt8, letter: Character) in
            ConfiguredOption(code: code, value: Array(String(letter).utf8))
        }
        subnet.options = [option(42, "s"), option(224, "s"), option(225, "s"), option(226, "s")]
        let policy = LeasePolicy(
            isAuthoritative: true, unknownMachines: .prompt, subnets: [subnet],
            profileOptions: [.sample("api"): [option(225, "p"), option(226, "p")]],
            machineOptions: [.sample(1): [option(226, "m")]])

        let told = policy.options(for: .sample(1), profile: .sample("api"), in: subnet)
        let others = policy.options(for: .sample(2), profile: .sample("ui"), in: subnet)

        let text = { (options: [ReplyOption]) in
            options.filter { $0.code == 42 || $0.code > 223 }
                .map { "\($0.code)=\(String(decoding: $0.value, as: UTF8.self)) \($0.origin?.description ?? "-")" }
        }
        #expect(
            text(told) == [
                "42=s subnet 10.77.0.0/24", "224=s subnet 10.77.0.0/24", "225=p profile api",
                "226=m machine 52:54:00:00:00:01",
            ])
        #expect(text(others).map { $0.prefix(5) } == ["42=s ", "224=s", "225=s", "226=s"])
        #expect(told.filter { $0.code == 42 }.count == 1 && told.allSatisfy { $0.code < 224 || $0.isUnasked })
    }

    @Test(
        "a client that says its whole name is told the machine's, RFC 4702 §4",
        arguments: [
            ([0, 0, 0], [0x08, 255, 255] + Array("api-1.lab.example.org".utf8)),
            ([1, 0, 0, 0x78], [0x0a, 255, 255] + Array("api-1.lab.example.org".utf8)),
            (
                [4, 0, 0],
                [0x0c, 255, 255, 5] + Array("api-1".utf8) + [3] + Array("lab".utf8) + [7] + Array("example".utf8) + [3]
                    + Array("org".utf8) + [0]
            ),
            ([5, 0], nil),
        ] as [([UInt8], [UInt8]?)])
    func wholeName(asked: [UInt8], expected: [UInt8]?) throws {
        let message = DHCPMessage.client(.discover) { $0.append(.clientFQDN, asked) }

        let reply = try #require(try answer(to: message, offer)).message

        #expect(reply.options.bytes(81).map { Array($0) } == expected)
    }

    @Test("what has no room among the options stands in the header's fields, where nobody boots, RFC 2132 §9.3")
    func overload() throws {
        var subnet = Subnet.sample()
        subnet.domainSearch = (0..<4).map { .sample("department-\($0).example.org") }
        subnet.options = [
            ConfiguredOption(code: 224, value: Array(repeating: 7, count: 120)),
            ConfiguredOption(code: 225, value: Array(repeating: 8, count: 60)),
        ]
        let list: [UInt8] = [1, 3, 6, 15, 119, 12, 225, 224]
        let message = { (client: SampleClient) in
            DHCPMessage.client(.discover) { options in
                client.fill(&options)
                options.remove(55)
                options.append(.parameterRequestList, list)
                options.append(.clientIdentifier, Array(repeating: 1, count: 30))
                options.append(.relayAgentInformation, Array(repeating: 9, count: 60))
            }
        }

        let reply = try #require(try answer(to: message(.system), offer, subnet: subnet)).message
        let booting = try #require(try answer(to: message(.pxeBIOS), offer, subnet: subnet)).message

        #expect(reply.encoded().count + 28 <= 576)
        #expect(try reply.options.value(.overload) == [.bootFile, .serverName])
        #expect(reply.options.entries.filter { $0.area == .bootFile }.map(\.code) == [224])
        #expect(reply.options.entries.filter { $0.area == .serverName }.map(\.code) == [225])
        #expect(reply.options.entries.last { $0.area == .options }?.code == 82)
        #expect((list + [28, 42]).allSatisfy { reply.options.contains($0) })
        let again = try DHCPMessage(decoding: reply.encoded().span)
        #expect((list + [28, 42]).allSatisfy { again.options.bytes($0) == reply.options.bytes($0) })
        #expect(booting.encoded().count + 28 <= 576)
        #expect(!booting.options.contains(52) && !booting.bootFile.isEmpty)
        #expect(!booting.options.contains(42) && booting.options.contains(67))
    }

    @Test("the domains to search go to those who ask for them")
    func domainSearch() throws {
        let message = DHCPMessage.client(.discover) { $0.append(.parameterRequestList, [1, 119]) }

        let reply = try #require(try answer(to: message, offer)).message

        #expect(try reply.options.value(.domainSearch) == [.sample("lab.example.org"), .sample("example.org")])
    }

    @Test(
        "what identifies client and relay goes back as it came, the relay's last, RFC 6842 §3, RFC 4578 §2.3, RFC 3046 §2.2",
        arguments: [offer, ack, .inform, .refuse(.unknownLease)] as [LeaseDecision], [0, 17, 300])
    func echo(decision: LeaseDecision, count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let message = DHCPMessage.client(.request, ciaddr: .sample(100)) { options in
            options.append(.relayAgentInformation, bytes)
            SampleClient.httpUEFI.fill(&options)
            options.append(.clientIdentifier, bytes)
            options.append(.machineIdentifier, bytes)
        }

        let options = try #require(try answer(to: message, decision)).message.options

        for code: UInt8 in [61, 82, 97] { #expect(options.bytes(code).map { Array($0) } == bytes) }
        #expect(options.entries.last?.code == 82)
        #expect(!options.contains(93) && !options.contains(94))
    }

    @Test(
        "a reply fits what the client takes: 576 bytes unless it says more, RFC 2132 §9.10",
        arguments: [(nil, 576, false), (100, 576, false), (576, 576, false), (1472, 1472, true), (65_280, 1500, true)]
            as [(UInt16?, Int, Bool)])
    func size(said: UInt16?, limit: Int, hasAll: Bool) throws {
        var subnet = Subnet.sample()
        subnet.domainSearch = (0..<20).map { .sample("department-\($0).example.org") }
        let message = DHCPMessage.client(.discover) { options in
            SampleClient.httpUEFI.fill(&options)
            options.append(.parameterRequestList, [1, 3, 6, 12, 15, 28, 42, 119])
            if let said { options.append(.maximumMessageSize, said) }
        }

        let reply = try #require(try answer(to: message, offer, subnet: subnet)).message

        #expect(reply.encoded().count + 28 <= limit)
        #expect(reply.options.contains(119) == hasAll)
        #expect([1, 3, 6, 12, 15, 28, 42, 51, 53, 54, 60, 66, 67].allSatisfy { reply.options.contains($0) })
    }
}

@Suite("Boot files, RFC 2131 §2, RFC 2132 §9.4–9.5, RFC 4578")
struct BootFileReplyTests {
    @Test(
        "those who boot are told what, in header and options alike; the others nothing",
        arguments: [
            (.pxeBIOS, "pxelinux.0"), (.pxeUEFI, "debian-installer/amd64/bootnetx64.efi"),
            (.httpUEFI, "http://10.77.0.1/boot/debian-installer/amd64/bootnetx64.efi"),
            (.ipxe, "http://10.77.0.1/boot.ipxe"), (.installer, nil), (.system, nil),
        ] as [(SampleClient, String?)], [offer, ack, .inform] as [LeaseDecision])
    func file(client: (SampleClient, String?), decision: LeaseDecision) throws {
        let reply = try #require(try answer(to: .client(.discover, client.0.fill), decision)).message

        #expect(reply.bootFile == client.1.map { Array($0.utf8) } ?? [])
        #expect(reply.nextServer == (client.1 == nil ? .any : .server))
        #expect(reply.options.bytes(67).map { Array($0) } == client.1.map { Array($0.utf8) + [0] })
        #expect(reply.options.bytes(66).map { Array($0) } == (client.1 == nil ? nil : Array("10.77.0.1".utf8) + [0]))
        #expect(reply.options.contains(60) == (client.0 == .httpUEFI))
        #expect(reply.options.contains(43) == false)
        #expect(reply.options.bytes(175) == (client.0 == .ipxe ? [176, 1, 1] : nil))
    }

    @Test("HTTPClient goes back to those who boot by HTTP: EDK2 drops the offer without it")
    func httpClient() throws {
        let reply = try #require(try answer(to: .client(.discover, SampleClient.httpUEFI.fill), offer)).message

        #expect(try reply.options.value(.vendorClass) == "HTTPClient")
    }

    @Test("a refusal names no boot file", arguments: SampleClient.allCases)
    func refusal(client: SampleClient) throws {
        let reply = try #require(try answer(to: .client(.request, client.fill), .refuse(.wrongNetwork))).message

        #expect(reply.bootFile.isEmpty && reply.nextServer == .any)
        #expect(reply.options.entries.map(\.code) == [53, 54, 56])
    }

    @Test(
        "a name that is too long for the header's field with its zero stands in option 67 alone", arguments: [127, 128])
    func longFile(count: Int) throws {
        let file = String(repeating: "a", count: count)
        let policy = BootPolicy(loaders: [.firmware(.bios): file], url: "")

        let reply = try #require(try answer(to: .client(.discover, SampleClient.pxeBIOS.fill), offer, policy: policy))
            .message

        #expect(reply.bootFile.count == (count == 127 ? 127 : 0))
        #expect(try reply.options.value(.bootFileName) == file)
    }

    @Test("iPXE without HTTP gets the firmware's own loader, unless its script comes over TFTP")
    func ipxeWithoutHTTP() {
        let speaker = Speaker.ipxe(.uefiX64, speaksHTTP: false)
        let tftp = BootPolicy(loaders: [.ipxe: "boot.ipxe"], url: "")

        #expect(
            BootInstructions(for: speaker, policy: policy, nextServer: .server)?.file
                == "debian-installer/amd64/bootnetx64.efi")
        #expect(BootInstructions(for: speaker, policy: tftp, nextServer: .server)?.file == "boot.ipxe")
    }

    @Test("firmware that nothing is there for, and who does not boot, is told nothing")
    func nothing() {
        for speaker in [.unknownFirmware(architecture: 6), .grub, .installer, .system] as [Speaker] {
            #expect(BootInstructions(for: speaker, policy: policy, nextServer: .server) == nil)
        }
    }

    @Test("the configured loaders stand in for those of the images")
    func configured() {
        let policy = BootPolicy(
            loaders: [.firmware(.bios): "lpxelinux.0"], url: "http://boot.example.org")

        #expect(policy.loaders[.firmware(.bios)] == "lpxelinux.0")
        #expect(policy.loaders[.firmware(.uefiX64)] == "debian-installer/amd64/bootnetx64.efi")
        #expect(policy.loaders[.firmware(.uefiARM64)] == "debian-installer/arm64/bootnetaa64.efi")
        #expect(
            policy.loaders[.firmware(.uefiARM64HTTP)]
                == "http://boot.example.org/boot/debian-installer/arm64/bootnetaa64.efi")
    }
}

@Suite("Where a reply goes, RFC 2131 §4.1, RFC 1542 §5.4")
struct DHCPDestinationTests {
    private static let relay = IPv4Address.sample(200)

    @Test(
        "to the relay, to the address that the client has, to everyone, or to its hardware",
        arguments: [
            (.any, .any, [], offer, .link(.sample(1), .sample(100))),
            (.any, .any, .broadcast, offer, .broadcast),
            (.sample(9), .any, [], ack, .unicast(.sample(9))),
            (.sample(9), .any, .broadcast, ack, .unicast(.sample(9))),
            (.any, relay, [], offer, .relay(relay, port: 67)),
            (.sample(9), relay, .broadcast, ack, .relay(relay, port: 67)),
            (.sample(9), .any, [], .inform, .unicast(.sample(9))),
            (.any, .any, [], .inform, .broadcast),
            (.any, .any, [], .refuse(.wrongNetwork), .broadcast),
            (.sample(9), .any, [], .refuse(.wrongNetwork), .broadcast),
            (.sample(9), relay, [], .refuse(.wrongNetwork), .relay(relay, port: 67)),
        ] as [(IPv4Address, IPv4Address, DHCPMessage.Flags, LeaseDecision, DHCPAnswer.Destination)])
    func destination(
        ciaddr: IPv4Address, giaddr: IPv4Address, flags: DHCPMessage.Flags, decision: LeaseDecision,
        expected: DHCPAnswer.Destination
    ) throws {
        let message = DHCPMessage.client(.request, ciaddr: ciaddr, giaddr: giaddr, flags: flags)

        let answer = try #require(try answer(to: message, decision))

        #expect(answer.destination == expected)
        #expect(answer.message.relayAddress == giaddr)
    }

    @Test(
        "a refusal through a relay asks it to broadcast, any other reply has the client's own flag",
        arguments: [
            (.refuse(.wrongNetwork), [], .broadcast), (ack, [], []), (ack, .broadcast, .broadcast),
        ] as [(LeaseDecision, DHCPMessage.Flags, DHCPMessage.Flags)])
    func relayedFlags(decision: LeaseDecision, asked: DHCPMessage.Flags, expected: DHCPMessage.Flags) throws {
        let message = DHCPMessage.client(.request, giaddr: Self.relay, flags: asked)

        #expect(try answer(to: message, decision)?.message.flags == expected)
    }
}
