import Inventory
import NetTypes

/// A file of HAProxy's configuration that has a backend's section, with amorce's servers between two comments of it. Whatever
/// else is in it stays as it is.
package struct BackendFile: Hashable, Sendable {
    private let before: [Substring]
    /// What stands between the two comments.
    private let own: [Substring]
    private let after: [Substring]

    /// The comment that amorce's lines follow.
    package static func opening(of backend: String) -> String { "# amorce: servers of \(backend)" }
    /// The comment that ends them.
    package static let closing = "# amorce: end"

    /// `nil` where the two comments are not there, in this order and once.
    package init?(_ text: String, backend: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let opening = Self.opening(of: backend)
        let starts = lines.indices.filter { lines[$0].trimmed == opening }
        guard let start = starts.first, starts.count == 1,
            let end = lines[start...].firstIndex(where: { $0.trimmed == Self.closing })
        else { return nil }
        before = Array(lines[...start])
        own = Array(lines[start..<end].dropFirst())
        after = Array(lines[end...])
    }

    /// The servers that amorce's lines name, and each one's line.
    package var servers: [String: String] {
        Dictionary(
            own.compactMap { line -> (String, String)? in
                let words = line.split(separator: " ")
                guard words.count > 2, words[0] == "server" else { return nil }
                return (String(words[1]), String(line.trimmed))
            }
        ) { first, _ in first }
    }

    /// Amorce's lines as they are, without the blanks around them.
    package var lines: [String] { own.map { String($0.trimmed) } }

    /// The whole text, with these lines in place of amorce's.
    package func text(with lines: [String]) -> String {
        (before.map(String.init) + lines.map { "    " + $0 } + after.map(String.init)).joined(separator: "\n")
    }

    /// Amorce's lines: the servers that HAProxy took and that are to stay, and what stands there of machines that nothing is
    /// known of.
    ///
    /// - Parameter former: the lines as they are.
    package static func lines(_ facts: BalancerFacts, in file: String, former: [String: String]) -> [String] {
        let known = Set(facts.kept.map(\.name)).union(facts.wishes.map(\.name))
        var lines = former.filter { name, _ in HostName(name).map { !known.contains($0) } ?? true }
        let taken = facts.kept.filter { $0.state == .ready || $0.state == .lost }
        let words = Dictionary(taken.map { ($0.name, $0.words) }) { first, _ in first }
        for wish in facts.wishes where wish.standing == .ready && wish.file == file {
            if let words = words[wish.name] { lines[wish.name.text] = wish.line(words) }
        }
        return lines.sorted { $0.key < $1.key }.map(\.value)
    }
}
