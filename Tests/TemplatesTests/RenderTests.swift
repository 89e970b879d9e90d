import Templates
import Testing

@Suite("A template, mustache(5)")
struct RenderTests {
    private func rendered(
        _ text: String, _ values: TemplateValue = [:], partials: [String: String] = [:]
    ) throws -> String {
        let sources = Dictionary(
            uniqueKeysWithValues: partials.map { ($0, TemplateSource(name: "preseed/\($0)", text: $1)) })
        return try Template(TemplateSource(name: "preseed/api.cfg", text: text), partials: sources).render(values)
    }

    private func error(_ text: String, _ values: TemplateValue = [:], partials: [String: String] = [:]) throws -> String
    {
        try #require(throws: TemplateError.self) { try rendered(text, values, partials: partials) }.description
    }

    private static let values: TemplateValue = [
        "name": "api-1", "html": "<a & 'b' \"c\">", "yes": true, "no": false, "empty": "", "none": [],
        "machine": ["name": "vm", "owner": ["team": "web"]],
        "choices": [["name": "api", "is-default": true], ["name": "ui", "is-default": false]],
        "words": ["one", "two"],
    ]

    @Test(
        "is filled in",
        arguments: [
            ("", ""),
            ("plain text\n", "plain text\n"),
            ("é {{name}} ü\n", "é api-1 ü\n"),
            ("{{ name }}{{&name}}{{{name}}}", "api-1api-1api-1"),
            ("{{html}} {{{html}}}", "<a & 'b' \"c\"> <a & 'b' \"c\">"),
            ("{{machine.name}} {{machine.owner.team}}", "vm web"),
            ("{{#machine}}{{name}} {{owner.team}}{{/machine}}", "vm web"),
            ("{{#choices}}{{name}}{{#is-default}}*{{/is-default}} {{machine.name}};{{/choices}}", "api* vm;ui vm;"),
            ("{{#words}}{{.}},{{/words}}", "one,two,"),
            ("{{#yes}}a{{/yes}}{{^yes}}b{{/yes}}", "a"),
            ("{{#no}}a{{/no}}{{^no}}b{{/no}}", "b"),
            ("{{#undefined}}a {{b}}{{/undefined}}{{^undefined}}c{{/undefined}}", "c"),
            ("{{#empty}}a{{/empty}}{{^empty}}b{{/empty}}", "b"),
            ("{{#none}}a{{/none}}{{^none}}b{{/none}}", "b"),
            ("{{#name}}{{name}}{{/name}}", "api-1"),
            ("a{{! a comment\nof two lines }}b", "ab"),
            ("{{=<% %>=}}<% name %> {{name}} ${{x}}", "api-1 {{name}} ${{x}}"),
            ("[{{empty}}]", "[]"),
            ("} }} { {a}", "} }} { {a}"),
        ])
    func filled(text: String, expected: String) throws {
        #expect(try rendered(text, Self.values) == expected)
    }

    @Test(
        "loses the lines that hold nothing but a section, comment or partial tag, and no others",
        arguments: [
            ("a\n{{#yes}}\nb\n{{/yes}}\nc\n", "a\nb\nc\n"),
            ("a\n  {{#no}}\nb\n  {{/no}}  \nc\n", "a\nc\n"),
            ("a\n{{^no}}\nb\n{{/no}}\nc", "a\nb\nc"),
            ("a\n{{! why }}\nb\n", "a\nb\n"),
            ("a\n{{#yes}}\n\nb\n\n{{/yes}}\n\nc\n", "a\n\nb\n\n\nc\n"),
            ("a\n{{#no}}\n\nb\n\n{{/no}}\n\nc\n", "a\n\nc\n"),
            ("a\n{{#yes}}{{empty}}{{/yes}}\nb\n", "a\n\nb\n"),
            ("a {{#yes}}\nb {{/yes}}\nc", "a \nb \nc"),
            ("a\r\n{{#yes}}\r\nb\r\n{{/yes}}\r\nc\r\n", "a\r\nb\r\nc\r\n"),
            ("{{#choices}}\n{{name}}\n{{/choices}}\n", "api\nui\n"),
        ])
    func standalone(text: String, expected: String) throws {
        #expect(try rendered(text, Self.values) == expected)
    }

    @Test(
        "takes its partials in, with the blanks before them",
        arguments: [
            ("a\n{{> piece}}\nb\n", "a\nx api-1\n\n  y\nb\n"),
            ("a\n  {{> piece}}\nb\n", "a\n  x api-1\n\n    y\nb\n"),
            ("a {{>piece}}|", "a x api-1\n\n  y\n|"),
            ("{{#choices}}{{> outer/inner}}{{/choices}}", "<api><ui>"),
        ])
    func partials(text: String, expected: String) throws {
        let partials = ["piece": "x {{name}}\n\n  y\n", "outer/inner": "{{>bracket}}", "bracket": "<{{name}}>"]

        #expect(try rendered(text, Self.values, partials: partials) == expected)
    }

    @Test(
        "names the file, the line, the fact and the cure of a mistake",
        arguments: [
            (
                "a\n\n{{mirror-host}}\n",
                "preseed/api.cfg:3: {{mirror-host}} is not defined; set it under variables: in the configuration, or in preseed/variables.yaml"
            ),
            (
                "{{secret.root-password}}",
                "preseed/api.cfg:1: {{secret.root-password}} is not defined; set root-password: in the file that secrets: names"
            ),
            (
                "{{yes}}",
                "preseed/api.cfg:1: {{yes}} is not a text; use it as a section, {{#yes}} … {{/yes}}"
            ),
            ("a\n{{name", "preseed/api.cfg:2: the tag that starts here has no end; close it with }}"),
            (
                "a\n{{#yes}}\nb\n{{#no}}{{/no}}",
                "preseed/api.cfg:2: {{#yes}} has no end; close it with {{/yes}}"
            ),
            (
                "a\n{{! two\nlines }}\n{{/yes}}\n",
                "preseed/api.cfg:4: {{/yes}} ends what was not begun; take it out, or write {{#yes}} before"
            ),
            (
                "{{#yes}}\n{{#no}}\n{{/yes}}\n{{/no}}",
                "preseed/api.cfg:3: {{/yes}} stands where {{/no}} is wanted, for line 2; close the inner section first"
            ),
            (
                "a\n{{ two words }}",
                "preseed/api.cfg:2: {{ two words }} is not a tag; write a name of letters, digits, -, _ and dots"
            ),
            ("{{}}", "preseed/api.cfg:1: {{}} is not a tag; write a name of letters, digits, -, _ and dots"),
            ("{{a..b}}", "preseed/api.cfg:1: {{a..b}} is not a tag; write a name of letters, digits, -, _ and dots"),
            ("{{=x=}}", "preseed/api.cfg:1: {{=x=}} is not a tag; write a name of letters, digits, -, _ and dots"),
            ("\n{{> gone}}", "preseed/api.cfg:2: {{> gone}} is not there; name a piece that is"),
            (
                "\n{{> first}}",
                "preseed/second:1: {{> first}} never ends: first > second > first; break the circle"
            ),
            ("{{> broken}}", "preseed/broken:2: {{#yes}} has no end; close it with {{/yes}}"),
        ])
    func mistakes(text: String, expected: String) throws {
        let partials = ["first": "{{> second}}", "second": "{{> first}}", "broken": "\n{{#yes}}"]

        #expect(try error(text, Self.values, partials: partials) == expected)
    }

    @Test("names every undefined name once, each in its own file")
    func everyUndefined() throws {
        let text = "{{#words}}{{one}}{{/words}}\n{{> piece}}\n{{two}}\n{{#no}}{{unseen}}{{/no}}"

        let error = try error(text, Self.values, partials: ["piece": "\n\n{{three}}"])

        #expect(
            error.split(separator: "\n").map { $0.split(separator: " ")[0...1].joined(separator: " ") } == [
                "preseed/api.cfg:1: {{one}}", "preseed/piece:3: {{three}}", "preseed/api.cfg:3: {{two}}",
            ])
    }

    @Test("is bounded in depth and in size, whatever its partials do")
    func bounded() throws {
        let deep = String(repeating: "{{#yes}}", count: 33) + String(repeating: "{{/yes}}", count: 33)
        var doubling = ["p40": ""]
        for index in 0..<40 { doubling["p\(index)"] = "{{> p\(index + 1)}}{{> p\(index + 1)}}" }

        #expect(try error(deep, Self.values).contains("nested deeper than 32"))
        #expect(try error("{{> p0}}", Self.values, partials: doubling).contains("more than 20000 pieces"))
    }

    @Test("does not take values for templates")
    func valuesAreText() throws {
        #expect(try rendered("{{name}}", ["name": "{{other}} {{#x}}\n\n{{/x}}"]) == "{{other}} {{#x}}\n\n{{/x}}")
    }
}
