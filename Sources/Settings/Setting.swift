import YAML

/// A key of the file, declared once: its name, the form of its value, what it is where the file says nothing, and what it is
/// for. Reading, the search for unknown keys and the documentation all go by the lists of these.
struct Setting<Shape> {
    /// With its way from the shape's top: `dhcp.lease-time`.
    let key: String
    let form: String
    /// What stands for it where the file says nothing, as YAML.
    let fallback: String?
    let help: String
    /// The keys that stand below it, for documentation.
    let below: [SettingKey]
    let read: (YAMLNode, _ key: String, inout Shape, inout SettingsNotebook) -> Void

    /// One value.
    init<Value>(
        _ key: String, _ form: Form<Value>, _ place: WritableKeyPath<Shape, Keyed<Value>?>,
        default fallback: String? = nil, _ help: String
    ) {
        self.init(key, form: form.noun, fallback, help) { node, key, shape, notebook in
            shape[keyPath: place] = notebook.read(node, key, form)
        }
    }

    /// A list of values.
    init<Value>(
        _ key: String, listOf form: Form<Value>, _ place: WritableKeyPath<Shape, [Keyed<Value>]>,
        default fallback: String? = nil, _ help: String
    ) {
        self.init(key, form: "[\(form.noun), …]", fallback, help) { node, key, shape, notebook in
            shape[keyPath: place] = notebook.items(of: node, key, cure: form.cure)
                .compactMap { notebook.read($0.value, $0.key, form) }
        }
    }

    /// A map from names of one form to values of another.
    init<Name, Value>(
        _ key: String, mapFrom names: Form<Name>, to form: Form<Value>,
        _ place: WritableKeyPath<Shape, [Name: Keyed<Value>]>, default fallback: String? = nil, _ help: String
    ) {
        self.init(key, form: "{ \(names.noun): \(form.noun) }", fallback, help) { node, key, shape, notebook in
            for entry in notebook.entries(of: node, key) {
                guard let name = notebook.read(name: entry, below: key, names) else { continue }
                shape[keyPath: place][name] = notebook.read(entry.value, "\(key).\(entry.key)", form)
            }
        }
    }

    /// A list of maps.
    init<Inner: SettingsShape>(
        _ key: String, listOf shapes: Inner.Type, _ place: WritableKeyPath<Shape, [Keyed<Inner>]>, _ help: String
    ) {
        self.init(key, form: "list", nil, help, below: shapes.keys(after: "\(key)[]")) { node, key, shape, notebook in
            shape[keyPath: place] = notebook.items(of: node, key, cure: "write - KEY: VALUE").map { item in
                Keyed(key: item.key, value: notebook.read(item.value, item.key))
            }
        }
    }

    /// A map from names to maps.
    init<Name, Inner: SettingsShape>(
        _ key: String, mapFrom names: Form<Name>, to shapes: Inner.Type,
        _ place: WritableKeyPath<Shape, [Name: Keyed<Inner>]>, _ help: String
    ) {
        self.init(key, form: "map", nil, help, below: shapes.keys(after: "\(key).NAME")) { node, key, shape, notebook in
            for entry in notebook.entries(of: node, key) {
                guard let name = notebook.read(name: entry, below: key, names) else { continue }
                let way = "\(key).\(entry.key)"
                shape[keyPath: place][name] = Keyed(key: way, value: notebook.read(entry.value, way))
            }
        }
    }

    private init(
        _ key: String, form: String, _ fallback: String?, _ help: String, below: [SettingKey] = [],
        read: @escaping (YAMLNode, String, inout Shape, inout SettingsNotebook) -> Void
    ) {
        self.key = key
        self.form = form
        self.fallback = fallback
        self.help = help
        self.below = below
        self.read = read
    }
}

/// A part of the file, as it was written: every value may be absent.
protocol SettingsShape {
    init()
    static var settings: [Setting<Self>] { get }
}

/// A key as documentation shows it.
package struct SettingKey: Hashable, Sendable {
    /// With its way from the top: `dhcp.subnets[].pools`.
    package let key: String
    package let form: String
    /// As YAML; `nil` where there is none.
    package let fallback: String?
    package let help: String
}

extension SettingsShape {
    /// Its keys as documentation shows them, each after the way to it.
    static func keys(after way: String = "") -> [SettingKey] {
        settings.flatMap { setting in
            let prefix = way.isEmpty ? "" : "\(way)."
            let own = SettingKey(
                key: prefix + setting.key, form: setting.form, fallback: setting.fallback, help: setting.help)
            return [own]
                + setting.below.map {
                    SettingKey(key: prefix + $0.key, form: $0.form, fallback: $0.fallback, help: $0.help)
                }
        }
    }
}
