/// What a hook wrote, as the log may have it.
package enum HookOutput {
    /// The most that is kept of one run.
    package static let mostBytes = 16 << 10
    /// The most lines that stand in the log.
    package static let mostLines = 50

    /// The lines, without secrets.
    package static func lines(_ bytes: [UInt8], without secrets: some Collection<String>) -> [String] {
        var text = String(decoding: bytes.prefix(mostBytes), as: UTF8.self)
        // The longest first: one may be a part of another.
        for secret in secrets.sorted(by: { $0.utf8.count > $1.utf8.count }) where !secret.isEmpty {
            text = text.replacing(secret, with: "(secret)")
        }
        let lines = text.split(whereSeparator: \.isNewline).map(String.init)
        let rest = lines.count - mostLines
        return lines.prefix(mostLines) + (rest > 0 ? ["… and \(rest) lines more"] : [])
    }
}
