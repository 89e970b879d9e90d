import Decisions
import Inventory
import NetTypes
import Testing

@Suite("What amorce doctor thinks of a host")
struct HostFactsTests {
    private let now = Timestamp(seconds: 1_700_000_000)

    private func finding(_ subject: String, _ change: (inout HostFacts) throws -> Void) throws -> Finding {
        var facts = HostFacts()
        facts.status = try status()
        try change(&facts)
        return try #require(facts.findings.first { $0.subject == subject })
    }

    private func status(
        poolSize: Int = 100, held: Int = 0, others: [OtherServer] = [], problems: [StandingProblem] = []
    ) throws -> StatusReport {
        try StatusReport(
            version: "1", started: now, now: now,
            interfaces: [
                StatusReport.Interface(
                    name: "br0", address: IPv4Address(10, 77, 0, 1),
                    subnet: #require(IPv4Prefix(containing: IPv4Address(10, 77, 0, 1), length: 24)), poolSize: poolSize,
                    held: held)
            ],
            machines: [:], counters: [:], problems: problems, otherServers: others)
    }

    @Test("a daemon that does not answer is wrong, and then a free port is right")
    func daemon() throws {
        let port = HostFacts.PortFacts(69, "udp", "TFTP", key: "tftp.listen", holder: .nobody)
        #expect(try finding("daemon") { $0.status = nil }.verdict == .wrong)
        #expect(try finding("daemon") { _ in }.verdict == .fine)
        #expect(try finding("port 69/udp") { $0.ports = [port] }.verdict == .wrong)
        #expect(
            try finding("port 69/udp") {
                $0.ports = [port]
                $0.status = nil
            }.verdict == .fine)
    }

    @Test("a port that another program has is wrong, and the program is named")
    func ports() throws {
        let taken = try finding("port 69/udp") {
            $0.ports = [HostFacts.PortFacts(69, "udp", "TFTP", key: "tftp.listen", holder: .other("dnsmasq (4711)"))]
        }
        #expect(taken.verdict == .wrong && taken.what.contains("dnsmasq (4711)"))
        #expect(taken.cure == "stop dnsmasq, or move amorce by tftp.listen")
        let own = try finding("port 69/udp") {
            $0.ports = [HostFacts.PortFacts(69, "udp", "TFTP", key: nil, holder: .daemon)]
        }
        #expect(own.verdict == .fine && own.cure == nil)
    }

    @Test(
        "the clock, the disk and the pool",
        arguments: [
            ("clock", nil, nil, 0, Finding.Verdict.unknown), ("clock", false, nil, 0, .doubtful),
            ("clock", true, nil, 0, .fine),
            ("data", nil, 1 << 40, 0, .fine), ("data", nil, 100 << 20, 0, .doubtful), ("data", nil, 1 << 20, 0, .wrong),
            ("pool of br0", nil, nil, 90, .fine), ("pool of br0", nil, nil, 91, .doubtful),
            ("pool of br0", nil, nil, 100, .wrong),
        ] as [(String, Bool?, UInt64?, Int, Finding.Verdict)])
    func measures(subject: String, isClockKept: Bool?, free: UInt64?, held: Int, verdict: Finding.Verdict) throws {
        let found = try finding(subject) {
            $0.isClockKept = isClockKept
            $0.freeBytes = free
            $0.status = try status(held: held)
        }
        #expect(found.verdict == verdict && (found.cure != nil) == [.doubtful, .wrong].contains(verdict))
    }

    @Test("a bridge that is wider than what is in it loses packets, and so does a wrong option 26")
    func links() throws {
        let bridge = HostFacts.LinkFacts(
            "br0", mtu: 1500, members: [.init("tap0", mtu: 1500), .init("vxlan0", mtu: 1450)], told: nil)
        let narrow = try finding("interface br0") { $0.links = [bridge] }
        #expect(narrow.verdict == .wrong && narrow.what.contains("vxlan0") && narrow.cure?.contains("1450") == true)
        let told = try finding("interface br0") { $0.links = [.init("br0", mtu: 1500, members: [], told: 9000)] }
        #expect(told.verdict == .wrong && told.cure == "write mtu: 1500 in its subnet")
        #expect(
            try finding("interface br0") { $0.links = [.init("br0", mtu: 1500, members: [], told: 1400)] }.verdict
                == .fine)
    }

    @Test("in proxy mode there has to be another server, and else the board tells of them")
    func servers() throws {
        let other = OtherServer(address: IPv4Address(10, 77, 0, 2), interface: "br0", firstSeen: now, lastSeen: now)
        let subject = "other DHCP servers"
        #expect(try finding(subject) { _ in }.verdict == .fine)
        #expect(try finding(subject) { $0.isProxy = true }.verdict == .doubtful)
        #expect(
            try finding(subject) {
                $0.isProxy = true
                $0.status = try status(others: [other])
            }.what == "10.77.0.2 lends the addresses")
        var facts = HostFacts()
        facts.status = try status(others: [other])
        #expect(!facts.findings.contains { $0.subject == subject })
    }

    @Test("an image whose kernel the mirror has no modules for installs nothing")
    func images() throws {
        let image = NetbootImage(
            release: try #require(Release("bookworm")), number: 12, architecture: .amd64, installer: "20230607",
            kernel: KernelVersion(abi: "6.1.0-50-amd64", package: nil), source: "x", verification: .none, imported: now,
            bytes: 1, files: 1, links: [:])
        let subject = "image bookworm-amd64"
        let stale = try finding(subject) { $0.images = [.init(image, kernels: .success(["6.1.0-51-amd64"]))] }
        #expect(stale.verdict == .wrong && stale.cure == "amorce image import bookworm amd64")
        #expect(
            try finding(subject) { $0.images = [.init(image, kernels: .success(["6.1.0-50-amd64"]))] }.verdict == .fine)
        let unknown = try finding(subject) { $0.images = [.init(image, kernels: .failure(.init("no route")))] }
        #expect(unknown.verdict == .unknown && unknown.what.hasSuffix("no route"))
    }

    @Test("what is on the board is wrong, and what is wrong comes first")
    func order() throws {
        var facts = HostFacts()
        facts.isClockKept = true
        facts.status = try status(problems: [
            StandingProblem(subject: "store", what: "full", cure: "make room", since: now)
        ]
        )
        #expect(facts.findings.first == Finding("store", .wrong, "full", cure: "make room"))
        #expect(facts.findings.last?.verdict == .fine)
    }
}

@Suite("A packet filter, read for whether a port is let in")
struct FirewallRulesTests {
    private func rules(_ lines: String...) -> FirewallRules {
        FirewallRules(
            "table inet filter {\n\tchain input {\n\t\ttype filter hook input priority filter; policy drop;\n"
                + lines.map { "\t\t\($0)\n" }.joined() + "\t}\n\tchain output {\n\t\taccept\n\t}\n}\n")
    }

    @Test("keeps nothing out where nothing is dropped by default")
    func open() {
        let open = FirewallRules(
            "table ip x {\n\tchain input {\n\t\ttype filter hook input priority 0; policy accept;\n\t}\n}\n")
        #expect(!open.isStrict && !FirewallRules("").isStrict)
        #expect(open.admits(69, "udp") == true)
    }

    @Test(
        "lets in what a rule names",
        arguments: [
            ("udp dport 69 accept", true), ("udp dport { 67, 69 } accept", true), ("udp dport 60-80 accept", true),
            ("udp dport { 53, 60-70 } counter accept", true), ("meta l4proto { tcp, udp } th dport 69 accept", true),
            ("iifname \"br0\" accept", true), ("udp dport 70 accept", false), ("tcp dport 69 accept", false),
            ("iifname \"lo\" accept", false), ("ct state established,related accept", false),
            ("udp dport 69 drop", false),
            ("udp dport 70-60 accept", false), ("jump elsewhere", nil),
        ] as [(String, Bool?)])
    func strict(rule: String, isIn: Bool?) {
        #expect(rules(rule).isStrict)
        #expect(rules(rule).admits(69, "udp") == isIn)
    }

    @Test("is strict also where its last rule drops")
    func lastRule() {
        let rules = FirewallRules(
            "table ip x {\n\tchain input {\n\t\ttype filter hook input priority 0; policy accept;\n\t\ttcp dport 22 accept\n\t\tdrop\n\t}\n}\n"
        )
        #expect(rules.isStrict && rules.admits(69, "udp") == false && rules.admits(22, "tcp") == true)
    }
}

@Suite("The kernel's list of sockets")
struct SocketTableTests {
    @Test("tells who hears on a port")
    func listeners() {
        let head =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n"
        let udp =
            "  421: 01004D0A:0045 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 12345 2 0 0\n"
        #expect(SocketTable(head + udp + "junk\n", isTCP: false).listeners == [.init(port: 69, inode: "12345")])
        let tcp =
            "   0: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 77 1 0 100 0 0 10 0\n"
        let connected = tcp.replacing(" 0A ", with: " 01 ")
        #expect(SocketTable(head + tcp + connected, isTCP: true).listeners == [.init(port: 80, inode: "77")])
    }
}
