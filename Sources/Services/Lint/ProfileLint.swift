import Decisions
import Inventory
import LinuxIO
import NetTypes
import Settings
import Templates

/// Looks over what profiles are rendered to: preseed files against the questions of their installer, scripts by the shell.
package struct ProfileLint {
    private let configuration: Configuration
    private let catalog: ProfileCatalog
    private let pages: PageRenderer
    private let subject: PageRenderer.Subject
    private let shell: ShellCheck
    private var questions: InstallerQuestions
    private var findings: [LintFinding] = []

    /// - Parameters:
    ///   - profile: only this one.
    ///   - machine: the one to write the files for; one that does not exist where none is named.
    package static func report(
        _ configuration: Configuration, profile: ProfileName? = nil, machine: Machine? = nil,
        at address: IPv4Address? = nil
    ) throws -> LintReport {
        var lint = try ProfileLint(configuration, machine, address)
        defer { lint.shell.end() }
        let all = try lint.catalog.names()
        if let profile { _ = try lint.catalog.profile(profile) }
        let wanted = profile.map { [$0] } ?? all
        for name in wanted { try lint.look(at: name) }
        let more = lint.shell.isWhole ? [] : ["shellcheck is not installed: scripts were looked over by sh -n alone"]
        return LintReport(profiles: wanted, findings: lint.findings, remarks: lint.questions.remarks + more)
    }

    private init(_ configuration: Configuration, _ machine: Machine?, _ address: IPv4Address?) throws {
        self.configuration = configuration
        catalog = try ProfileCatalog(configuration)
        // Each secret as one harmless word: what they say is nobody's business here.
        let secrets = try configuration.secrets.map { try Secrets.open($0).values.keys }.map { names in
            Secrets(Dictionary(uniqueKeysWithValues: names.map { ($0, "secret-\($0)") }))
        }
        pages = PageRenderer(catalog: catalog, boot: configuration.boot, secrets: secrets ?? Secrets())
        // There is one wherever there is a configuration.
        guard let subject = Inspection.example(configuration, machine: machine, at: address) else {
            throw PageError.catalog(.unreadable("no machine can be made up to write pages for"))
        }
        self.subject = subject
        questions = InstallerQuestions(configuration)
        shell = try ShellCheck()
    }

    private mutating func look(at profile: ProfileName) throws {
        if let lines = rendered(.preseed, profile) { try lookAt(preseed: lines, of: profile) }
        if let lines = rendered(.postinstall, profile) { try lookAt(script: lines, of: profile) }
    }

    /// A page's lines; where it cannot be written, that is found.
    private mutating func rendered(_ page: ProfilePage, _ profile: ProfileName) -> [TracedLine]? {
        do throws(PageError) {
            return try pages.lines(of: page, profile, for: subject)
        } catch .template(let error) {
            for mistake in error.mistakes {
                note(profile, mistake.file, mistake.line, isError: true, "\(mistake.problem)")
            }
        } catch {
            note(profile, "\(page.folder)/\(page.file(of: profile))", 1, isError: true, "\(error)")
        }
        return nil
    }

    private mutating func lookAt(preseed lines: [TracedLine], of profile: ProfileName) throws {
        let file = PreseedFile(lines.map(\.text).joined(separator: "\n") + "\n")
        let lint = PreseedLint(
            file, questions: questions.questions(of: catalog.release(of: profile)),
            console: configuration.boot.console.last)
        for finding in lint.findings {
            note(profile, at: finding.line, of: lines, isError: finding.problem.isError, "\(finding.problem)")
        }
        for entry in file.entries where entry.key.hasSuffix("_command") {
            for remark in (try? shell.remarks(on: entry.value + "\n")) ?? [] where remark.isError {
                note(profile, at: entry.line, of: lines, isError: true, "\(entry.key): \(remark.text)")
            }
        }
    }

    private mutating func lookAt(script lines: [TracedLine], of profile: ProfileName) throws {
        for remark in (try? shell.remarks(on: lines.map(\.text).joined(separator: "\n") + "\n")) ?? [] {
            note(profile, at: remark.line, of: lines, isError: remark.isError, remark.text)
        }
    }

    private mutating func note(
        _ profile: ProfileName, at line: Int, of lines: [TracedLine], isError: Bool, _ text: String
    ) {
        guard let origin = lines.indices.contains(line - 1) ? lines[line - 1] : lines.last else { return }
        note(profile, origin.file, origin.line, isError: isError, text)
    }

    /// What stands in a piece is told once, however many profiles share it.
    private mutating func note(_ profile: ProfileName, _ file: String, _ line: Int, isError: Bool, _ text: String) {
        let isTold = findings.contains { $0.file == file && $0.line == line && $0.text == text }
        guard !isTold else { return }
        findings.append(
            LintFinding(profile: profile, file: file, line: line, severity: isError ? .error : .warning, text: text))
    }
}
