import SQLite

/// A row of the store that cannot be read, or not whole.
package struct UnreadableRow: Hashable, Sendable, CustomStringConvertible {
    package let table: String
    /// What stands in its first column.
    package let key: String
    /// What is wrong, and what stands in for it, if anything.
    package let why: String

    init(_ table: String, _ key: Value, _ why: String) {
        self.table = table
        self.key = "\(key)"
        self.why = why
    }

    /// `machine 2: state holds "bogus", read as failed`
    package var description: String { "\(table) \(key): \(why)" }
}

/// What is missed while one row is read.
struct RowNotes {
    private(set) var notes: [String] = []

    mutating func add(_ problem: RowProblem, readAs instead: String) { notes.append("\(problem), read as \(instead)") }
    mutating func add(_ note: String) { notes.append(note) }
}

extension Row {
    /// A column that may be empty, and counts as empty where it cannot be read.
    borrowing func get<Noun: Storable>(_ column: Int, noting notes: inout RowNotes) -> Noun? {
        do throws(RowProblem) {
            return try get(column)
        } catch {
            notes.add(error, readAs: "none")
            return nil
        }
    }

    /// A column that always holds something, or what stands in for it where it cannot be read.
    borrowing func get<Noun: Storable>(
        _ column: Int, or instead: Noun, _ words: String, noting notes: inout RowNotes
    ) -> Noun {
        do throws(RowProblem) {
            return try get(column)
        } catch {
            notes.add(error, readAs: words)
            return instead
        }
    }
}
