// One datagram: read, written and read again, then answered as the service would, on the link and behind a relay.

let boot = BootPolicy(loaders: [:], url: "http://10.77.0.1")
let server = IPv4Address(10, 77, 0, 1)

func run(_ bytes: [UInt8]) {
    guard let message = try? DHCPMessage(decoding: bytes.span) else { return }
    // Writing what was read and reading it again changes nothing, but for fields that are overloaded to their edge.
    let written = message.encoded()
    guard let again = try? DHCPMessage(decoding: written.span) else { preconditionFailure("unreadable: \(message)") }
    precondition(again.options == message.options && again.hardwareAddress == message.hardwareAddress)
    precondition(again.bootFile == message.bootFile && again.serverName == message.serverName)
    for entry in message.options.entries {
        _ = optionText(entry.code, entry.value)
        _ = subOptionTexts(entry.code, entry.value, isPXE: true)
    }
    _ = try? message.options.value(.domainSearch)
    _ = try? message.options.value(.routers)
    guard let request = try? ClientRequest(message) else { return }
    for isBroadcast in [true, false] {
        let arrival = Arrival(link: server, isBroadcast: isBroadcast)
        guard let network = ServedNetwork(of: request, from: arrival, among: policy.subnets) else { continue }
        for isKnown in [true, false] { answer(request, facts(for: request, network, isKnown: isKnown), arrival) }
        for door in ProxyDoor.allCases { proxy(request, at: door, network, arrival) }
    }
}

/// The same beside another server, which lends the addresses.
private func proxy(_ request: ClientRequest, at door: ProxyDoor, _ network: ServedNetwork, _ arrival: Arrival) {
    let boot = BootInstructions(for: request, in: network, policy: boot)
    let decision = ProxyDecision(
        for: request,
        ProxyFacts(door: door, namesThisServer: request.serverIdentifier == server, hasLoader: boot != nil))
    let now = Timestamp(seconds: 1_700_000_000)
    if let sighting = Sighting(in: request, network, namesThisServer: false, at: now) {
        _ = SightingConsequences(of: sighting, SightingBook.News(), speaker: request.speaker, machine: nil)
    }
    guard let boot,
        let answer = ProxyAnswer(
            to: request, decision, at: door, from: arrival, peer: request.message.clientAddress, network: network,
            boot: boot)
    else { return }
    // Nobody but a machine that boots is answered, and no answer lends an address.
    precondition(request.message.options.contains(OptionKey.vendorClass.code))
    precondition(answer.message.yourAddress.isUnspecified && !answer.message.options.contains(51))
    precondition((try? DHCPMessage(decoding: answer.message.encoded().span)) == answer.message)
}

private func answer(_ request: ClientRequest, _ facts: LeaseFacts, _ arrival: Arrival) {
    let decision = LeaseDecision(for: request, facts)
    let told = policy.options(for: request.mac, profile: nil, in: facts.network.subnet)
    let boot = BootInstructions(for: request.speaker, policy: boot, nextServer: facts.network.address)
    let answer = DHCPAnswer(
        to: request, decision, from: arrival, network: facts.network, name: HostName(provisionalFor: request.mac),
        told: told, boot: boot, now: facts.now)
    let explanation = Explanation(
        of: decision, about: request, at: ClientPlace(of: request, from: arrival),
        knowing: LeaseKnowledge(facts: facts, told: told, boot: boot), answer: answer, line: "")
    precondition(!explanation.reasons.isEmpty && (explanation.answer == nil) == (answer == nil))
    if let message = answer?.message {
        let bytes = message.encoded()
        precondition((try? DHCPMessage(decoding: bytes.span)) == message)
        // What a relay said comes last in its own field, and only what must be echoed may make a reply too long.
        let own = message.options.entries.filter { $0.area == .options }
        let echoed = own.filter { [61, 82, 97].contains($0.code) }.reduce(0) { $0 + 2 + $1.value.count }
        precondition(bytes.count <= 1472 + echoed)
        if request.message.options.contains(82) { precondition(own.last?.code == 82) }
        precondition(own.first?.code == 53)
    }
    if case .acknowledge(let lease, _) = decision {
        _ = LeaseConsequences(of: lease, request: request, machine: facts.machine, offer: nil, now: facts.now)
    }
}

/// The link's network, one behind relays, and options enough for replies to overflow.
private let policy: LeasePolicy = {
    guard let prefix = IPv4Prefix("10.77.0.0/16"), let pool = IPv4Range("10.77.0.0 - 10.77.255.255"),
        let distant = IPv4Prefix("192.0.2.0/24"), let everywhere = IPv4Prefix("0.0.0.0/0"),
        let domain = DomainName("lab.example.org")
    else { preconditionFailure("the fuzzer's own network") }
    var wide = Subnet(
        prefix: prefix, pools: [pool], routers: [server], dnsServers: [server], domain: domain,
        domainSearch: [domain, domain], mtu: 1400, routes: [StaticRoute(to: everywhere, through: server)],
        v6OnlyWait: .minutes(30),
        options: [40, 120, 60, 100, 12].enumerated().map { index, count in
            ConfiguredOption(code: UInt8(224 + index), value: Array(repeating: 7, count: count))
        })
    wide.identity = .clientIdentifier
    return LeasePolicy(
        isAuthoritative: true, unknownMachines: .prompt,
        subnets: [wide, Subnet(prefix: distant, pools: [], routers: [server], identity: .mac)])
}()

private func facts(for request: ClientRequest, _ network: ServedNetwork, isKnown: Bool) -> LeaseFacts {
    let now = Timestamp(seconds: 1_700_000_000)
    let named = request.namedAddress ?? .any
    let lease = Lease(
        address: named, mac: request.mac, client: request.clientIdentifier, start: now, expiry: now + .hours(1))
    return LeaseFacts(
        now: now, network: network, identifier: request.clientIdentifier, lease: isKnown ? lease : nil,
        own: isKnown ? AddressFacts(named) : nil, named: AddressFacts(named), candidate: IPv4Address(10, 77, 0, 2))
}
