import NetTypes

/// Files and their sums, as sha256sum(1) and md5sum(1) print them, and as Debian's `SHA256SUMS` has them.
package struct ChecksumList: Hashable, Sendable {
    /// The sum in lower-case digits, by path without `./` in front.
    package let sums: [String: String]

    package init(_ sums: [String: String]) { self.sums = sums }

    /// Which sum stands in a list.
    package enum Kind: Int, Sendable {
        /// The number of digits.
        case md5 = 32
        case sha256 = 64
    }

    /// `nil` with the number of the first line that is none of a list.
    package init(_ text: String, of kind: Kind) throws(ChecksumFault) {
        var sums: [String: String] = [:]
        for (number, line) in zip(1..., text.split(separator: "\n", omittingEmptySubsequences: false)) {
            guard !line.isEmpty else { continue }
            let sum = line.prefix { $0 != " " }
            let rest = line.dropFirst(sum.count)
            guard let digest = Self.digest(sum, of: kind), rest.hasPrefix("  ") || rest.hasPrefix(" *") else {
                throw ChecksumFault(line: number)
            }
            sums[Self.plain(rest.dropFirst(2))] = digest
        }
        self.sums = sums
    }

    /// A sum in lower-case digits; `nil` for anything else.
    package static func digest(_ text: some StringProtocol, of kind: Kind) -> String? {
        let digest = text.lowercased()
        return digest.utf8.count == kind.rawValue && digest.utf8.allSatisfy { hexValue($0) != nil } ? digest : nil
    }

    /// The list as sha256sum(1) reads it, in the order of paths.
    package var text: String { sums.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }.joined() }

    /// The sums of all files of that name, in whatever folder the list has them.
    package func sums(ofFileNamed name: String) -> Set<String> {
        Set(sums.filter { $0.key.split(separator: "/").last.map(String.init) == name }.map(\.value))
    }

    /// The part of the list below a folder, with paths from there.
    package func below(_ folder: String) -> ChecksumList {
        let prefix = folder + "/"
        let inside = sums.filter { $0.key.hasPrefix(prefix) }.map { (String($0.key.dropFirst(prefix.count)), $0.value) }
        return ChecksumList(Dictionary(inside) { first, _ in first })
    }

    /// What differs between files as they should be, which these are, and as they are.
    package func differences(from found: ChecksumList) -> ChecksumDifferences {
        ChecksumDifferences(
            changed: sums.filter { found.sums[$0.key].map { [sum = $0.value] in $0 != sum } ?? false }.map(\.key)
                .sorted(),
            missing: sums.keys.filter { found.sums[$0] == nil }.sorted(),
            extra: found.sums.keys.filter { sums[$0] == nil }.sorted())
    }

    private static func plain(_ path: Substring) -> String {
        String(path.hasPrefix("./") ? path.dropFirst(2) : path)
    }
}

/// Which files are not as they should be.
package struct ChecksumDifferences: Hashable, Sendable, Codable {
    package var changed: [String]
    package var missing: [String]
    package var extra: [String]

    package init(changed: [String] = [], missing: [String] = [], extra: [String] = []) {
        self.changed = changed
        self.missing = missing
        self.extra = extra
    }

    package var isEmpty: Bool { changed.isEmpty && missing.isEmpty && extra.isEmpty }

    /// A line for each file.
    package var lines: [String] {
        changed.map { "changed: \($0)" } + missing.map { "missing: \($0)" } + extra.map { "extra: \($0)" }
    }
}

/// A line of a list of sums that is none.
package struct ChecksumFault: Error, Hashable, Sendable {
    package let line: Int

    package init(line: Int) { self.line = line }
}
