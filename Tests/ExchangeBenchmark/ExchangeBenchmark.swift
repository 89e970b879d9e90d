import Inventory
import NetTypes
import Store

/// What one DHCP exchange costs without a network: the real desk on a real store.
///
///     ExchangeBenchmark fill FILE LEASES              makes a store
///     ExchangeBenchmark open FILE                     time and memory of a start
///     ExchangeBenchmark exchange FILE BATCH COUNT     known machines ask again, COUNT exchanges in batches
///     ExchangeBenchmark new FILE BATCH COUNT          machines ask that were never seen
///     ExchangeBenchmark exhausted FILE COUNT          machines ask of whom the pools have none left
///
/// Tests/Benchmarks/exchange/run runs all of it.
@main
enum ExchangeBenchmark {
    static func main() throws {
        let words = Array(CommandLine.arguments.dropFirst())
        guard words.count >= 2 else { return }
        let numbers = words.dropFirst(2).map { Int($0) ?? 0 }
        switch (words[0], numbers.count) {
        case ("fill", 1): try fill(words[1], numbers[0])
        case ("open", 0): try open(words[1])
        case ("exchange", 2): try exchange(words[1], .known, batch: numbers[0], count: numbers[1])
        case ("new", 2): try exchange(words[1], .new, batch: numbers[0], count: numbers[1])
        case ("exhausted", 1): try exchange(words[1], .tooMany, batch: 64, count: numbers[0])
        default: return
        }
    }

    private static func fill(_ path: String, _ count: Int) throws {
        let store = try Store.open(at: path)
        let now = BenchmarkNetwork.start
        for first in stride(from: 0, to: count, by: 1000) {
            try store.transaction { transaction in
                for number in first..<min(first + 1000, count) {
                    let mac = BenchmarkNetwork.mac(number)
                    try transaction.save(
                        Lease(
                            address: BenchmarkNetwork.address(number), mac: mac, name: HostName(provisionalFor: mac),
                            start: now, expiry: now + .hours(1)))
                }
            }
        }
    }

    private static func exchange(
        _ path: String, _ clients: ExchangeDriver.Clients, batch: Int, count: Int
    ) throws {
        var driver = try ExchangeDriver(path, clients: clients)
        try driver.run(batch: max(1, batch), count: count)
    }

    private static func open(_ path: String) throws {
        let before = Expense.now()
        let store = try Store.open(at: path)
        let expense = Expense.now() - before
        let count = store.read { $0.leases.count }
        print("open: \(count) leases in \(expense.wall / 1000) ms, \(Expense.residentKilobytes) kB resident")
    }
}
