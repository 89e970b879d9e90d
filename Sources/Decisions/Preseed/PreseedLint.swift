import NetTypes

/// What an installation from a preseed file would stumble over. The installer is started with `auto=true priority=critical`, and
/// fetches the file over the network.
package struct PreseedLint: Sendable {
    private let entries: [PreseedEntry]
    private let values: [String: PreseedEntry]
    private let questions: QuestionList
    package private(set) var findings: [PreseedFile.Fault]

    /// - Parameter console: the kernel console where the installer asks, such as `ttyS0,115200n8`.
    package init(_ file: PreseedFile, questions: QuestionList, console: String?) {
        entries = file.entries
        values = Dictionary(file.entries.map { ($0.key, $0) }) { $1 }
        self.questions = questions
        findings = file.faults
        checkKeys()
        checkRepeats()
        checkLocale(console)
        // A file that is refused answers nothing: what else is missing is beside the point.
        if !findings.contains(where: { $0.problem == .tooFewFields }) { checkQuestions() }
        findings.sort { ($0.line, "\($0.problem)") < ($1.line, "\($1.problem)") }
    }

    // MARK: Single answers

    private mutating func checkKeys() {
        for entry in entries where entry.type != "seen" {
            if let question = questions[entry.key] {
                check(entry, question)
            } else if let near = questions.nearestKey(to: entry.key) {
                note(entry.line, .unknownKey(entry.key, nearest: near))
            } else if questions.knowsFamily(of: entry.key) {
                note(entry.line, .unknownKey(entry.key, nearest: nil))
            }
            if let form = AnswerForm.of(entry.key), !form.fits(entry.value) {
                note(entry.line, .otherForm(key: entry.key, wanted: form.wanted))
            }
            if entry.hasMoreBlanks, entry.owner != "d-i" { note(entry.line, .moreBlanks(key: entry.key)) }
            if entry.key.hasPrefix("netcfg/"), !Self.marks.contains(entry.key) {
                note(entry.line, .tooLate(key: entry.key))
            }
            if Self.commands.contains(entry.key), !isHarmless(entry.value) {
                note(entry.line, .mayFail(key: entry.key))
            }
        }
    }

    private mutating func check(_ entry: PreseedEntry, _ question: QuestionList.Question) {
        if entry.type != question.type, !(Self.texts.contains(entry.type) && Self.texts.contains(question.type)) {
            note(entry.line, .otherType(key: entry.key, written: entry.type, wanted: question.type))
        } else if question.type == "boolean", !["true", "false"].contains(entry.value) {
            note(entry.line, .notBoolean(key: entry.key, value: entry.value))
        }
        if entry.owner != question.owner, entry.owner == "d-i" || question.owner == "d-i" {
            note(entry.line, .otherOwner(key: entry.key, written: entry.owner, wanted: question.owner))
        }
    }

    /// Types whose answers are taken as they stand, whichever of them is written: Debian's own example mixes them.
    private static let texts: Set<String> = ["string", "select", "multiselect", "password", "text", "note", "error"]
    /// What has a use in a file that comes over the network: the first three only mark questions as answered, the last one is
    /// for the end of the installation.
    private static let marks: Set<String> = [
        "netcfg/get_hostname", "netcfg/get_domain", "netcfg/wireless_wep", "netcfg/target_network_config",
    ]
    private static let commands: Set<String> = ["preseed/early_command", "preseed/late_command"]

    /// Whether the last thing that a command does cannot fail.
    private func isHarmless(_ command: String) -> Bool {
        let end = command.split(whereSeparator: { ";|&".contains($0) }).last?.trimmed ?? ""
        return command.isEmpty || ["true", ":", "exit 0"].contains(String(end))
    }

    private mutating func checkRepeats() {
        var first: [String: Int] = [:]
        for entry in entries where entry.type != "seen" {
            if let line = first[entry.key] {
                let isCommand = entry.key.hasSuffix("_command")
                note(entry.line, .repeated(key: entry.key, first: line, isCommand: isCommand))
            } else {
                first[entry.key] = entry.line
            }
        }
    }

    /// A serial console shows no other letters than English ones, so that localechooser takes no other locale alone (2.103).
    private mutating func checkLocale(_ console: String?) {
        guard let entry = values["debian-installer/locale"], !entry.value.hasPrefix("en_"),
            !["C", "C.UTF-8"].contains(entry.value), let console,
            ["ttyS", "ttyAMA", "hvc"].contains(where: { console.hasPrefix($0) })
        else { return }
        let isSupported = values["localechooser/supported-locales"]?.value.split(separator: ",")
            .contains { $0.trimmed == entry.value }
        guard
            values["debian-installer/language"]?.value != "en" || !has("debian-installer/country")
                || isSupported != true
        else { return }
        note(entry.line, .localeIgnored(entry.value))
    }

    // MARK: What nothing answers

    private mutating func checkQuestions() {
        for question in RequiredAnswer.all where question.isAsked(values.mapValues(\.value)) {
            guard !question.keys.contains(where: has) else { continue }
            note(1, .stopsAt(question: question.what, key: question.keys.joined(separator: " or ")))
        }
    }

    private func has(_ key: String) -> Bool { values[key] != nil }

    private mutating func note(_ line: Int, _ problem: PreseedProblem) {
        findings.append(PreseedFile.Fault(line: line, problem: problem))
    }
}
