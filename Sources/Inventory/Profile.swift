import NetTypes

/// What a profile is called: lower-case letters, digits and hyphens, 1 to 32, starting with a letter. It is a file name
/// (`preseed/NAME.cfg`), a word typed at the boot prompt and a part of URLs, where `report` means something else.
package struct ProfileName: Hashable, Sendable, Comparable {
    package let text: String

    package init?(_ text: some StringProtocol) {
        let isAllowed = { (byte: UInt8) in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
        guard (1...32).contains(text.utf8.count), text.utf8.allSatisfy(isAllowed), let first = text.utf8.first,
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first), text != "report"
        else { return nil }
        self.text = String(text)
    }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// What gets installed: a preseed file and a post-install script of this name, with the variables they are rendered with.
package struct Profile: Hashable, Sendable, Codable {
    package let name: ProfileName
    /// One line for the boot menu and for tables.
    package var description: String
    package var variables: [String: String]
    /// The release whose installer its machines boot; `nil` is the default image's.
    package var release: Release?
    /// The profile whose variables, options, release and templates it has where it has none of its own.
    package var extends: ProfileName?
    /// How often an installation that was broken off begins anew by itself; `nil` is never.
    package var retries: Int?

    package init(
        name: ProfileName, description: String = "", variables: [String: String] = [:], release: Release? = nil,
        extends: ProfileName? = nil, retries: Int? = nil
    ) {
        self.name = name
        self.release = release
        self.extends = extends
        self.retries = retries
        self.description = description
        self.variables = variables
    }
}

extension ProfileName: CustomStringConvertible, LosslessStringConvertible, Codable {
    package var description: String { text }
    package init(from decoder: any Decoder) throws { self = try decoder.decodeText() }
    package func encode(to encoder: any Encoder) throws { try encoder.encodeText(text) }
}
