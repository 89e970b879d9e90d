// One datagram: read, written and read again, then answered as the service would.

let policy = BootPolicy(loaders: [:], images: [:], url: "http://10.77.0.1")

func run(_ bytes: [UInt8]) {
    guard let message = try? DHCPMessage(decoding: bytes.span) else { return }
    // Writing what was read and reading it again changes nothing, but for fields that are overloaded to their edge.
    let written = message.encoded()
    guard let again = try? DHCPMessage(decoding: written.span) else { preconditionFailure("unreadable: \(message)") }
    precondition(again.options == message.options && again.hardwareAddress == message.hardwareAddress)
    precondition(again.bootFile == message.bootFile && again.serverName == message.serverName)
    _ = try? message.options.value(.domainSearch)
    _ = try? message.options.value(.routers)
    guard let request = try? ClientRequest(message) else { return }
    for facts in [facts(for: request, isKnown: false), facts(for: request, isKnown: true)] {
        let decision = LeaseDecision(for: request, facts)
        let answer = DHCPAnswer(
            to: request, decision, from: Arrival(link: facts.network.address), network: facts.network,
            name: HostName(provisionalFor: request.mac), told: ReplyOption.all(of: facts.network.subnet),
            boot: BootInstructions(for: request.speaker, policy: policy, nextServer: facts.network.address),
            now: facts.now)
        if let answer { precondition((try? DHCPMessage(decoding: answer.message.encoded().span)) == answer.message) }
        if case .acknowledge(let lease, _) = decision {
            _ = LeaseConsequences(of: lease, request: request, machine: facts.machine, offer: nil, now: facts.now)
        }
    }
}

private func facts(for request: ClientRequest, isKnown: Bool) -> LeaseFacts {
    guard let prefix = IPv4Prefix("10.77.0.0/16"), let pool = IPv4Range("10.77.0.0 - 10.77.255.255") else {
        preconditionFailure("the fuzzer's own network")
    }
    let now = Timestamp(seconds: 1_700_000_000)
    let named = request.namedAddress ?? .any
    let lease = Lease(address: named, mac: request.mac, start: now, expiry: now + .hours(1))
    return LeaseFacts(
        now: now,
        network: ServedNetwork(address: IPv4Address(10, 77, 0, 1), subnet: Subnet(prefix: prefix, pools: [pool])),
        lease: isKnown ? lease : nil, own: isKnown ? AddressFacts(named) : nil, named: AddressFacts(named),
        candidate: IPv4Address(10, 77, 0, 2))
}
