/// Reads a file statement by statement, so that a long one is never in memory as a whole tree. What cannot be read costs
/// as little else as can be.
struct StatementReader {
    private let file: String
    private var tokens: Tokenizer
    private var ownMistakes: [FileMistake] = []

    /// How deep blocks may stand in each other. ISC's own grammar needs six.
    static let deepest = 32
    /// How many mistakes are told: nobody reads more, and a file of nothing else would fill the memory.
    static let mostMistakes = 1000

    init(_ bytes: [UInt8], file: String) {
        self.file = file
        tokens = Tokenizer(bytes)
    }

    /// What was wrong with what was read so far, in the order of its lines.
    var mistakes: [FileMistake] {
        let strings = tokens.openStrings.map { line in
            FileMistake(Place(file, line), fact: "a string starts here and never ends", cure: "close it with a quote")
        }
        return (ownMistakes + strings).sorted { $0.place.line < $1.place.line }
    }

    /// The next statement outside of any block; `nil` at the file's end.
    mutating func next() -> Statement? {
        var open: [Statement] = []
        var words: [Token] = []
        while let token = tokens.next() {
            switch token.content {
            case .mark(.semicolon):
                if let done = close(&words, nil, in: &open) { return done }
            case .mark(.open):
                guard open.count < Self.deepest else {
                    note(token.line, "blocks stand in each other more than \(Self.deepest) deep", "close them")
                    skipBlock()
                    if let done = close(&words, [], in: &open) { return done }
                    continue
                }
                open.append(Statement(place: place(of: words, token.line), words: words, block: []))
                words = []
            case .mark(.close):
                if let first = words.first {
                    note(first.line, "a semicolon is missing before the }", "end each statement with one")
                    if let done = close(&words, nil, in: &open) { return done }
                }
                guard let block = open.popLast() else {
                    note(token.line, "this } closes nothing", "take it out")
                    continue
                }
                if let done = attach(block, to: &open) { return done }
            case .word, .string, .mark: words.append(token)
            }
        }
        return rest(words, open)
    }

    /// What stands before the file's end without an end of its own.
    private mutating func rest(_ words: [Token], _ open: [Statement]) -> Statement? {
        var open = open
        if let block = open.last {
            note(block.place.line, "this { has no }", "close it; the file may have been cut off")
        } else if let first = words.first {
            note(first.line, "the file ends before this statement does", "end it with a semicolon")
        }
        if !words.isEmpty {
            let last = Statement(place: place(of: words, 0), words: words, isWhole: false)
            guard let block = open.popLast() else { return last }
            open.append(block.with(last))
        }
        while var block = open.popLast() {
            block.isWhole = false
            guard let outer = open.popLast() else { return block }
            open.append(outer.with(block))
        }
        return nil
    }

    /// Ends a statement. Answers with it if it stands outside of any block.
    private mutating func close(
        _ words: inout [Token], _ block: [Statement]?, in open: inout [Statement]
    ) -> Statement? {
        guard let first = words.first else { return nil }
        let statement = Statement(place: Place(file, first.line), words: words, block: block)
        words = []
        return attach(statement, to: &open)
    }

    private mutating func attach(_ statement: Statement, to open: inout [Statement]) -> Statement? {
        guard !statement.words.isEmpty else {
            note(statement.place.line, "a block without a name", "write before it what it is for")
            return nil
        }
        guard !open.isEmpty else { return statement }
        open[open.count - 1].block?.append(statement)
        return nil
    }

    private mutating func skipBlock() {
        var depth = 1
        while depth > 0, let token = tokens.next() {
            if token.content == .mark(.open) { depth += 1 }
            if token.content == .mark(.close) { depth -= 1 }
        }
    }

    private func place(of words: [Token], _ line: Int) -> Place { Place(file, words.first?.line ?? line) }

    private mutating func note(_ line: Int, _ fact: String, _ cure: String) {
        guard ownMistakes.count < Self.mostMistakes else { return }
        ownMistakes.append(FileMistake(Place(file, line), fact: fact, cure: cure))
    }
}

extension Statement {
    fileprivate func with(_ inner: Statement) -> Self {
        var outer = self
        outer.block?.append(inner)
        return outer
    }
}
