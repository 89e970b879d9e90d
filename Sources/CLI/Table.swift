/// Rows in columns that stand beneath each other.
package struct Table: Sendable {
    package let columns: [Column]
    private var rows: [[String]] = []

    /// A title, and how the cells below it are laid out.
    package struct Column: Hashable, Sendable {
        /// In capitals.
        let title: String
        let isNumber: Bool
        /// Whether it gives way when the table is too wide. Names and addresses never do: they get copied.
        let mayBeCut: Bool

        /// Words in full, from the left.
        package static func text(_ title: String) -> Self { Self(title: title, isNumber: false, mayBeCut: false) }
        /// Words in full, from the right.
        package static func number(_ title: String) -> Self { Self(title: title, isNumber: true, mayBeCut: false) }
        /// Words that are cut where the table is too wide, from the left.
        package static func prose(_ title: String) -> Self { Self(title: title, isNumber: false, mayBeCut: true) }
    }

    package init(_ columns: Column...) { self.columns = columns }

    /// A row's cells, in the columns' order; an empty one shows a hyphen.
    package mutating func add(_ cells: String?...) {
        rows.append(cells.map { cell in cell.map { $0.isEmpty ? "-" : visible($0) } ?? "-" })
    }

    /// The lines, each with its line feed. Prose is cut so that a line fits in `width` columns.
    package func text(hasHeader: Bool = true, width: Int? = nil) -> String {
        let lines = (hasHeader ? [columns.map(\.title)] : []) + rows
        var widths = columns.indices.map { column in lines.map { $0[column].displayWidth }.max() ?? 0 }
        if let width {
            let excess = widths.reduce(0, +) + 2 * (columns.count - 1) - width
            for column in columns.indices where columns[column].mayBeCut && excess > 0 {
                widths[column] = max(10, widths[column] - excess)
            }
        }
        return lines.map { line in
            let cells = zip(zip(line, columns), widths).map { cell, width in
                cell.1.isNumber
                    ? cell.0.pushed(to: width)
                    : (cell.1.mayBeCut ? cell.0.cut(to: width) : cell.0).filled(to: width)
            }
            return cells.joined(separator: "  ").withoutTrailingBlanks + "\n"
        }.joined()
    }
}

extension String {
    fileprivate var withoutTrailingBlanks: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
