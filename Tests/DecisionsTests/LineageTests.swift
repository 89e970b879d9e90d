import Inventory
import NetTypes
import Testing

@Suite("Profiles that extend others")
struct LineageTests {
    /// What extends what, and the line of `a`: names, or the circle.
    private static let table: [(extends: String, line: String)] = [
        ("", "a"),
        ("a>b", "a b"),
        ("a>b b>c", "a b c"),
        ("b>a", "a"),
        ("a>a", "circle a a"),
        ("a>b b>a", "circle a b a"),
        ("a>b b>c c>b", "circle b c b"),
    ]

    @Test("are followed to the last, and a circle is named", arguments: table)
    func line(row: (extends: String, line: String)) throws {
        var profiles: [ProfileName: Profile] = [:]
        for pair in row.extends.split(separator: " ") {
            let names = try pair.split(separator: ">").map { try #require(ProfileName($0)) }
            profiles[names[0]] = Profile(name: names[0], extends: names[1])
        }

        let name = try #require(ProfileName("a"))
        let found: [ProfileName]
        do throws(LineageFault) {
            found = try profiles.lineage(of: name)
        } catch {
            #expect("circle " + error.names.map(\.text).joined(separator: " ") == row.line)
            return
        }

        #expect(found.map(\.text).joined(separator: " ") == row.line)
    }
}

@Suite("Levels of variables")
struct VariableStackTests {
    @Test("hide what stands below them, and say where each value comes from")
    func levels() throws {
        let subnet = try #require(IPv4Prefix("10.77.0.0/24"))
        let (base, api) = (try #require(ProfileName("base")), try #require(ProfileName("api")))
        let mac = try #require(MACAddress("52:54:00:77:00:11"))
        var stack = VariableStack()

        stack.put(["a": "1", "b": "1", "c": "1", "d": "1", "e": "1", "f": "1"], of: .shipped)
        stack.put(["b": "2", "c": "2", "d": "2", "e": "2", "f": "2"], of: .configuration)
        stack.put(["c": "3", "d": "3", "e": "3", "f": "3"], of: .subnet(subnet))
        stack.put(["d": "4", "e": "4", "f": "4"], of: .profile(base))
        stack.put(["e": "5", "f": ""], of: .profile(api))
        stack.put(["e": "6", "new": "6"], of: .machine(mac))

        #expect(
            stack.all.map { "\($0.name)=\($0.placed.value) of \($0.placed.level)" } == [
                "a=1 of shipped", "b=2 of configuration", "c=3 of subnet 10.77.0.0/24", "d=4 of profile base",
                "e=6 of machine 52:54:00:77:00:11", "f= of profile api", "new=6 of machine 52:54:00:77:00:11",
            ])
        #expect(stack["nothing"] == nil)
    }
}

extension LineageFault {
    fileprivate var names: [ProfileName] {
        switch self {
        case .circle(let names): names
        }
    }
}
