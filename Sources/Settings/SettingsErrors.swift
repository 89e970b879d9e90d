/// Every mistake of a file, in the order of its lines.
package struct SettingsErrors: Error, Hashable, Sendable {
    package let mistakes: [SettingsMistake]

    package init(_ mistakes: [SettingsMistake]) {
        self.mistakes = mistakes.enumerated()
            .sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element)
    }
}

/// One mistake: where, what the file has, and what to write.
package struct SettingsMistake: Error, Hashable, Sendable {
    package let file: String
    /// From 1; 0 for the file as a whole.
    package let line: Int
    /// The key with its way from the top: `dhcp.subnets[0].pools[0]`; empty for the file as a whole.
    package let key: String
    package let fact: String
    package let cure: String

    package init(file: String, line: Int = 0, key: String = "", fact: String, cure: String) {
        self.file = file
        self.line = line
        self.key = key
        self.fact = fact
        self.cure = cure
    }
}

extension SettingsErrors: CustomStringConvertible {
    /// One mistake a line.
    package var description: String { mistakes.map(\.description).joined(separator: "\n") }
}

extension SettingsMistake: CustomStringConvertible {
    /// `amorce.yaml:12: dhcp.lease-time: 1y is not a duration; write …`
    package var description: String {
        let place = line == 0 ? file : "\(file):\(line)"
        return ([place, key].filter { !$0.isEmpty } + ["\(fact); \(cure)"]).joined(separator: ": ")
    }
}
