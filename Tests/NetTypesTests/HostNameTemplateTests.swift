import NetTypes
import Testing

@Suite("What a machine is called that nobody named")
struct HostNameTemplateTests {
    @Test(
        "is a text around its MAC, which leads back to it",
        arguments: [
            ("vm-{{mac}}", "vm-525400770011"), ("{{mac}}", "525400770011"), ("Node{{MAC}}-new", "node525400770011-new"),
        ])
    func name(text: String, name: String) throws {
        let template = try #require(HostNameTemplate(text))
        let mac = try #require(MACAddress("52:54:00:77:00:11"))

        #expect(template.name(of: mac).text == name)
        #expect(template.mac(of: template.name(of: mac)) == mac)
        #expect(HostNameTemplate("\(template)") == template)
    }

    @Test(
        "is none without one MAC, and none that no host may be called",
        arguments: [
            "", "vm", "vm-{mac}", "{{mac}}-{{mac}}", "-{{mac}}", "{{mac}}-", "vm_{{mac}}", "vm.{{mac}}", "v m{{mac}}",
            "bücher-{{mac}}", String(repeating: "a", count: 52) + "{{mac}}",
        ])
    func wrong(text: String) { #expect(HostNameTemplate(text) == nil) }

    @Test(
        "leads to no machine unless all of it is there",
        arguments: ["vm-525400770011", "node-52540077001", "node-52540077001g", "node-525400770011-x", "node"])
    func stranger(name: String) throws {
        let template = try #require(HostNameTemplate("node-{{mac}}"))
        #expect(template.mac(of: try #require(HostName(name))) == nil)
    }
}
