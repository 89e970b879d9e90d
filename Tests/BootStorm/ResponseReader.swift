import NetTypes

/// One HTTP response, read as it comes (RFC 9112 §2): the head is looked at, of the body only what is wanted is kept.
package struct ResponseReader: Sendable {
    private var head: [UInt8] = []
    private var expected: Int?
    private var status = 0
    private let keeps: Int
    /// The beginning of the body.
    package private(set) var kept: [UInt8] = []
    /// How many bytes of the body have come.
    package private(set) var count = 0

    /// - Parameter keeps: how many bytes of the body are kept.
    package init(keeping keeps: Int = 0) { self.keeps = keeps }

    /// How far it is.
    package enum Progress: Hashable, Sendable {
        case unfinished
        /// All of it is there, and its status is 200.
        case whole
        case refused(status: Int)
    }

    /// Takes what has come. Throws where it is no response of a known length.
    package mutating func take(_ bytes: Span<UInt8>) throws(MalformedText) -> Progress {
        var next = 0
        while expected == nil, next < bytes.count {
            head.append(bytes[next])
            next += 1
            if head.suffix(4) == [13, 10, 13, 10] { try readHead() }
            guard head.count <= 16384 else { throw MalformedText("a head without an end") }
        }
        guard let expected else { return .unfinished }
        let wanted = min(keeps - kept.count, bytes.count - next)
        if wanted > 0 { for index in next..<(next + wanted) { kept.append(bytes[index]) } }
        count += bytes.count - next
        guard count <= expected else { throw MalformedText("\(count) bytes where \(expected) were announced") }
        guard status == 200 else { return .refused(status: status) }
        return count == expected ? .whole : .unfinished
    }

    private mutating func readHead() throws(MalformedText) {
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
            throw MalformedText("no HTTP response: \(lines.first ?? "")")
        }
        self.status = status
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == "content-length" else {
                continue
            }
            expected = Int(line[line.index(after: colon)...].filter { $0 != " " })
        }
        guard let expected, expected >= 0 else { throw MalformedText("a response without Content-Length") }
    }
}
