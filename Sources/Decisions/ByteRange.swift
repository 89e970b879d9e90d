import NetTypes

/// One range of bytes that a client asks for (RFC 9110 §14.1.2).
package enum ByteRange: Hashable, Sendable {
    /// `bytes=0-499`, and `bytes=500-` with no last byte.
    case from(Int64, through: Int64?)
    /// `bytes=-500`: so many from the end.
    case last(Int64)

    /// `nil` for other units, several ranges, and anything malformed: then the whole file is sent (RFC 9110 §14.2).
    package init?(_ header: String) {
        let unit = "bytes="
        guard header.lowercased().hasPrefix(unit) else { return nil }
        let parts = String(header.dropFirst(unit.count).trimmed)
            .split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { (48...57) ~= $0 } }) else { return nil }
        // Behind any file's end, whatever it is exactly.
        let numbers = parts.map { $0.isEmpty ? nil : Int64($0) ?? .max }
        switch (numbers[0], numbers[1]) {
        case (nil, let count?): self = .last(count)
        case (let first?, nil): self = .from(first, through: nil)
        case (let first?, let last?) where first <= last: self = .from(first, through: last)
        default: return nil
        }
    }

    /// The bytes of a file of this size; `nil` if it has none of them.
    package func resolved(in size: Int64) -> (offset: Int64, count: Int64)? {
        switch self {
        case .from(let first, let last):
            guard first < size else { return nil }
            let end = min(last ?? size - 1, size - 1)
            return (first, end - first + 1)
        case .last(let count):
            guard count > 0, size > 0 else { return nil }
            return (max(0, size - count), min(count, size))
        }
    }
}
