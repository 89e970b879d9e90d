extension String {
    /// How many columns of a terminal the text takes (Unicode UAX #11): wide characters two, combining marks none.
    package var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }

    /// With blanks after it, up to a width.
    package func filled(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - displayWidth)) }

    /// With blanks before it, up to a width.
    package func pushed(to width: Int) -> String { String(repeating: " ", count: max(0, width - displayWidth)) + self }

    /// Cut to a width, an ellipsis at the cut.
    package func cut(to width: Int) -> String {
        guard displayWidth > width else { return self }
        var left = width - 1
        let kept = prefix { character in
            left -= character.displayWidth
            return left >= 0
        }
        return kept + "…"
    }
}

/// A text from the network, without what would move a terminal's cursor or turn its direction.
func visible(_ text: some StringProtocol) -> String {
    String(
        String.UnicodeScalarView(
            text.unicodeScalars.map { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: "\u{FFFD}"
                default: scalar
                }
            }))
}

extension Character {
    fileprivate var displayWidth: Int {
        guard let first = unicodeScalars.first else { return 0 }
        if unicodeScalars.contains(where: { $0 == "\u{FE0F}" }) { return 2 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .control, .format: return 0
        default: return first.isWide ? 2 : 1
        }
    }
}

extension Unicode.Scalar {
    /// The blocks that UAX #11 has as W or F, taken whole.
    fileprivate var isWide: Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF,
            0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
