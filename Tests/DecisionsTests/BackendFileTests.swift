import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("A file of HAProxy's with amorce's servers")
struct BackendFileTests {
    private let text = """
        backend api
            balance leastconn
            server old 10.77.0.9:2000 check
            # amorce: servers of api
            server api-1 10.77.0.50:2000 check
            server left-over 10.77.0.60:2000 check
            # amorce: end

        backend ui
            # amorce: servers of ui
            # amorce: end

        """

    @Test("keeps what is not amorce's, to the byte")
    func others() throws {
        let file = try #require(BackendFile(text, backend: "api"))

        #expect(file.servers.keys.sorted() == ["api-1", "left-over"])
        #expect(file.text(with: file.lines) == text)
        #expect(
            file.text(with: ["server api-2 10.77.0.51:2000 check"])
                == text.replacing(
                    "server api-1 10.77.0.50:2000 check\n    server left-over 10.77.0.60:2000 check",
                    with: "server api-2 10.77.0.51:2000 check"))
    }

    @Test(
        "is refused without its two comments",
        arguments: [
            "", "backend api\n", "    # amorce: servers of api\n", "# amorce: end\n# amorce: servers of api\n",
            "# amorce: servers of api\n# amorce: servers of api\n# amorce: end\n",
            "# amorce: servers of api-2\n# amorce: end",
        ])
    func refused(text: String) { #expect(BackendFile(text, backend: "api") == nil) }

    @Test("has the servers that HAProxy took, where they are now, and no machine's that does not serve")
    func lines() throws {
        let place = BalancerPlace(socket: .path("/s"), backend: "api")
        let balancer = Balancer(place: place, port: 2000, words: "check inter 2s", file: "/f")
        func wish(_ number: UInt16, _ state: InstallState) throws -> BalancerWish {
            let name = try #require(HostName("api-\(number)"))
            let machine = Machine(mac: .sample(number), name: name, state: state)
            return BalancerWish(machine, at: IPv4Address(10, 77, 0, 50 + UInt8(clamping: number)), balancer)
        }
        func row(_ number: UInt16, _ state: BalancedServer.State) throws -> BalancedServer {
            let name = try #require(HostName("api-\(number)"))
            return BalancedServer(
                place: place, name: name, mac: .sample(number), words: "check", file: "/f", state: state)
        }
        let facts = BalancerFacts(
            wishes: [try wish(1, .running), try wish(2, .running), try wish(3, .armed), try wish(4, .running)],
            kept: [try row(1, .ready), try row(2, .wanted), try row(3, .ready), try row(4, .lost), try row(5, .ready)],
            seen: [])
        let former = ["api-3": "server api-3 x", "api-5": "server api-5 x", "left-over": "server left-over x"]

        // With the words that HAProxy took; of what nothing is known stays what there is.
        #expect(
            BackendFile.lines(facts, in: "/f", former: former) == [
                "server api-1 10.77.0.51:2000 check", "server api-4 10.77.0.54:2000 check", "server left-over x",
            ])
    }
}
