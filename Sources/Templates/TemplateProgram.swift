/// A template with its partials put in, as the engine is given it: tags that hold slot numbers, and the slots.
struct TemplateProgram {
    private(set) var source = ""
    private(set) var slots: [Slot] = []
    private let partials: [String: TemplateSource]
    private var partialCount = 0
    /// Whether texts carry marks that say which line of which file they are from.
    private let isTraced: Bool
    /// The files that marks name by their number.
    private(set) var files: [String] = []

    /// How deep sections may be nested, over partials too.
    static let depthLimit = 32
    /// How many pieces a template may have, over partials too.
    static let sizeLimit = 20_000

    enum Slot: Hashable {
        case literal(String)
        case variable(name: String, file: String, line: Int)
        case section(name: String)
    }

    init(_ template: TemplateSource, partials: [String: TemplateSource], isTraced: Bool = false) throws(TemplateError) {
        self.partials = partials
        self.isTraced = isTraced
        try add(template, way: [], depth: 0)
    }

    /// Adds a template's pieces. `way` is the partials that led to it.
    private mutating func add(_ template: TemplateSource, way: [String], depth: Int) throws(TemplateError) {
        var open: [Int] = []
        for piece in try TemplateScanner.pieces(of: template) {
            let number = slots.count
            switch piece {
            case .text(let text, let line):
                slots.append(.literal(isTraced ? marked(text, template.name, line) : text))
                source += "{{&\(number)}}"
            case .variable(let name, let line):
                slots.append(.variable(name: name, file: template.name, line: line))
                source += "{{&\(number)}}"
            case .open(let name, let isInverted, let line):
                guard depth + open.count < Self.depthLimit else {
                    throw fault(template, line, .tooDeep(limit: Self.depthLimit))
                }
                slots.append(.section(name: name))
                source += isInverted ? "{{^\(number)}}" : "{{#\(number)}}"
                open.append(number)
            case .close:
                guard let section = open.popLast() else { continue }
                source += "{{/\(section)}}"
            case .partial(let name, let indentation, let line):
                guard let partial = partials[name] else { throw fault(template, line, .missingPartial(name: name)) }
                guard !way.contains(name) else { throw fault(template, line, .endlessPartials(way + [name])) }
                partialCount += 1
                guard slots.count + partialCount <= Self.sizeLimit else {
                    throw fault(template, line, .tooLarge(limit: Self.sizeLimit))
                }
                try add(partial.indented(by: indentation), way: way + [name], depth: depth + open.count)
            }
        }
    }

    /// A text with a mark at its start and after each line feed.
    private mutating func marked(_ text: String, _ file: String, _ line: Int) -> String {
        let number = files.firstIndex(of: file) ?? files.count
        if number == files.count { files.append(file) }
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .map { TraceMark(file: number, line: line + $0).text + $1 }.joined(separator: "\n")
    }

    private func fault(_ template: TemplateSource, _ line: Int, _ problem: TemplateError.Problem) -> TemplateError {
        TemplateError(mistakes: [TemplateError.Mistake(file: template.name, line: line, problem: problem)])
    }
}

extension TemplateSource {
    /// The same with blanks before each line that is not empty, as Mustache wants it for a partial with a line to itself.
    fileprivate func indented(by blanks: String) -> TemplateSource {
        guard !blanks.isEmpty else { return self }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : blanks + $0 }
        return TemplateSource(name: name, text: lines.joined(separator: "\n"))
    }
}
