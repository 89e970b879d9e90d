import NetTypes

/// A release of Debian by its code name: lower-case letters, digits and hyphens, 2 to 32, starting with a letter.
package struct Release: Hashable, Sendable {
    package let name: String

    /// A code name, or the number of a release whose code name is known: `trixie`, `13`.
    package init?(_ text: some StringProtocol) {
        if let number = Int(text) {
            guard let name = codeNames[number], !text.hasPrefix("+") else { return nil }
            self.name = name
            return
        }
        let isAllowed = { (byte: UInt8) in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
        guard (2...32).contains(text.utf8.count), text.utf8.allSatisfy(isAllowed), let first = text.utf8.first,
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first)
        else { return nil }
        name = String(text)
    }

    /// Its number, where it is known.
    package var number: Int? { codeNames.first { $0.value == name }?.key }
}

extension Release: CustomStringConvertible, LosslessStringConvertible, Codable {
    package var description: String { name }
    package init(from decoder: any Decoder) throws { self = try decoder.decodeText() }
    package func encode(to encoder: any Encoder) throws { try encoder.encodeText(name) }
}

/// Releases of Debian, and those that are named already.
private let codeNames = [10: "buster", 11: "bullseye", 12: "bookworm", 13: "trixie", 14: "forky", 15: "duke"]
