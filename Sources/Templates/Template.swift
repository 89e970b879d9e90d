import CMustache

/// A template that was taken apart, with its partials in it, for any number of renderings.
package struct Template: Sendable {
    private let program: TemplateProgram
    private let name: String

    /// - Parameter isTraced: whether what is rendered is for `TracedLine.lines` to take apart.
    package init(
        _ source: TemplateSource, partials: [String: TemplateSource] = [:], isTraced: Bool = false
    ) throws(TemplateError) {
        program = try TemplateProgram(source, partials: partials, isTraced: isTraced)
        name = source.name
    }

    /// The template filled in. In `{{name}}` the name must be defined; in `{{#name}}` an undefined name is false, and so is
    /// an empty text. Nothing is escaped: what is rendered is menus and scripts.
    package func render(_ values: TemplateValue) throws(TemplateError) -> String {
        guard let engine = MustacheEngine() else {
            throw TemplateError(mistakes: [.init(file: name, line: 1, problem: .engine("out of memory"))])
        }
        engine.add(values)
        for slot in program.slots { engine.add(slot) }
        engine.render(program.source)

        if let failure = engine.failure {
            throw TemplateError(mistakes: [.init(file: name, line: 1, problem: .engine(failure))])
        }
        var mistakes: [TemplateError.Mistake] = []
        for missed in engine.missed where program.slots.indices.contains(missed.slot) {
            guard case .variable(let name, let file, let line) = program.slots[missed.slot] else { continue }
            let problem: TemplateError.Problem = missed.isDefined ? .notText(name: name) : .undefined(name: name)
            let mistake = TemplateError.Mistake(file: file, line: line, problem: problem)
            if !mistakes.contains(mistake) { mistakes.append(mistake) }
        }
        guard mistakes.isEmpty else { throw TemplateError(mistakes: mistakes) }
        return engine.result
    }
}

extension Template {
    /// The template filled in, line by line, each with its place in the files that it was made of.
    package func renderLines(_ values: TemplateValue) throws(TemplateError) -> [TracedLine] {
        TracedLine.lines(of: try render(values), files: program.files)
    }
}

/// One rendering of kainjow's engine.
@safe private struct MustacheEngine: ~Copyable {
    private let job: OpaquePointer

    init?() {
        guard let job = unsafe mustache_new() else { return nil }
        unsafe self.job = job
    }

    deinit { unsafe mustache_free(job) }

    func add(_ value: TemplateValue, named name: String = "") {
        switch value {
        case .text(let text): unsafe withBytes(name, text) { unsafe mustache_add_text(job, $0, $1) }
        case .flag(let flag): unsafe withBytes(name) { unsafe mustache_add_flag(job, $0, flag) }
        case .list(let items):
            unsafe withBytes(name) { unsafe mustache_begin(job, $0, true) }
            for item in items { add(item) }
            unsafe mustache_end(job)
        case .object(let members):
            unsafe withBytes(name) { unsafe mustache_begin(job, $0, false) }
            for (name, member) in members { add(member, named: name) }
            unsafe mustache_end(job)
        }
    }

    func add(_ slot: TemplateProgram.Slot) {
        switch slot {
        case .literal(let text): unsafe withBytes(text) { unsafe mustache_slot_literal(job, $0) }
        case .variable(let name, _, _): unsafe withBytes(name) { unsafe mustache_slot_variable(job, $0) }
        case .section(let name): unsafe withBytes(name) { unsafe mustache_slot_section(job, $0) }
        }
    }

    func render(_ source: String) { unsafe withBytes(source) { unsafe mustache_render(job, $0) } }

    var result: String { unsafe text(mustache_result(job)) }

    var failure: String? {
        let words = unsafe text(mustache_failure(job))
        return words.isEmpty ? nil : words
    }

    var missed: [(slot: Int, isDefined: Bool)] {
        let count = unsafe mustache_missed_count(job)
        return (0..<count).map { index in
            unsafe (Int(clamping: mustache_missed_slot(job, index)), mustache_missed_is_defined(job, index))
        }
    }

    private func withBytes(_ text: String, _ body: (mustache_bytes) -> Void) {
        var text = text
        text.withUTF8 { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { bytes in
                unsafe body(mustache_bytes(bytes: bytes.baseAddress, count: bytes.count))
            }
        }
    }

    private func withBytes(_ first: String, _ second: String, _ body: (mustache_bytes, mustache_bytes) -> Void) {
        unsafe withBytes(first) { first in unsafe withBytes(second) { unsafe body(first, $0) } }
    }

    private func text(_ bytes: mustache_bytes) -> String {
        let raw = unsafe UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.count)
        return unsafe String(decoding: raw, as: UTF8.self)
    }
}
