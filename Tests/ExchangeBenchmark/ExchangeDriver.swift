import DHCPWire
import Decisions
import Inventory
import NetTypes
import Services
import Store
import Synchronization
import TestSupport

/// Plays the clients of a desk: each asks, takes what it is offered, and has its lease on disk.
struct ExchangeDriver {
    /// Who asks.
    enum Clients {
        /// Machines that lease an address already, in an order that no cache likes.
        case known
        /// Machines that were never seen.
        case new
        /// The same, where every address is lent.
        case tooMany
    }

    private let store: Store
    private let clients: Clients
    private let leases: Int
    private var desk: LeaseDesk
    private let log = Log.standardError
    private let counters = Counters()
    private let written = Written()
    private var now = BenchmarkNetwork.start + .minutes(20)

    /// Holds on to what would be written, so that no compiler leaves it out.
    private final class Written: Sendable {
        let bytes = Atomic<Int>(0)
        func add(_ count: Int) { bytes.add(count, ordering: .relaxed) }
    }

    init(_ path: String, clients: Clients) throws {
        store = try Store.open(at: path)
        self.clients = clients
        leases = store.read { $0.leases.count }
        let boot = BootPolicy(loaders: [:], url: "http://10.64.0.1")
        let subnet = BenchmarkNetwork.subnet(lending: clients == .tooMany ? leases : nil)
        desk = LeaseDesk(
            LeasePolicy(isAuthoritative: true, unknownMachines: .prompt, subnets: [subnet]),
            ownAddresses: [BenchmarkNetwork.server]
        ) { _ in boot }
    }

    mutating func run(batch: Int, count: Int) throws {
        var answered = 0
        var expense = Expense()
        for first in stride(from: 0, to: count, by: batch) {
            now = now + step(of: batch)
            let macs = (first..<min(first + batch, count)).map(client)
            let offers = try answer(macs.map { discover($0) }, &expense)
            let requests = zip(macs, offers).compactMap { mac, offer in offer.map { request(mac, $0) } }
            if !requests.isEmpty { answered += try answer(requests, &expense).count { $0 != nil } }
        }
        let each = { (total: Int) in String((Double(total) / Double(count) * 100).rounded() / 100) }
        print(
            "\(clients): \(leases) leases, batch \(batch), \(answered) of \(count) answered; for each: "
                + "\(each(expense.user)) us user, \(each(expense.system)) us system, \(each(expense.wall)) us in all, "
                + "\(each(expense.allocations)) allocations")
    }

    /// How much time passes from batch to batch: known machines renew after a third of their leases, so that each
    /// request is written.
    private func step(of batch: Int) -> Interval {
        Interval(milliseconds: clients == .known ? max(1, Int64(1_200_000 * batch / max(1, leases))) : 1)
    }

    private func client(_ number: Int) -> MACAddress {
        switch clients {
        case .known: BenchmarkNetwork.mac(number &* 7919 % max(1, leases))
        case .new, .tooMany: BenchmarkNetwork.mac(leases + number)
        }
    }

    /// As the service does it: one transaction, then the reports and the answers. Answers the addresses given.
    private mutating func answer(_ messages: [[UInt8]], _ expense: inout Expense) throws -> [IPv4Address?] {
        let before = Expense.now()
        defer { expense = expense + (Expense.now() - before) }
        let arrival = Arrival(link: BenchmarkNetwork.server)
        let outcomes = try store.transaction { transaction in
            var outcomes: [LeaseDesk.Outcome] = []
            for bytes in messages {
                outcomes.append(try desk.handle(bytes.span, from: arrival, at: now, &transaction))
            }
            return outcomes
        }
        var given: [IPv4Address?] = []
        log.together {
            for outcome in outcomes { given.append(report(outcome)) }
        }
        return given
    }

    /// The counters, the line in the log and the encoded answer; its address.
    private func report(_ outcome: LeaseDesk.Outcome) -> IPv4Address? {
        counters.count(heard: outcome.request?.type)
        if let answer = outcome.answer { counters.count(sent: answer.message) }
        log(.info, LogLine(outcome, interface: "br0"))
        guard let answer = outcome.answer else { return nil }
        written.add(answer.message.encoded().count)
        return answer.message.yourAddress
    }

    /// What perfdhcp sends, with the list that dhclient adds.
    private func discover(_ mac: MACAddress) -> [UInt8] {
        DHCPMessage.client(.discover, mac: mac) { $0.append(.parameterRequestList, [1, 28, 2, 3, 15, 6, 12]) }.encoded()
    }

    private func request(_ mac: MACAddress, _ address: IPv4Address) -> [UInt8] {
        DHCPMessage.client(.request, mac: mac) { options in
            options.append(.serverIdentifier, BenchmarkNetwork.server)
            options.append(.requestedAddress, address)
            options.append(.parameterRequestList, [1, 28, 2, 3, 15, 6, 12])
        }.encoded()
    }
}
