import Decisions

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
        let menu = LoadedMenu(text, of: .pxelinux)
        guard let entry = menu.choice(menu.standard) else {
            throw MalformedText("a menu without an entry that boots by itself")
        }
        kernel = entry.kernel
        initrd = entry.initrd
        parameters = entry.parameters
        guard !initrd.isEmpty else { throw MalformedText("an entry without an initrd") }
        guard let preseed = entry.preseed else { throw MalformedText("a command line without url=") }
        self.preseed = preseed
    }
}

/// What a server said that no machine could go on with.
package struct MalformedText: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}
