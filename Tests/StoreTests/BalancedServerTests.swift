import Inventory
import NetTypes
import Store
import Testing

@Suite("The servers that load balancers were given")
struct BalancedServerTests {
    private func server(_ state: BalancedServer.State) throws -> BalancedServer {
        BalancedServer(
            place: BalancerPlace(socket: .address(.sample(1), port: 9999), backend: "api"), name: try name("api-1"),
            mac: try mac(1), words: "check inter 2s", file: "/etc/haproxy/haproxy.cfg", state: state)
    }

    @Test("are there after a restart, as they were kept last, until they are forgotten")
    func restart() throws {
        let directory = try TemporaryDirectory()
        defer { withExtendedLifetime(directory) {} }
        let first = try Store.open(at: directory.file("amorce.db"))
        try first.transaction { try $0.save(server(.wanted)) }
        try first.transaction { try $0.save(server(.ready)) }
        let second = try Store.open(at: directory.file("amorce.db"))
        #expect(second.read { Array($0.balanced.values) } == [try server(.ready)])

        try second.transaction { try $0.forget(server(.ready)) }

        #expect(try Store.open(at: directory.file("amorce.db")).read { $0.balanced.isEmpty })
    }

    @Test("are rolled back with their transaction")
    func rollBack() throws {
        let store = try Store.open(at: Store.inMemory)
        try store.transaction { try $0.save(server(.ready)) }

        #expect(throws: SampleError.self) {
            try store.transaction { transaction in
                try transaction.forget(server(.ready))
                throw SampleError.onPurpose
            }
        }

        #expect(store.read { Array($0.balanced.values) } == [try server(.ready)])
    }
}
