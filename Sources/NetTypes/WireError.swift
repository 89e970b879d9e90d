/// Why bytes from the network could not be read: which field, where, what was wanted and what was there.
package struct WireError: Error, Hashable, Sendable {
    /// The field's name as the RFC or Kea has it: `xid`, `option 51 (lease-time)`.
    package let field: String
    /// Where it starts, in bytes from the start of what was being read.
    package let offset: Int
    package let problem: Problem

    /// What is wrong with the field.
    package enum Problem: Hashable, Sendable {
        /// Fewer bytes left than the field has.
        case short(wanted: Int, had: Int)
        /// The bytes are there and cannot mean what the field means; the text says why.
        case invalid(String)
    }

    package init(_ field: String, at offset: Int, _ problem: Problem) {
        self.field = field
        self.offset = offset
        self.problem = problem
    }
}

extension WireError: CustomStringConvertible {
    package var description: String {
        switch problem {
        case .short(let wanted, let had): "\(field): at byte \(offset): wanted \(wanted) bytes, had \(had)"
        case .invalid(let why): "\(field): at byte \(offset): \(why)"
        }
    }
}
