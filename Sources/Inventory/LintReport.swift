/// What `amorce profile lint` found.
package struct LintReport: Hashable, Sendable, Codable {
    /// The profiles that were looked at.
    package let profiles: [ProfileName]
    package let findings: [LintFinding]
    /// What could not be looked at, a line each.
    package let remarks: [String]

    package init(profiles: [ProfileName], findings: [LintFinding], remarks: [String]) {
        self.profiles = profiles
        self.findings = findings
        self.remarks = remarks
    }

    /// How many installations would fail or stop by.
    package var errorCount: Int { findings.count { $0.severity == .error } }
}

/// One thing that is wrong with a profile's files, and its place.
package struct LintFinding: Hashable, Sendable, Codable {
    package let profile: ProfileName
    /// The template, below the content folder.
    package let file: String
    package let line: Int
    package let severity: Severity
    /// What it is, and what to do.
    package let text: String

    /// Whether an installation would fail or stop by it.
    package enum Severity: String, Sendable, Codable { case error, warning }

    package init(profile: ProfileName, file: String, line: Int, severity: Severity, text: String) {
        self.profile = profile
        self.file = file
        self.line = line
        self.severity = severity
        self.text = text
    }
}

extension LintFinding: CustomStringConvertible {
    /// `preseed/api.cfg:14: error: …`
    package var description: String { "\(file):\(line): \(severity.rawValue): \(text)" }
}
