import Inventory
import NetTypes

/// What a machine loads after it has its address, one file after the other, as each kind of firmware does.
package struct SimulatedBoot: Hashable, Sendable {
    private let client: SimulatedClient
    private let server: IPv4Address
    /// The profile that is typed at the menu; `nil` lets it boot what it boots by itself.
    private let typed: ProfileName?
    /// Whether the preseed file is fetched, too.
    private let installs: Bool
    private var waiting: [Fetch]

    /// A file to be fetched.
    package struct Fetch: Hashable, Sendable {
        package let url: String
        package let meaning: Meaning

        /// What it is to the machine.
        package enum Meaning: Hashable, Sendable {
            case loader
            case menu(MenuLoader)
            case kernel, initrd, preseed
        }
    }

    /// - Parameter file: what DHCP named: a path on the server, or a URL.
    package init(
        _ client: SimulatedClient, file: String, server: IPv4Address, typing typed: ProfileName?, installs: Bool
    ) {
        self.client = client
        self.server = server
        self.typed = typed
        self.installs = installs
        let tftp = "tftp://\(server)/"
        let first = file.contains("://") ? file : tftp + file
        let folder = first.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        switch client.kind {
        case .ipxe where first.hasSuffix(".ipxe"): waiting = [Fetch(url: first, meaning: .menu(.ipxe))]
        case .bios, .ipxe:
            let menu = "\(tftp)pxelinux.cfg/01-\(client.mac.hyphenated)"
            waiting = [
                Fetch(url: first, meaning: .loader), Fetch(url: "\(folder)/ldlinux.c32", meaning: .loader),
                Fetch(url: menu, meaning: .menu(.pxelinux)),
            ]
        case .uefi, .uefiARM64, .uefiHTTP:
            let architecture: Architecture = client.kind == .uefiARM64 ? .arm64 : .amd64
            let grub = architecture == .arm64 ? "grubaa64.efi" : "grubx64.efi"
            // GRUB has its folder built in, and takes it from the server's root.
            let root =
                first.hasPrefix("http") ? first.split(separator: "/").prefix(2).joined(separator: "//") + "/" : tftp
            waiting = [
                Fetch(url: first, meaning: .loader), Fetch(url: "\(folder)/\(grub)", meaning: .loader),
                Fetch(url: "\(root)\(architecture.folder)/grub/grub.cfg", meaning: .menu(.grub)),
            ]
        }
    }

    /// What is fetched next; `nil` at the end.
    package mutating func next() -> Fetch? { waiting.isEmpty ? nil : waiting.removeFirst() }

    /// Reads a menu, and goes on with what it boots; tells what that is.
    package mutating func read(_ text: String, of loader: MenuLoader) -> SimulationStep {
        let menu = LoadedMenu(text, of: loader)
        let names = menu.choices.map(\.name)
        guard !menu.choices.isEmpty else {
            return SimulationStep(
                .machine, "menu", "boots its disk", reasons: [menu.says].compactMap { $0 })
        }
        let offer = "it offers \(names.joined(separator: ", ")) and the disk"
        guard let choice = menu.choice(typed?.text) else {
            let wanted = typed.map { "there is no \($0) in it" } ?? "nothing boots by itself"
            return SimulationStep(.machine, "menu", wanted, reasons: [offer], isFailure: true)
        }
        waiting = [
            Fetch(url: location(choice.kernel), meaning: .kernel),
            Fetch(url: location(choice.initrd), meaning: .initrd),
        ]
        if installs, let preseed = choice.preseed { waiting.append(Fetch(url: preseed, meaning: .preseed)) }
        let words = choice.parameters.map { $0.replacing("$net_default_mac", with: client.mac.description) }
        let wait = menu.wait.map { " after \($0)" } ?? ""
        let how = typed == nil ? "by itself\(wait)" : "by its name"
        return SimulationStep(
            .machine, "menu", "boots \(choice.name) \(how)",
            reasons: [offer, "command line: \(withoutToken(words.joined(separator: " ")))"])
    }

    /// Where a loader finds what its menu names: `::install/api/linux`, `(http,10.77.0.1)/boot/…`, `/install/…`, a URL.
    private func location(_ name: String) -> String {
        if name.contains("://") { return name }
        if name.hasPrefix("("), let end = name.firstIndex(of: ")") {
            let device = name[name.index(after: name.startIndex)..<end].split(separator: ",").map(String.init)
            let path = name[name.index(after: end)...]
            return "\(device.first ?? "tftp")://\(device.count > 1 ? device[1] : "\(server)")\(path)"
        }
        let path = name.hasPrefix("::") ? String(name.dropFirst(2)) : name
        return "tftp://\(server)/\(path.drop { $0 == "/" })"
    }
}
