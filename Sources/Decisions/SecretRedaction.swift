/// What takes secrets out of texts that others may read: logs of installers, words of scripts. A secret of several lines is
/// looked for line by line, since that is how it shows up in a log. Texts of a few letters are left: they are words.
package struct SecretRedaction: Sendable {
    private let needles: [Needle]
    /// By the first byte, which needles may begin there.
    private let isFirst: [Bool]

    private struct Needle: Sendable {
        let bytes: [UInt8]
        let mark: [UInt8]
    }

    /// - Parameter secrets: what each says, by its name.
    package init(of secrets: [String: String]) {
        var needles: [Needle] = []
        for (name, text) in secrets.sorted(by: { $0.key < $1.key }) {
            let mark = Array("(secret \(name))".utf8)
            for line in [text[...]] + text.split(whereSeparator: \.isNewline) where line.utf8.count > 5 {
                needles.append(Needle(bytes: Array(line.utf8), mark: mark))
            }
        }
        // The longest first: one secret may be a part of another.
        self.needles = needles.sorted { $0.bytes.count > $1.bytes.count }
        var isFirst = [Bool](repeating: false, count: 256)
        for needle in needles { if let first = needle.bytes.first { isFirst[Int(first)] = true } }
        self.isFirst = isFirst
    }

    /// The bytes with each secret's name in the place of what it says.
    package func apply(to bytes: [UInt8]) -> [UInt8] {
        guard !needles.isEmpty else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var position = 0
        while position < bytes.count {
            if isFirst[Int(bytes[position])],
                let needle = needles.first(where: { bytes[position...].starts(with: $0.bytes) })
            {
                result += needle.mark
                position += needle.bytes.count
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return result
    }
}
