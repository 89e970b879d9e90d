import NetTypes

/// The line that a machine's installer sent last by syslog, without secrets.
package struct LastLine: Hashable, Sendable, Codable {
    package let time: Timestamp
    package let text: String

    package init(time: Timestamp, text: String) {
        self.time = time
        self.text = text
    }
}
