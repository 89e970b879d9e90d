import Inventory
import NetTypes

/// What a path means that a boot loader asks for, over TFTP or HTTP: a page that is written for the machine, a file of
/// the profile's image, or a file of the TFTP root.
package enum BootPath: Hashable, Sendable {
    /// pxelinux's menu. pxelinux asks for its UUID, its MAC, its address digit by digit and `default`; the first
    /// gets the answer, since the machine is known by its address.
    case pxelinuxMenu
    /// GRUB's menu, in the folders where Debian's signed GRUB looks: it has its prefix built in.
    case grubMenu
    /// iPXE's script: `boot.ipxe` from our DHCP answer, `autoexec.ipxe` by iPXE's own habit.
    case ipxeScript
    case kernel(ProfileName)
    case initrd(ProfileName)
    /// A file below the TFTP root.
    case file(String)

    /// The path without slashes at its start.
    package init(_ path: String) {
        let parts = path.split(separator: "/").map(String.init)
        // Firmware that knows no case writes BOOT.IPXE.
        let name = parts.last?.lowercased() ?? ""
        let folder = parts.dropLast().last?.lowercased()
        if folder == "pxelinux.cfg" {
            self = .pxelinuxMenu
        } else if folder == "grub", name == "grub.cfg" || name.hasPrefix("grub.cfg-") {
            self = .grubMenu
        } else if name == "boot.ipxe" || name == "autoexec.ipxe" {
            self = .ipxeScript
        } else if parts.count == 3, parts[0].lowercased() == installFolder,
            let profile = ProfileName(parts[1].lowercased())
        {
            switch name {
            case "linux": self = .kernel(profile)
            case "initrd.gz": self = .initrd(profile)
            default: self = .file(parts.joined(separator: "/"))
            }
        } else {
            self = .file(parts.joined(separator: "/"))
        }
    }

    /// Where a menu finds a profile's kernel.
    package static func kernelPath(of profile: ProfileName) -> String { "\(installFolder)/\(profile)/linux" }
    /// Where a menu finds a profile's initrd.
    package static func initrdPath(of profile: ProfileName) -> String { "\(installFolder)/\(profile)/initrd.gz" }

    /// The architecture that a path is for by its words; `nil` where any may ask for it.
    package static func architecture(of path: String) -> Architecture? {
        // Of each file that is asked for: a search for words anywhere in it took a tenth of the answer's time.
        for part in path.lowercased().split(separator: "/") {
            if part.hasPrefix("arm64") || part.hasSuffix("aa64.efi") { return .arm64 }
            if part.hasPrefix("amd64") || part.hasPrefix("x86_64") || part.hasSuffix("x64.efi") { return .amd64 }
        }
        return nil
    }

    /// The stage that a machine has reached when it has the file; `nil` for what says nothing, such as a font.
    package var stage: Stage? {
        switch self {
        case .pxelinuxMenu, .grubMenu, .ipxeScript: .menu
        case .kernel: .kernel
        case .initrd: .initrd
        case .file(let path): isLoader(path.lowercased()) ? .loader : nil
        }
    }
}

/// Whether a machine starts what is in a file. shim looks for revocations and certificates besides, which are seldom there.
private func isLoader(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    return [".0", ".efi", ".kpxe", ".pxe"].contains { name.hasSuffix($0) }
        && !["revocations", "shim_certificate"].contains { name.hasPrefix($0) }
}

/// The folder that stands for the image of each profile: choosing an entry of a menu shows in the path that is asked
/// for.
private let installFolder = "install"

/// A URL as GRUB writes it, in whose file names the server is a device: `(http,10.77.0.1:8080)/folder`. Empty if it is none.
package func grubPath(of url: String) -> String {
    let scheme = url.prefix { $0 != ":" }
    guard url.dropFirst(scheme.count).hasPrefix("://") else { return "" }
    let place = url.dropFirst(scheme.count + 3)
    let server = place.prefix { $0 != "/" }
    return "(\(scheme),\(server))" + place.dropFirst(server.count)
}

/// Where else a file may be that is not at the path asked for. shim asks for its second stage without a folder or with
/// the wrong one, depending on how it was loaded itself, and so does pxelinux for its modules; the image's folders have them.
package func fallbackPaths(for path: String, images: [String]) -> [String] {
    guard let name = path.split(separator: "/").last?.lowercased() else { return [] }
    let folders: [String]
    if name.hasSuffix(".efi") || name.hasSuffix(".0") {
        folders = images
    } else if name.hasSuffix(".c32") {
        folders = images.flatMap { ["\($0)/boot-screens", $0] }
    } else {
        return []
    }
    return folders.map { "\($0)/\(path.split(separator: "/").last ?? "")" }.filter { $0 != path }
}
