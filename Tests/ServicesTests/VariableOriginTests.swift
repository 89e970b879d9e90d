import Foundation
import HTTPWire
import Inventory
import NetTypes
import Testing

@Suite("Variables, their levels and origins")
struct VariableOriginTests {
    private static let levels = """
        variables: { place: everywhere, disk: sda }
        profiles:
          child: { extends: parent, variables: { disk: child, own: child } }
          parent: { extends: api, description: from the parent, release: bookworm, variables: { disk: parent, old: parent } }
          web: { extends: api }
        machines:
          - { mac: "52:54:00:77:00:12", name: special, profile: child, variables: { disk: machine } }
        """

    /// With a subnet's variables, and templates that print what they are given.
    private func bench() throws -> WebBench {
        let bench = try WebBench(
            more: Self.levels, subnet: ", variables: { place: here, disk: subnet, old: subnet }")
        try bench.folder.write(
            "{{profile.name}} disk={{disk}} place={{place}}{{#old}} old={{old}}{{/old}}\n",
            to: "content/preseed/api.cfg")
        return bench
    }

    private func preview(_ profile: String, _ machine: String, _ bench: WebBench, file: String = "preseed") -> String {
        bench.call(.get, "/profiles/\(profile)/preview", query: ["machine": machine, "file": file]).text
    }

    @Test("the nearest level wins: all, subnet, extended profile, profile, machine")
    func order() throws {
        let bench = try bench()
        try bench.add(.second, name: "special", profile: "child", at: .second, state: .armed, origin: .configuration)
        try bench.add(name: "plain", profile: "web", state: .armed)

        #expect(preview("web", "plain", bench) == "web disk=subnet place=here old=subnet\n")
        #expect(preview("parent", "plain", bench) == "parent disk=parent place=here old=parent\n")
        #expect(preview("child", "plain", bench) == "child disk=child place=here old=parent\n")
        #expect(preview("child", "special", bench) == "child disk=machine place=here old=parent\n")
    }

    private func change(_ variables: String, _ bench: WebBench) -> Answer {
        bench.call(.patch, "/machines/plain", "{\"variables\":\(variables)}")
    }

    @Test("a machine that no file has gets its own on the command line, and loses them there")
    func setAndUnset() throws {
        let bench = try bench()
        try bench.add(name: "plain", profile: "child", state: .armed)

        let set = change(#"{"disk":"of its own","place":"there"}"#, bench)
        let page = preview("child", "plain", bench)
        let unset = change(#"{"disk":null}"#, bench)

        #expect((set.status, unset.status) == (200, 200))
        #expect(page == "child disk=of its own place=there old=parent\n")
        #expect(preview("child", "plain", bench) == "child disk=child place=there old=parent\n")
        #expect(bench.machine()?.variables == ["place": "there"])
        #expect(bench.machine()?.state == .armed)
    }

    @Test(
        "what no template could use is refused, and changes nothing",
        arguments: [
            (#"{"disk":"x","dsik":"y"}"#, "profile child has no variable dsik; did you mean disk?"),
            (#"{"nothing-like-it":"y"}"#, "profile child has no variable nothing-like-it; amorce machine show"),
            (#"{"disk":"it's"}"#, "disk: a value has no '"), (#"{"disk":"a\u0007b"}"#, "no control characters"),
            (#"{"own":null}"#, "plain has no own of its own; amorce machine show plain --origin"),
        ])
    func refused(variables: String, says: String) throws {
        let bench = try bench()
        try bench.add(name: "plain", profile: "child", state: .armed)

        let answer = change(variables, bench)

        #expect(answer.status == 422)
        #expect(answer.text.contains(says), "\(answer.text)")
        #expect(bench.machine()?.variables == nil)
    }

    @Test("a profile of the configuration alone is one as any other, with the script and description that it inherits")
    func inherited() throws {
        let bench = try bench()
        try bench.add()

        let names = try bench.call(.get, "/profiles").decoded([Profile].self)

        #expect(names.map(\.name.text) == ["api", "broken", "child", "parent", "ui", "web"])
        #expect(names.first { $0.name.text == "child" }?.description == "from the parent")
        #expect(names.first { $0.name.text == "child" }?.release == Release("bookworm"))
        #expect(preview("child", MACAddress.first.description, bench, file: "postinstall").hasPrefix("#!/bin/sh"))
        let token = bench.token()
        #expect(bench.get("/build/\(token)/child/preseed.cfg").text.hasPrefix("child disk=child"))
        #expect(bench.machine()?.profile == ProfileName("child"))
    }

    @Test("each field of a machine says where it comes from, and secrets are named only")
    func origins() throws {
        let bench = try bench()
        try bench.add(.second, name: "special", profile: "child", at: .second, state: .armed, origin: .configuration)

        let fields = try bench.call(.get, "/machines/special/origin").decoded([FieldOrigin].self)

        #expect(
            fields.map { "\($0.field) | \($0.level) | \($0.value ?? "-")" } == [
                "name | configuration | special", "profile | configuration | child",
                "release | profile parent | bookworm", "address | lease | 10.77.0.101",
                "disk | machine 52:54:00:77:00:12 | machine", "old | profile parent | parent",
                "own | profile child | child", "place | subnet 10.77.0.0/24 | here", "secret.root | secrets | -",
            ])
        #expect(bench.call(.get, "/machines/nobody/origin").status == 404)
    }

    @Test("a machine that nobody named or assigned goes by the defaults, which its origins say")
    func defaults() throws {
        let bench = try WebBench()
        try bench.add()

        let fields = try bench.call(.get, "/machines/\(MACAddress.first)/origin").decoded([FieldOrigin].self)

        #expect(
            fields.prefix(4).map { "\($0.field) | \($0.level) | \($0.value ?? "-")" } == [
                "name | dhcp.provisional-name | vm-525400770011", "profile | boot.default-profile | api",
                "release | default image | -", "address | lease | 10.77.0.100",
            ])
    }

    @Test("a profile that extends one that is not there is no profile, and check says why")
    func unknown() throws {
        let bench = try WebBench(more: "profiles: { child: { extends: nobody }, api: { extends: ghost } }")

        let names = try bench.call(.get, "/profiles").decoded([Profile].self).map(\.name.text)

        #expect(names == ["broken", "ui"])
        for (name, other) in [("child", "nobody"), ("api", "ghost")] {
            #expect(
                bench.mistakes().contains {
                    $0.hasSuffix(
                        "profiles: profile \(name) extends \(other), and there is no preseed/\(other).cfg in the "
                            + "content folder; write it, or name another profile at profiles.\(name).extends")
                }, "\(bench.mistakes())")
        }
    }

    @Test("a name that is not there is an error with file and line, in sections and pieces too")
    func undefined() throws {
        let bench = try WebBench()
        try bench.add(profile: "api", state: .armed)
        try bench.folder.write("first\n{{#disk}}\n{{lost}}\n{{/disk}}\n{{> part}}\n", to: "content/preseed/api.cfg")
        try bench.folder.write("fine\n{{missing}}\n", to: "content/preseed/pieces/part.cfg")

        let answer = bench.call(
            .get, "/profiles/api/preview", query: ["machine": MACAddress.first.description, "file": "preseed"])

        #expect(answer.status == 422)
        #expect(answer.text.contains("preseed/api.cfg:3: {{lost}} is not defined"))
        #expect(answer.text.contains("preseed/pieces/part.cfg:2: {{missing}} is not defined"))
    }
}
