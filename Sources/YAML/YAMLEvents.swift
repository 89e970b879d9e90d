import CYAML

/// What libyaml read, without its pointers.
struct YAMLEvent {
    let place: Place
    let kind: Kind

    /// Line and column, from 1.
    struct Place {
        let line: Int
        let column: Int

        init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }

        init(_ mark: yaml_mark_t) {
            line = Int(clamping: mark.line) + 1
            column = Int(clamping: mark.column) + 1
        }
    }

    enum Kind: Equatable {
        case scalar(String, isPlain: Bool)
        case list, map
        /// The end of a list or a map.
        case close
        /// The start or the end of a document, which hold nothing.
        case document
    }
}

/// libyaml's parser (YAML 1.1) over a copy of a file's bytes.
@safe struct YAMLEvents: ~Copyable {
    private let file: TextFile
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>

    init(_ file: TextFile) {
        self.file = file
        unsafe parser = .allocate(capacity: 1)
        unsafe parser.initialize(to: yaml_parser_t())
        unsafe input = .allocate(capacity: file.bytes.count)
        _ = unsafe input.initialize(from: file.bytes)
        if unsafe yaml_parser_initialize(parser) == 1 {
            unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
            unsafe yaml_parser_set_input_string(parser, input.baseAddress, input.count)
        }
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe input.deallocate()
    }

    /// The next event; `nil` at the stream's end.
    mutating func next() throws(YAMLError) -> YAMLEvent? {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw libyamlFault() }
        defer { unsafe yaml_event_delete(&event) }

        let place = unsafe YAMLEvent.Place(event.start_mark)
        switch unsafe event.type {
        case YAML_STREAM_END_EVENT: return nil
        case YAML_STREAM_START_EVENT, YAML_DOCUMENT_START_EVENT, YAML_DOCUMENT_END_EVENT:
            return YAMLEvent(place: place, kind: .document)
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            try unsafe refuse(scalar.anchor, scalar.tag, at: place)
            let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            let isPlain = unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE
            let text = unsafe String(decoding: bytes, as: UTF8.self)
            return YAMLEvent(place: place, kind: .scalar(text, isPlain: isPlain))
        case YAML_SEQUENCE_START_EVENT:
            try unsafe refuse(event.data.sequence_start.anchor, event.data.sequence_start.tag, at: place)
            return YAMLEvent(place: place, kind: .list)
        case YAML_MAPPING_START_EVENT:
            try unsafe refuse(event.data.mapping_start.anchor, event.data.mapping_start.tag, at: place)
            return YAMLEvent(place: place, kind: .map)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return YAMLEvent(place: place, kind: .close)
        case YAML_ALIAS_EVENT: throw fault(place, .anchor)
        default: throw fault(place, .syntax("out of memory"))
        }
    }

    func fault(_ place: YAMLEvent.Place, _ problem: YAMLError.Problem) -> YAMLError {
        YAMLError(file: file.name, line: place.line, column: place.column, problem: problem)
    }

    private func refuse(
        _ anchor: UnsafeMutablePointer<UInt8>?, _ tag: UnsafeMutablePointer<UInt8>?, at place: YAMLEvent.Place
    ) throws(YAMLError) {
        if unsafe anchor != nil { throw fault(place, .anchor) }
        if unsafe tag != nil { throw fault(place, .tag) }
    }

    /// What libyaml stumbled over: its reader counts bytes, its scanner and parser count lines.
    private func libyamlFault() -> YAMLError {
        let words = unsafe parser.pointee.problem.map { unsafe String(cString: $0) } ?? "out of memory"
        guard unsafe parser.pointee.error != YAML_READER_ERROR else {
            let before = file.bytes.prefix(unsafe Int(clamping: parser.pointee.problem_offset))
            let line = before.count { $0 == UInt8(ascii: "\n") } + 1
            let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1
            return fault(YAMLEvent.Place(line: line, column: column), .badText(words))
        }
        let place = unsafe YAMLEvent.Place(parser.pointee.problem_mark)
        return fault(place, isIndentedByTab(place.line) ? .tab : .syntax(words))
    }

    private func isIndentedByTab(_ line: Int) -> Bool {
        let lines = file.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.indices.contains(line - 1) else { return false }
        return lines[line - 1].first { $0 != UInt8(ascii: " ") } == UInt8(ascii: "\t")
    }
}
