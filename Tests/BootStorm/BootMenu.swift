/// What pxelinux takes from its menu when nobody touches a key: the entry that boots by itself.
package struct BootMenu: Hashable, Sendable {
    /// The kernel, as it stands in the menu: `::install/api/linux` or a URL.
    package let kernel: String
    package let initrd: String
    /// The words of the kernel's command line.
    package let parameters: [String]

    /// Where the kernel is told to find the preseed file: `url=`.
    package let preseed: String

    /// Throws what is missing of it.
    package init(pxelinux text: String) throws(MalformedText) {
        let entries = MenuEntries(text)
        guard let entry = entries.chosen else { throw MalformedText("a menu without an entry that boots by itself") }
        kernel = entry.kernel
        parameters = entry.words.filter { !$0.hasPrefix("initrd=") }
        guard let initrd = entry.initrd ?? entry.value(of: "initrd") else {
            throw MalformedText("an entry without an initrd")
        }
        self.initrd = initrd
        guard let preseed = entry.value(of: "url") else { throw MalformedText("a command line without url=") }
        self.preseed = preseed
    }
}

/// What a server said that no machine could go on with.
package struct MalformedText: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}

/// The entries of a menu and what it says of the one to boot.
private struct MenuEntries {
    private var entries: [Entry] = []
    private var onTimeout: String?
    private var named: String?

    struct Entry {
        let label: String
        var isDefault = false
        var kernel = ""
        var initrd: String?
        var words: [String] = []

        func value(of name: String) -> String? {
            words.first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
        }
    }

    init(_ text: String) {
        var isInHelp = false
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
            let keyword = words.first?.lowercased() ?? ""
            if keyword == "text" || keyword == "endtext" { isInHelp = keyword == "text" }
            if !isInHelp { read(keyword, Array(words.dropFirst())) }
        }
    }

    private mutating func read(_ keyword: String, _ words: [String]) {
        let last = entries.indices.last
        switch (keyword, words.first) {
        case ("label", let label?): entries.append(Entry(label: label))
        case ("ontimeout", let label?): onTimeout = label
        case ("default", let label?): named = label
        case ("menu", "default"?): if let last { entries[last].isDefault = true }
        case ("kernel", let path?), ("linux", let path?): if let last { entries[last].kernel = path }
        case ("initrd", let path?): if let last { entries[last].initrd = path }
        case ("append", _): if let last { entries[last].words = words }
        default: break
        }
    }

    /// The one that the menu stands on; where that boots nothing, the one that a prompt takes when its time is over.
    var chosen: Entry? {
        let names = [onTimeout, named].compactMap { $0 }
        let candidates = entries.filter(\.isDefault) + names.compactMap { name in entries.first { $0.label == name } }
        return candidates.first { !$0.kernel.isEmpty }
    }
}
