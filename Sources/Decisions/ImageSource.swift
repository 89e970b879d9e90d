import Inventory

/// Where an image is to come from, as the words of a command line say it.
package enum ImageSource: Hashable, Sendable {
    /// One of Debian's packages `debian-installer-NUMBER-netboot-ARCHITECTURE`.
    case package(Release, number: Int, Architecture)
    /// A `.deb`, an archive of files or a folder.
    case path(String)

    /// One word with a slash or a dot in it is a path; `trixie`, `13 arm64` and a package's name are packages. `nil` for
    /// anything else.
    package init?(_ words: [String]) {
        guard let first = words.first, words.count <= 2 else { return nil }
        if words.count == 1, Self.isPath(first) {
            self = .path(first)
            return
        }
        if words.count == 1, first.hasPrefix("debian-installer-") {
            let parts = first.split(separator: "-").map(String.init)
            guard parts.count == 5, parts[3] == "netboot", let architecture = Architecture(rawValue: parts[4]) else {
                return nil
            }
            self.init(parts[2], architecture)
            return
        }
        guard let architecture = Architecture(rawValue: words.dropFirst().first ?? "amd64") else { return nil }
        self.init(first, architecture)
    }

    /// The words of a command line, which may name several architectures of a release: a source for each. `nil` if one is none.
    package static func all(_ words: [String]) -> [Self]? {
        guard let first = words.first, words.count > 2 else { return Self(words).map { [$0] } }
        let sources = words.dropFirst().compactMap { Self([first, $0]) }
        return sources.count == words.count - 1 ? sources : nil
    }

    /// Whether a word is a path rather than a name.
    package static func isPath(_ word: String) -> Bool { word.contains("/") || word.contains(".") }

    private init?(_ release: String, _ architecture: Architecture) {
        guard let release = Release(release), let number = release.number else { return nil }
        self = .package(release, number: number, architecture)
    }

    /// The package that holds the image of a release.
    package static func packageName(_ number: Int, _ architecture: Architecture) -> String {
        "debian-installer-\(number)-netboot-\(architecture)"
    }

    /// Where that package has its tree, without a slash in front: the one without a graphical installer.
    package static func packageTree(_ number: Int, _ architecture: Architecture) -> String {
        "usr/lib/debian-installer/images/\(number)/\(architecture)/text"
    }
}
