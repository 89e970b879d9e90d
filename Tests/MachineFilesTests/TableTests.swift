import Inventory
import MachineFiles
import NetTypes
import Testing

@Suite("Machines of CSV and YAML files")
struct TableTests {
    private func read(_ text: String, isNamed: Bool = true) -> MachineReading {
        MachineReading(Array(text.utf8), file: "m", isNamed: isNamed)
    }

    /// `place mac[+others] name profile address`, a hyphen for what is open.
    private func words(_ reading: MachineReading) -> [String] {
        reading.machines.map { machine in
            let macs = ([machine.mac] + machine.otherMACs).map(\.compact).joined(separator: "+")
            let rest = [machine.name?.text, machine.profile?.text, machine.address?.description].map { $0 ?? "-" }
            return ([machine.place, macs] + rest).joined(separator: " ")
        }
    }

    @Test(
        "CSV: the header says which column is what, in any order, with any of three separators",
        arguments: [
            (
                "name,mac,profile,address\napi-1,52:54:00:77:00:11,api,10.77.0.50\n",
                ["m:2 525400770011 api-1 api 10.77.0.50"]
            ),
            ("MAC;Name\r\n5254.0077.0011;api-1\r\n", ["m:2 525400770011 api-1 - -"]),
            ("\u{feff}mac\tname\n# old ones\n\n52-54-00-77-00-11\t\n", ["m:4 525400770011 - - -"]),
            (
                "mac,name\n\"52:54:00:77:00:11 52:54:00:77:00:12\",\"api-1\"\n",
                ["m:2 525400770011+525400770012 api-1 - -"]
            ),
            (
                "mac,mac,name\n52:54:00:77:00:11,52:54:00:77:00:12,a\n52:54:00:77:00:13,,b",
                ["m:2 525400770011+525400770012 a - -", "m:3 525400770013 b - -"]
            ),
            (
                "name,mac,note\na,525400770011,\"two\nlines, \"\"quoted\"\"\"\nb,525400770012,x",
                ["m:2 525400770011 a - -", "m:4 525400770012 b - -"]
            ),
        ])
    func tables(text: String, machines: [String]) {
        let reading = read(text)

        #expect(words(reading) == machines)
        #expect(reading.mistakes.isEmpty)
    }

    @Test("a column that says nothing to us is a remark")
    func columns() { #expect(read("mac,rack\n525400770011,2\n").remarks.map(\.fact) == ["column rack is passed over"]) }

    @Test(
        "CSV: a mistake names its line, and costs no other",
        arguments: [
            ("52:54:00:77:00,a,,", "m:2: 52:54:00:77:00 is not a machine's MAC address; write 52:54:00:77:00:11"),
            ("ff:ff:ff:ff:ff:ff,a,,", "m:2: ff:ff:ff:ff:ff:ff is not a machine's MAC address; write 52:54:00:77:00:11"),
            (",a,,", "m:2: mac is empty; write 52:54:00:77:00:11, or take the line out"),
            (
                "525400770012,a b,,",
                "m:2: name: \"a b\" is not a host name: letters, digits and hyphens; correct the field"
            ),
            (
                "525400770012,a,Api,",
                "m:2: profile: Api is not a profile's name: lower-case letters, digits and hyphens; correct the field"
            ),
            ("525400770012,a,api,10.77", "m:2: address: 10.77 is not an IPv4 address; correct the field"),
            ("525400770012,a,api,10.77.0.1,x", "m:2: 5 fields under 4 columns; quote what holds a ,"),
        ])
    func badRows(row: String, text: String) {
        let reading = read("mac,name,profile,address\n\(row)\n525400770011,b,,\n")

        #expect(reading.mistakes.map(\.description) == [text])
        #expect(words(reading) == ["m:3 525400770011 b - -"])
    }

    @Test(
        "YAML: a list, or a list below machines:",
        arguments: [
            "machines:\n  - { mac: 52:54:00:77:00:11, name: api-1, profile: api, address: 10.77.0.50 }\n  - mac: 525400770012\n",
            "# ours\n- mac: 52:54:00:77:00:11\n  name: api-1\n  profile: api\n  address: 10.77.0.50\n- mac: 525400770012\n",
        ])
    func lists(text: String) {
        let reading = read(text)

        #expect(reading.mistakes.isEmpty)
        #expect(
            words(reading).map { $0.drop { $0 != " " } } == [
                " 525400770011 api-1 api 10.77.0.50", " 525400770012 - - -",
            ])
    }

    @Test("YAML: a mistake names its line, and costs no other machine")
    func badItems() {
        let reading = read("machines:\n- mac: x\n- name: a\n- mac: 525400770011\n  nmae: b\n- mac: 525400770012\n")

        #expect(words(reading) == ["m:6 525400770012 - - -"])
        #expect(reading.mistakes.map(\.place.line) == [2, 3, 5])
        #expect(reading.mistakes.last?.description == "m:5: machines[2].nmae: is not a key; did you mean name?")
    }

    @Test(
        "what holds no machines is a mistake where somebody named it, and a remark in a folder",
        arguments: ["", "hello\n", "name,profile\na,b\n", "dhcp: { mode: off }\n", "{\"a\": 1}"])
    func others(text: String) {
        #expect(read(text).mistakes.map(\.fact) == ["holds no machines"])
        #expect(read(text, isNamed: false).mistakes.isEmpty)
        #expect(read(text, isNamed: false).remarks.map(\.fact) == ["holds no machines"])
    }
}
