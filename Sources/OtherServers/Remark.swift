/// What a configuration says that could not be carried over as it is.
package struct Remark: Hashable, Sendable {
    package let place: Place
    /// As the file has it, on one line.
    package let statement: String
    /// Why, and what to do instead.
    package let reason: String

    init(_ place: Place, _ statement: String, _ reason: String) {
        self.place = place
        self.statement = statement
        self.reason = reason
    }

    init(_ statement: Statement, _ reason: String) { self.init(statement.place, statement.text, reason) }

    init(_ mistake: FileMistake) { self.init(mistake.place, "", "\(mistake.fact); \(mistake.cure)") }
}

extension Remark: CustomStringConvertible {
    /// `dhcpd.conf:12: filename "pxelinux.0": amorce chooses the loader by firmware; …`
    package var description: String { "\(place): \(statement.isEmpty ? "" : statement + ": ")\(reason)" }
}
