import Curl
import DHCPWire
import Decisions
import Inventory
import LinuxIO
import NetTypes

/// Plays a machine that boots, over the wire, against whichever server answers: what it asks, what it gets, where it stops.
package struct Simulation {
    private let client: SimulatedClient
    private let wishes: SimulationWishes
    private let link: SimulatedLink
    private let tell: (SimulationStep, HeardMessage?) throws -> Void

    /// - Parameter tell: hears of each step as it is over, of one of DHCP with the message that was sent.
    package static func run(
        _ wishes: SimulationWishes, tell: @escaping (SimulationStep, HeardMessage?) throws -> Void
    ) throws {
        let client = SimulatedClient(
            wishes.kind, mac: wishes.mac, transactionID: UInt32(try Random.token().prefix(8), radix: 16) ?? 1)
        let link = try SimulatedLink(wishes.interface)
        defer { link.leave() }
        let simulation = Simulation(client: client, wishes: wishes, link: link, tell: tell)
        guard let acknowledged = try simulation.getAddress() else { return }
        // Whatever stops it, the address goes back.
        let boot = Result {
            try link.join(acknowledged.yourAddress)
            try simulation.boot(acknowledged)
        }
        try simulation.giveBack(acknowledged)
        try boot.get()
    }

    private func giveBack(_ acknowledged: DHCPMessage) throws {
        guard !wishes.keepsLease, let server = acknowledged.options.read(.serverIdentifier) else { return }
        try link.send(client.release(acknowledged.yourAddress, to: server), to: server)
        try tell(SimulationStep(.dhcp, "release", "\(acknowledged.yourAddress) is given back"), nil)
    }

    // MARK: DHCP

    private func getAddress() throws -> DHCPMessage? {
        guard let offer = try exchange(client.discover, "discover", awaiting: .offer) else { return nil }
        guard let request = client.request(offer) else {
            try tell(SimulationStep(.dhcp, "request", "the offer names no server", isFailure: true), nil)
            return nil
        }
        return try exchange(request, "request", awaiting: .ack)
    }

    /// Asks up to four times, as firmware does.
    private func exchange(
        _ message: DHCPMessage, _ name: String, awaiting wanted: DHCPMessageType
    ) throws -> DHCPMessage? {
        let start = Clock.monotonic().milliseconds
        let heard = HeardMessage(
            message.encoded(), arrival: Arrival(link: link.address ?? .any), port: 67, peer: .any, time: Clock.now())
        for attempt in 1...4 {
            try link.send(message)
            guard let answer = try link.answer(to: client, within: .seconds(1 << attempt)) else { continue }
            let isWanted = answer.type == wanted
            try tell(
                SimulationStep(
                    .dhcp, name, text(of: answer), isFailure: !isWanted,
                    milliseconds: Clock.monotonic().milliseconds &- start),
                heard)
            return isWanted ? answer.message : nil
        }
        try tell(
            SimulationStep(
                .dhcp, name, "no answer to four messages", isFailure: true,
                milliseconds: Clock.monotonic().milliseconds &- start), heard)
        return nil
    }

    private func text(of answer: (type: DHCPMessageType, message: DHCPMessage)) -> String {
        let (message, options) = (answer.message, answer.message.options)
        let server = options.read(.serverIdentifier).map { " of \($0)" } ?? ""
        guard answer.type != .nak else { return "refused\(server): \(options.read(.message) ?? "no reason is given")" }
        let facts: [String?] = [
            "\(answer.type)\(server): \(message.yourAddress)", options.read(.leaseTime).map { "for \($0)" },
            options.read(.hostName).map { "name \($0)" }, options.read(.routers)?.first.map { "router \($0)" },
            bootFile(of: message).map { "boot file \($0)" } ?? "no boot file",
        ]
        return facts.compactMap { $0 }.joined(separator: ", ")
    }

    private func bootFile(of message: DHCPMessage) -> String? {
        let file = message.options.read(.bootFileName) ?? String(decoding: message.bootFile, as: UTF8.self)
        return file.isEmpty ? nil : file
    }

    // MARK: Files

    private func boot(_ acknowledged: DHCPMessage) throws {
        guard let file = bootFile(of: acknowledged) else {
            try tell(
                SimulationStep(
                    .machine, "boot", "the firmware goes on with its next boot device",
                    reasons: ["DHCP names no boot file"],
                    isFailure: true), nil)
            return
        }
        var boot = SimulatedBoot(
            client, file: file, server: acknowledged.nextServer, typing: wishes.profile, installs: wishes.installs)
        while let fetch = boot.next() {
            guard let text = try self.fetch(fetch, from: acknowledged.yourAddress) else { return }
            guard case .menu(let loader) = fetch.meaning else { continue }
            let step = boot.read(text, of: loader)
            try tell(step, nil)
            if step.isFailure { return }
        }
    }

    /// The file's text, as far as it may be one; `nil` where it is not to be had.
    private func fetch(_ fetch: SimulatedBoot.Fetch, from address: IPv4Address) throws -> String? {
        let service: SimulationStep.Service = fetch.url.hasPrefix("tftp") ? .tftp : .http
        let shown = withoutToken(fetch.url)
        let start = Clock.monotonic().milliseconds
        let file: Download
        do throws(CurlError) {
            file = try Download(
                fetch.url, from: address, agent: "amorce simulate", keeping: 1 << 18, timeout: .minutes(5))
        } catch {
            let time = Clock.monotonic().milliseconds &- start
            let why = if case .failed(let words) = error { words } else { "\(error)" }
            try tell(SimulationStep(service, shown, why, isFailure: true, milliseconds: time), nil)
            return nil
        }
        let time = Clock.monotonic().milliseconds &- start
        try tell(SimulationStep(service, shown, "\(file.count) bytes", milliseconds: time), nil)
        return String(decoding: file.start, as: UTF8.self)
    }
}
