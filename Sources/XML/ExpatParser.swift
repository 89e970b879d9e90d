import CExpat

/// expat over a text, for one document from a place on.
@safe struct ExpatParser: ~Copyable {
    private let bytes: [UInt8]
    private let start: Int
    private let line: Int
    private let parser: XML_Parser?

    /// - Parameter line: the number of the line that `start` is in.
    init(_ bytes: [UInt8], from start: Int, line: Int) {
        self.bytes = bytes
        self.start = start
        self.line = line
        unsafe parser = XML_ParserCreate(nil)
    }

    deinit { unsafe XML_ParserFree(parser) }

    /// The root with the place where its document ends; `nil` where nothing but blanks and comments is left.
    func document() throws(XMLError) -> (root: XMLElement, end: Int)? {
        guard let parser = unsafe parser else { throw XMLError(line: line, problem: .syntax("out of memory")) }
        let tree = unsafe ExpatTree(parser: parser, line: line)
        unsafe XML_SetUserData(parser, Unmanaged.passUnretained(tree).toOpaque())
        unsafe XML_SetElementHandler(
            parser, { unsafe ExpatTree.of($0)?.open($1, $2) }, { data, _ in unsafe ExpatTree.of(data)?.close() })
        unsafe XML_SetCharacterDataHandler(parser) { unsafe ExpatTree.of($0)?.add($1, count: $2) }
        unsafe XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
            unsafe ExpatTree.of(data)?.refuse(.documentType)
        }

        let status = withExtendedLifetime(tree) { unsafe feed(parser) }
        if let problem = tree.problem { throw XMLError(line: tree.currentLine, problem: problem) }
        if let root = tree.root {
            let end = start + Int(clamping: tree.end)
            return (root, min(max(end, start + 1), bytes.count))
        }
        guard status != XML_STATUS_OK else { return nil }
        let code = unsafe XML_GetErrorCode(parser)
        guard code != XML_ERROR_NO_ELEMENTS || tree.hasBegun else { return nil }
        let words = unsafe XML_ErrorString(code).map { unsafe String(cString: $0) } ?? "error \(code.rawValue)"
        throw XMLError(line: tree.currentLine, problem: .syntax(words))
    }

    /// Piece by piece, until something stops it: expat copies what it is given, and the rest of the text may be long.
    private func feed(_ parser: XML_Parser) -> XML_Status {
        var offset = start
        while true {
            let next = min(offset + 65_536, bytes.count)
            let status = unsafe bytes[offset..<next].withUnsafeBytes { piece in
                let characters = unsafe piece.bindMemory(to: CChar.self)
                let isLast: Int32 = next == bytes.count ? 1 : 0
                return unsafe XML_Parse(parser, characters.baseAddress, Int32(clamping: piece.count), isLast)
            }
            guard status == XML_STATUS_OK, next < bytes.count else { return status }
            offset = next
        }
    }
}

/// The tree that expat's callbacks build, and what stops it.
@safe private final class ExpatTree {
    private let parser: XML_Parser
    private let firstLine: Int
    /// The elements that are open, the root first.
    private var open: [XMLElement] = []
    private var count = 0
    private(set) var root: XMLElement?
    private(set) var problem: XMLError.Problem?
    /// How many bytes of the text the document took.
    private(set) var end = 0
    var hasBegun: Bool { count > 0 }

    init(parser: XML_Parser, line: Int) {
        unsafe self.parser = parser
        firstLine = line
    }

    static func of(_ data: UnsafeMutableRawPointer?) -> ExpatTree? {
        unsafe data.map { unsafe Unmanaged<ExpatTree>.fromOpaque($0).takeUnretainedValue() }
    }

    var currentLine: Int { firstLine - 1 + Int(clamping: unsafe XML_GetCurrentLineNumber(parser)) }

    func refuse(_ problem: XMLError.Problem) {
        self.problem = problem
        unsafe XML_StopParser(parser, 0)
    }

    func open(_ name: UnsafePointer<CChar>?, _ pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
        // Of an empty element both tags are told before expat stops.
        guard problem == nil, root == nil, let name = unsafe name else { return }
        count += 1
        guard count <= XMLDocuments.elementLimit else {
            return refuse(.tooManyElements(limit: XMLDocuments.elementLimit))
        }
        guard open.count < XMLDocuments.depthLimit else { return refuse(.tooDeep(limit: XMLDocuments.depthLimit)) }
        var attributes: [String: String] = [:]
        var index = 0
        while let key = unsafe pairs?[index], let value = unsafe pairs?[index + 1] {
            attributes[unsafe String(cString: key)] = unsafe String(cString: value)
            index += 2
        }
        open.append(XMLElement(name: unsafe String(cString: name), line: currentLine, attributes: attributes))
    }

    func close() {
        guard problem == nil, root == nil, let element = open.popLast() else { return }
        if let parent = open.indices.last {
            open[parent].children.append(element)
        } else {
            root = element
            // An empty element is one event: it ends where its only tag does.
            end = unsafe Int(clamping: XML_GetCurrentByteIndex(parser)) + Int(unsafe XML_GetCurrentByteCount(parser))
            unsafe XML_StopParser(parser, 0)
        }
    }

    func add(_ text: UnsafePointer<CChar>?, count: Int32) {
        guard problem == nil, root == nil, let text = unsafe text, let last = open.indices.last else { return }
        let bytes = unsafe UnsafeRawBufferPointer(start: text, count: Int(max(0, count)))
        open[last].text += unsafe String(decoding: bytes, as: UTF8.self)
    }
}
