/// What is noted while a file is read and checked: which key stood on which line, and every mistake.
struct SettingsNotebook {
    let file: String
    private(set) var mistakes: [SettingsMistake] = []
    private var lines: [String: Int] = [:]

    init(file: String) { self.file = file }

    mutating func saw(_ key: String, on line: Int) { lines[key] = line }

    /// Whether the file itself has the key, and not only its default.
    func has(_ key: String) -> Bool { lines[key] != nil }

    /// Whether something is wrong with a key already, or with a part of its value.
    func hasMistake(in key: String) -> Bool { mistakes.contains { $0.key.hasPrefix(key) } }

    mutating func note(_ key: String, fact: String, cure: String) {
        mistakes.append(SettingsMistake(file: file, line: line(of: key), key: key, fact: fact, cure: cure))
    }

    /// The line of a key; where the file does not have it, that of the nearest key around it.
    private func line(of key: String) -> Int {
        if let line = lines[key] { return line }
        guard let end = key.lastIndex(where: { $0 == "." || $0 == "[" }) else { return 0 }
        return line(of: String(key[..<end]))
    }
}

/// A value with its key's way from the top: `dhcp.subnets[0].pools[0]`.
struct Keyed<Value> {
    let key: String
    let value: Value
}
