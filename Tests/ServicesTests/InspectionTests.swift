import Services
import Settings
import Testing

@Suite("What check finds behind a valid file")
struct InspectionTests {
    @Test(
        "a kernel command line that the kernel would not take is named with its profile, and one that it takes is not",
        arguments: [
            (22, 1, nil), (23, 1, "32 parameters: the kernel stops at more than 31 that it does not know"),
            (1, 1600, nil), (1, 1800, "the kernel reads 2048"),
        ] as [(Int, Int, String?)])
    func commandLine(words: Int, length: Int, complaint: String?) throws {
        let parameters = (0..<words).map { "a\($0)=" + String(repeating: "x", count: length) }.joined(separator: " ")
        let bench = try WebBench(more: "profiles: { ui: { variables: { kernel-parameters: \"\(parameters)\" } } }")

        let found = bench.mistakes().filter { $0.contains("command line") }

        #expect(found.count == (complaint == nil ? 0 : 1))
        if let complaint {
            #expect(found.first?.contains("profile ui: the kernel command line has") == true)
            #expect(found.first?.contains(complaint) == true, "\(found)")
        }
    }

    @Test("a password where its hash belongs is worth a word, and is not repeated")
    func openPassword() throws {
        let bench = try WebBench()
        let path = bench.folder.path + "/secrets.yaml"
        try bench.folder.write(
            "root-password-hash: hunter2\nuser-password-hash: \"$6$x\"\nproxy: p\n", to: "secrets.yaml", mode: 0o600)
        try bench.rewrite { $0 + "\nsecrets: \(path)\n" }

        let remarks = Inspection(try Configuration.load(file: bench.configuration.file)).remarks
            .filter { $0.contains("secrets: ") }

        #expect(remarks.count == 1 && remarks.first?.contains("root-password-hash is no hash of crypt(3)") == true)
        #expect(remarks.allSatisfy { !$0.contains("hunter2") })
    }

    @Test("an interface that is not there, and the mirror of the samples, are worth a word; they are no mistakes")
    func remarks() throws {
        let bench = try WebBench(more: "variables: { mirror-host: mirror.example.org }")
        let fine = try WebBench(more: "variables: { mirror-host: deb.lab.example.net }")
        try fine.rewrite { $0.replacing("interfaces: [br0]", with: "interfaces: [lo]") }
        let mended = try Configuration.load(file: fine.configuration.file)

        let remarks = Inspection(bench.configuration).remarks

        #expect(remarks.contains { $0.contains("dhcp.interfaces: this host has no br0 now") })
        #expect(remarks.contains { $0.contains("variables.mirror-host: mirror.example.org is an example") })
        #expect(Inspection(mended).remarks.filter { $0.contains("interfaces") || $0.contains("mirror") }.isEmpty)
    }
}
