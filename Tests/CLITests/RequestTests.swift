import CLI
import HTTPWire
import Inventory
import NetTypes
import Testing

@Suite("What a command asks of the daemon")
struct RequestTests {
    @Test(
        "is one request",
        arguments: [
            ("status", .get, "status", [:], ""),
            ("machine list", .get, "machines", [:], ""),
            ("machine show api-1", .get, "machines/api-1", [:], ""),
            ("machine show API-1", .get, "machines/api-1", [:], ""),
            ("machine show 5254.0077.0011", .get, "machines/52:54:00:77:00:11", [:], ""),
            ("machine show 52-54-00-77-00-AA", .get, "machines/52:54:00:77:00:aa", [:], ""),
            (
                "machine add 525400770011 --name api-1", .post, "machines", [:],
                #"{"mac":"52:54:00:77:00:11","name":"api-1"}"#
            ),
            (
                "machine add 525400770011 --name api-1 --profile api --address 10.77.0.50", .post, "machines", [:],
                #"{"address":"10.77.0.50","mac":"52:54:00:77:00:11","name":"api-1","profile":"api"}"#
            ),
            ("machine assign api-1 ui", .patch, "machines/api-1", [:], #"{"profile":"ui"}"#),
            (
                "machine set api-1 disk=/dev/vda proxy=", .patch, "machines/api-1", [:],
                #"{"variables":{"disk":"/dev/vda","proxy":""}}"#
            ),
            ("machine unset api-1 disk", .patch, "machines/api-1", [:], #"{"variables":{"disk":null}}"#),
            ("machine rename 525400770011 ui-1", .patch, "machines/52:54:00:77:00:11", [:], #"{"name":"ui-1"}"#),
            ("machine reinstall api-1", .post, "machines/api-1/reinstall", [:], ""),
            ("machine reinstall api-1 --yes", .post, "machines/api-1/reinstall", ["while-running": "yes"], ""),
            ("machine assign api-1 ui --yes", .patch, "machines/api-1", ["while-running": "yes"], #"{"profile":"ui"}"#),
            (
                "machine add 525400770011 --name api-1 --yes", .post, "machines", ["while-running": "yes"],
                #"{"mac":"52:54:00:77:00:11","name":"api-1"}"#
            ),
            ("machine disarm api-1", .post, "machines/api-1/disarm", [:], ""),
            ("machine remove api-1", .delete, "machines/api-1", [:], ""),
            ("machine remove api-1 --yes", .delete, "machines/api-1", ["while-installing": "yes"], ""),
            ("profile list", .get, "profiles", [:], ""),
            (
                "profile preview api --machine api-1", .get, "profiles/api/preview",
                ["machine": "api-1", "file": "preseed"], ""
            ),
            (
                "profile preview api --machine 525400770011 --file menu --loader grub", .get, "profiles/api/preview",
                ["machine": "52:54:00:77:00:11", "file": "menu", "loader": "grub"], ""
            ),
            ("lease list", .get, "leases", [:], ""),
            ("lease show 10.77.0.100", .get, "leases/10.77.0.100", [:], ""),
            ("lease show API-1", .get, "leases/api-1", [:], ""),
            ("lease show 5254.0077.0011", .get, "leases/52:54:00:77:00:11", [:], ""),
            ("lease release 10.77.0.100", .post, "leases/10.77.0.100/release", [:], ""),
            (
                "lease release 10.77.0.100 --yes", .post, "leases/10.77.0.100/release", ["while-installing": "yes"],
                ""
            ),
            ("lease export", .get, "leases", [:], ""),
            ("lease export --format dnsmasq", .get, "leases", [:], ""),
            ("events", .get, "events", [:], ""),
            ("dns status", .get, "dns", [:], ""),
            ("hook status", .get, "hooks", [:], ""),
            ("balancer status", .get, "balancers", [:], ""),
            ("dns sync", .post, "dns/sync", [:], ""),
            ("dns sync --dry-run", .post, "dns/sync", ["dry-run": "yes"], ""),
            ("events --machine API-1", .get, "events", ["machine": "api-1"], ""),
        ] as [(String, HTTPMethod, String, [String: String], String)])
    func requests(line: String, method: HTTPMethod, path: String, query: [String: String], body: String) throws {
        let daemon = FakeDaemon.broken

        _ = amorce(line, with: daemon)

        let request = try #require(daemon.requests.first)
        #expect(daemon.requests.count == 1)
        #expect(request.method == method)
        #expect(request.path == "/api/v1/" + path)
        #expect(request.query == query)
        #expect(String(decoding: request.body, as: UTF8.self) == body)
        #expect(request.headers["Content-Type"] == (body.isEmpty ? nil : "application/json"))
    }

    @Test(
        "is asked only when the words can mean it",
        arguments: [
            ("machine show a/b", "\"a/b\" is not a machine's name or its MAC address"),
            ("machine show -", "\"-\" is not a machine's name or its MAC address"),
            ("machine add api-1 --name api-1", "\"api-1\" is not a MAC address"),
            ("machine add 525400770011 --name api_1", "\"api_1\" is not a host name"),
            ("machine add 525400770011 --name a --profile Api", "\"Api\" is not a profile's name"),
            ("machine add 525400770011 --name a --address 10.77.0", "\"10.77.0\" is not an IPv4 address"),
            ("machine assign api-1 9", "\"9\" is not a profile's name"),
            ("machine rename api-1 -api", "there is no option -api"),
            ("machine set api-1", "VARIABLE=VALUE is missing"),
            ("machine set api-1 disk", "\"disk\" sets nothing: write VARIABLE=VALUE"),
            ("machine unset api-1", "VARIABLE is missing"),
            ("profile preview api --machine api-1 --file presed", "did you mean \"preseed\"?"),
            ("profile preview api --machine api-1 --file menu --loader lilo", "--loader is pxelinux, grub, ipxe, not"),
            ("profile preview api --machine api-1 --loader grub", "--loader is for --file menu only"),
            ("lease show 10.77.0", "\"10.77.0\" is not a machine's name or its MAC address"),
            ("lease release api-1", "\"api-1\" is not an IPv4 address"),
            ("lease export --format cvs", "did you mean \"csv\"?"),
            ("lease export --format csv --json", "--json and --format csv are two forms"),
            ("events --machine a.b", "\"a.b\" is not a machine's name or its MAC address"),
            ("completion fisch", "did you mean \"fish\"?"),
            ("serve --control x.sock", "the daemon listens where its file's control: key says"),
        ])
    func refusals(line: String, fact: String) {
        let daemon = FakeDaemon.broken

        let outcome = amorce(line, with: daemon)

        #expect(outcome.status == .wrongUsage)
        #expect(outcome.errors.contains(fact))
        #expect(outcome.errors.contains("\nusage: amorce "))
        #expect(outcome.output.isEmpty)
        #expect(daemon.requests.isEmpty)
    }

    @Test(
        "goes to the socket that the line names, else the environment, else the usual one",
        arguments: [
            ("status --control a.sock", ["AMORCE_CONTROL": "b.sock"], "a.sock"),
            ("status --config broken.yaml", ["AMORCE_CONTROL": "b.sock"], "b.sock"),
            ("status", [:], "/run/amorce/control.sock"),
        ] as [(String, [String: String], String)])
    func sockets(line: String, environment: [String: String], socket: String) {
        let daemon = FakeDaemon.broken

        _ = amorce(line, with: daemon, environment: environment)

        #expect(daemon.sockets == [socket])
    }

    @Test(
        "goes nowhere when the configuration file that somebody named is wrong",
        arguments: [("status --config broken.yaml", [:]), ("status", ["AMORCE_CONFIG": "broken.yaml"])])
    func brokenConfiguration(line: String, environment: [String: String]) {
        let daemon = FakeDaemon.broken

        let outcome = amorce(line, with: daemon, environment: environment)

        #expect(outcome.status == .wrongUsage)
        #expect(outcome.errors == "broken.yaml:3: dhcp.mode: \"sever\" is not a mode; write server or off\n")
        #expect(daemon.sockets.isEmpty)
    }
}
