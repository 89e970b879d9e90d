import Inventory

extension Command {
    /// `amorce machine show NAME --origin`.
    static func showOrigins(of identity: String, _ session: Session) throws(Failure) {
        let fields: [FieldOrigin] = try session.daemon().get("machines/\(identity)/origin")

        var table = Table(.text("FIELD"), .text("LEVEL"), .prose("VALUE"))
        for field in fields { table.add(field.field, field.level, field.value.map(onOneLine)) }
        try session.print(fields) { table.text(width: 120) }
    }

    /// A text of several lines as its first one.
    private static func onOneLine(_ text: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline)
        guard lines.count > 1, let first = lines.first else { return lines.first.map(String.init) ?? "" }
        return "\(first) (and \(lines.count - 1) more)"
    }
}
