extension YAMLNode {
    /// The levels of lists and maps that a file may have.
    package static let depthLimit = 32
    /// The values that a file may have.
    package static let valueLimit = 100_000

    /// The one document of a file; `nil` where there is none. Keys that stand twice, anchors, tags and what is not UTF-8
    /// are errors.
    package static func parse(_ file: TextFile) throws(YAMLError) -> YAMLNode? {
        var tree = YAMLTree(events: YAMLEvents(file))
        return try tree.document()
    }
}

/// Events made into a tree.
private struct YAMLTree: ~Copyable {
    var events: YAMLEvents
    private var depth = 0
    private var valueCount = 0

    init(events: consuming YAMLEvents) { self.events = events }

    mutating func document() throws(YAMLError) -> YAMLNode? {
        var root: YAMLNode?
        while let event = try events.next() {
            guard event.kind != .document else { continue }
            guard root == nil else { throw events.fault(event.place, .secondDocument) }
            root = try node(event)
        }
        return root
    }

    private mutating func node(_ event: YAMLEvent) throws(YAMLError) -> YAMLNode {
        valueCount += 1
        guard valueCount <= YAMLNode.valueLimit else {
            throw events.fault(event.place, .tooManyValues(limit: YAMLNode.valueLimit))
        }
        depth += 1
        defer { depth -= 1 }
        guard depth <= YAMLNode.depthLimit else {
            throw events.fault(event.place, .tooDeep(limit: YAMLNode.depthLimit))
        }
        return YAMLNode(line: event.place.line, column: event.place.column, content: try content(event))
    }

    private mutating func content(_ event: YAMLEvent) throws(YAMLError) -> YAMLNode.Content {
        switch event.kind {
        case .scalar(let text, let isPlain): return .scalar(text, isPlain: isPlain)
        case .list:
            var items: [YAMLNode] = []
            while let item = try events.next(), item.kind != .close { items.append(try node(item)) }
            return .list(items)
        case .map: return .map(try entries())
        case .document, .close: throw events.fault(event.place, .syntax("a value is missing"))
        }
    }

    private mutating func entries() throws(YAMLError) -> [YAMLNode.Entry] {
        var entries: [YAMLNode.Entry] = []
        var lines: [String: Int] = [:]
        while let event = try events.next(), event.kind != .close {
            guard case .scalar(let key, _) = event.kind else { throw events.fault(event.place, .keyNotText) }
            if let line = lines.updateValue(event.place.line, forKey: key) {
                throw events.fault(event.place, .duplicateKey(key, firstLine: line))
            }
            guard let value = try events.next() else { break }
            entries.append(YAMLNode.Entry(key: key, line: event.place.line, value: try node(value)))
        }
        return entries
    }
}
