/// What a machine is installed with, field by field, and where each comes from: a line of `amorce machine show --origin`.
package struct FieldOrigin: Hashable, Sendable, Codable {
    /// `name`, `profile`, `release`, `address`, a variable, or `secret.NAME`.
    package let field: String
    /// Who says so: `profile api`, `subnet 10.77.0.0/24`, `configuration`.
    package let level: String
    /// `nil` where there is none, and for what is secret.
    package let value: String?

    package init(_ field: String, from level: String, _ value: String?) {
        self.field = field
        self.level = level
        self.value = value
    }
}
