import NetTypes
import YAML

extension SettingsNotebook {
    /// A map as a shape, its defaults filled in. Keys that the shape does not have are noted.
    mutating func read<Shape: SettingsShape>(_ node: YAMLNode, _ key: String = "") -> Shape {
        var shape = Shape()
        let settings = Shape.settings
        read(node, as: settings, way: "", at: key, into: &shape)
        for setting in settings where !has(joined(key, setting.key)) {
            guard let fallback = setting.fallback.flatMap(YAMLNode.init(default:)) else { continue }
            setting.read(fallback, joined(key, setting.key), &shape, &self)
        }
        return shape
    }

    /// The part of a shape whose keys start with `way`.
    private mutating func read<Shape>(
        _ node: YAMLNode, as settings: [Setting<Shape>], way: String, at key: String, into shape: inout Shape
    ) {
        for entry in entries(of: node, key) {
            let name = joined(way, entry.key)
            let place = joined(key, entry.key)
            if let setting = settings.first(where: { $0.key == name }) {
                setting.read(entry.value, place, &shape, &self)
            } else if settings.contains(where: { $0.key.hasPrefix(name + ".") }) {
                read(entry.value, as: settings, way: name, at: place, into: &shape)
            } else {
                noteUnknown(entry.key, at: place, way: way, among: settings.map(\.key))
            }
        }
    }

    private mutating func noteUnknown(_ name: String, at place: String, way: String, among keys: [String]) {
        let prefix = way.isEmpty ? "" : way + "."
        let siblings = keys.filter { $0.hasPrefix(prefix) }
            .map { String($0.dropFirst(prefix.count).prefix { $0 != "." }) }
        let elsewhere = keys.first { $0.hasSuffix("." + name) || $0 == name }
        if let former = formerKeys[joined(way, name)] {
            return note(place, fact: "is not a key any more", cure: former)
        }
        let meant = nearest(to: name, among: siblings) ?? elsewhere
        note(
            place, fact: "is not a key",
            cure: meant.map { "did you mean \($0)?" } ?? "take it out; known here: \(unique(siblings))")
    }

    private func unique(_ names: [String]) -> String {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }.joined(separator: ", ")
    }

    /// One value in its form.
    mutating func read<Value>(_ node: YAMLNode, _ key: String, _ form: Form<Value>) -> Keyed<Value>? {
        switch node.content {
        case .scalar(let text, _):
            if node.isEmpty && Value.self != String.self {
                note(key, fact: "has no value", cure: form.cure)
                return nil
            }
            return read(text, key, form).map { Keyed(key: key, value: $0) }
        case .list:
            note(key, fact: "is a list where one value is wanted", cure: form.cure)
        case .map:
            note(key, fact: "is a map where one value is wanted", cure: form.cure)
        }
        return nil
    }

    /// The name of an entry in its form.
    mutating func read<Name>(name entry: YAMLNode.Entry, below key: String, _ form: Form<Name>) -> Name? {
        read(entry.key, joined(key, entry.key), form)
    }

    private mutating func read<Value>(_ text: String, _ key: String, _ form: Form<Value>) -> Value? {
        switch form.read(text) {
        case .value(let value): return value
        case .fault(let fact):
            note(key, fact: fact, cure: form.cure)
            return nil
        }
    }

    /// The items of a list with their keys; nothing where nothing is written.
    mutating func items(of node: YAMLNode, _ key: String, cure: String) -> [Keyed<YAMLNode>] {
        if node.isEmpty { return [] }
        guard case .list(let items) = node.content else {
            note(key, fact: "is not a list", cure: "write [VALUE, …], or one - VALUE a line")
            return []
        }
        return items.enumerated().map { index, item in
            let place = "\(key)[\(index)]"
            if item.line > 0 { saw(place, on: item.line) }
            return Keyed(key: place, value: item)
        }
    }

    /// The entries of a map; nothing where nothing is written.
    mutating func entries(of node: YAMLNode, _ key: String) -> [YAMLNode.Entry] {
        if node.isEmpty { return [] }
        guard case .map(let entries) = node.content else {
            note(key, fact: "is not a map", cure: "write KEY: VALUE below it")
            return []
        }
        for entry in entries where entry.line > 0 { saw(joined(key, entry.key), on: entry.line) }
        return entries
    }

    private func joined(_ way: String, _ name: String) -> String { way.isEmpty ? name : "\(way).\(name)" }
}

extension YAMLNode {
    /// The node of a default, which stands on no line.
    init?(default text: String) {
        guard let node = try? YAMLNode.parse(TextFile(name: "default", bytes: Array(text.utf8))) else { return nil }
        self = node.withoutPlace
    }

    private var withoutPlace: YAMLNode {
        switch content {
        case .scalar: YAMLNode(line: 0, column: 0, content: content)
        case .list(let items): YAMLNode(line: 0, column: 0, content: .list(items.map(\.withoutPlace)))
        case .map(let entries):
            YAMLNode(
                line: 0, column: 0,
                content: .map(entries.map { Entry(key: $0.key, line: 0, value: $0.value.withoutPlace) }))
        }
    }
}
