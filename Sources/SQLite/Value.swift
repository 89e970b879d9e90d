/// What a column or a parameter holds. Our tables are `STRICT` and have no other kinds.
package enum Value: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    /// A kind, or bytes, that no column of ours holds; said in words.
    case unreadable(String)
}

extension Value: CustomStringConvertible {
    package var description: String {
        switch self {
        case .null: "NULL"
        case .integer(let number): String(number)
        case .text(let text): "\"\(text)\""
        case .unreadable(let what): what
        }
    }
}
