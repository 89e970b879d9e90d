import Inventory
import NetTypes

/// A menu as a boot loader reads it, as far as it says what is booted: pxelinux's, GRUB's or iPXE's.
package struct LoadedMenu: Hashable, Sendable {
    /// In their order; what boots the disk is none of them.
    package private(set) var choices: [Choice] = []
    /// What is booted when nobody touches a key; `nil` is the disk.
    package var standard: String? { candidates.first { name in choices.contains { $0.name == name } } }
    /// How long it waits for a key before it boots that.
    package private(set) var wait: Interval?
    /// What it prints when it boots the disk without asking.
    package private(set) var says: String?

    /// What may be booted by itself, the first one first that boots anything: the entry that a menu stands on, the one that a
    /// prompt takes when its time is over, the one that is named.
    private var standing: String?
    private var onTimeout: String?
    private var named: String?
    private var candidates: [String] { [standing, onTimeout, named].compactMap { $0 } }

    /// An entry that installs.
    package struct Choice: Hashable, Sendable {
        package let name: String
        /// As the loader finds it: a path, or a URL.
        package fileprivate(set) var kernel = ""
        package fileprivate(set) var initrd = ""
        /// The words of the kernel's command line.
        package fileprivate(set) var parameters: [String] = []
    }

    package init(_ text: String, of loader: MenuLoader) {
        var isInHelp = false
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
            guard let keyword = words.first else { continue }
            switch loader {
            case .pxelinux:
                let keyword = keyword.lowercased()
                if keyword == "text" || keyword == "endtext" { isInHelp = keyword == "text" }
                if !isInHelp { readPxelinux(keyword, Array(words.dropFirst())) }
            case .grub: readGRUB(keyword, Array(words.dropFirst()))
            case .ipxe: readIPXE(keyword, Array(words.dropFirst()))
            }
        }
        choices.removeAll { $0.kernel.isEmpty }
        if !choices.isEmpty { says = nil }
    }

    /// What is booted by itself, or under a name.
    package func choice(_ name: String?) -> Choice? { choices.first { $0.name == name ?? standard } }

    private mutating func change(_ change: (inout Choice) -> Void) {
        if let last = choices.indices.last { change(&choices[last]) }
    }

    private mutating func readPxelinux(_ keyword: String, _ words: [String]) {
        switch (keyword, words.first) {
        case ("label", let name?): choices.append(Choice(name: name))
        case ("kernel", let path?), ("linux", let path?): change { $0.kernel = path }
        case ("initrd", let path?): change { $0.initrd = path }
        case ("append", _):
            change { choice in
                choice.initrd = words.first { $0.hasPrefix("initrd=") }.map { String($0.dropFirst(7)) } ?? choice.initrd
                choice.parameters = words.filter { !$0.hasPrefix("initrd=") }
            }
        case ("menu", "default"?): standing = choices.last?.name
        case ("ontimeout", let name?): onTimeout = name
        // In tenths of a second. A menu that ends in a prompt has two: what is told last is the prompt's.
        case ("timeout", let tenths?): wait = milliseconds(tenths, each: 100)
        case ("default", let name?): named = name
        case ("say", _): says = words.joined(separator: " ")
        default: break
        }
    }

    private mutating func readGRUB(_ keyword: String, _ words: [String]) {
        switch (keyword, words.first) {
        case ("menuentry", _):
            if let id = words.firstIndex(of: "--id"), words.indices.contains(id + 1) {
                choices.append(Choice(name: words[id + 1]))
            }
        // Of several ways to a kernel the first one that works is taken.
        case ("linux", let path?): change { if $0.kernel.isEmpty { $0.take(path, words) } }
        case ("if", "linux"?): if words.count > 1 { change { $0.take(words[1], Array(words.dropFirst())) } }
        case ("initrd", let path?): change { if $0.initrd.isEmpty { $0.initrd = path } }
        case ("set", let word?):
            if word.hasPrefix("default=") { named = String(word.dropFirst(8)) }
            if word.hasPrefix("timeout=") { wait = milliseconds(word.dropFirst(8), each: 1000) }
        case ("echo", _):
            let text = words.joined(separator: " ").filter { $0 != "\"" }
            if text.hasSuffix("Booting from the disk.") { says = text }
        default: break
        }
    }

    private mutating func readIPXE(_ keyword: String, _ words: [String]) {
        switch (keyword, words.first) {
        case ("kernel", let url?):
            change { $0.take(url, words) }
        case ("initrd", _): change { $0.initrd = words.last { $0 != "||" && $0.contains("/") } ?? "" }
        case ("choose", _):
            if let place = words.firstIndex(of: "--default"), words.indices.contains(place + 1) {
                named = words[place + 1]
            }
            if let place = words.firstIndex(of: "--timeout"), words.indices.contains(place + 1) {
                wait = milliseconds(words[place + 1], each: 1)
            }
        case ("echo", _):
            let text = words.joined(separator: " ")
            if text.hasSuffix("Booting from the disk.") { says = text }
        default:
            if keyword.hasPrefix(":chosen-") { choices.append(Choice(name: String(keyword.dropFirst(8)))) }
        }
    }
}

/// A number of a menu, in units of so many milliseconds; `nil` where it is none, or too many for any menu.
private func milliseconds(_ number: some StringProtocol, each unit: Int64) -> Interval? {
    Int64(number).flatMap { (0...1_000_000_000).contains($0) ? Interval(milliseconds: $0 * unit) : nil }
}

extension LoadedMenu.Choice {
    fileprivate mutating func take(_ path: String, _ words: [String]) {
        kernel = path
        let line = words.dropFirst().prefix { $0 != "||" && $0 != "then" }
        parameters = line.map { $0.hasSuffix(";") ? String($0.dropLast()) : $0 }.filter { !$0.hasPrefix("initrd=") }
    }

    /// Where the kernel is told to find the preseed file.
    package var preseed: String? { parameters.first { $0.hasPrefix("url=") }.map { String($0.dropFirst(4)) } }
}
