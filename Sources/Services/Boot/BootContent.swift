import Decisions
import Inventory
import LinuxIO
import NetTypes
import Settings

/// What a path of the boot tree means for the machine that asks: one answer for TFTP and HTTP.
package struct BootContent: Sendable {
    private let provisioning: Provisioning
    private let root: RootDirectory
    private let images: [String: String]

    package init(_ provisioning: Provisioning, root: RootDirectory) {
        self.provisioning = provisioning
        self.root = root
        images = provisioning.boot.images
    }

    /// What a path is answered with; the texts say why there is nothing.
    package enum Content: ~Copyable {
        case file(OpenFile)
        case page(String)
        /// Nothing is there: loaders look for many files that need not be.
        case missing(String)
        case refused(String)
    }

    /// - Parameter path: relative to the boot tree, with slashes.
    package func open(_ path: String, for peer: IPv4Address) -> Content {
        let meaning = BootPath(path)
        if case .file(let file) = meaning { return open(file: file) }
        guard let client = provisioning.client(at: peer) else {
            return .refused("no machine is known to have \(peer), so it has no page of its own")
        }
        switch meaning {
        case .file(let file): return open(file: file)
        case .kernel: return image("linux", client)
        case .initrd: return image("initrd.gz", client)
        case .pxelinuxMenu: return menu(.pxelinux, client)
        case .grubMenu: return menu(.grub, client)
        case .ipxeScript: return menu(.ipxe, client)
        }
    }

    /// Readies what is about to be opened, for many at once: one sync for all menus among it.
    package func prepare(_ asks: [(path: String, peer: IPv4Address)]) {
        let menus = asks.filter { BootPath($0.path).stage == .menu }
        guard menus.count > 1 else { return }
        provisioning.openBuilds(of: menus.compactMap { provisioning.client(at: $0.peer) })
    }

    /// Notes on the timeline that a machine has got all of a file.
    package func delivered(_ path: String, bytes: Int64, to peer: IPv4Address, by service: String) {
        let meaning = BootPath(path)
        guard let stage = meaning.stage, let client = provisioning.client(at: peer) else { return }
        if case .kernel(let profile) = meaning, client.machine.profile == nil {
            provisioning.record(.chosen, "profile=\(profile)", of: client)
        }
        provisioning.record(stage, "file=\(path) bytes=\(bytes) by=\(service)", of: client)
        // Here and not where the menu is written: firmware asks for a size or a head first.
        if stage == .menu, case .localBoot(let reason)? = try? provisioning.decideMenu(for: client.machine) {
            provisioning.record(.localBoot, "reason=\"\(reason)\"", of: client)
        }
    }

    /// Notes on the timeline that a machine did not get a file, and why. Loaders probe for many that need not be there: only
    /// one without which it does not boot is told of then.
    package func undelivered(_ path: String, because reason: String, isMissing: Bool, to peer: IPv4Address) {
        guard !isMissing || BootPath(path).stage != nil, let client = provisioning.client(at: peer) else { return }
        provisioning.record(.failed, reason, of: client)
    }

    private func menu(_ loader: MenuLoader, _ client: Provisioning.Client) -> Content {
        do {
            return .page(try provisioning.menu(loader, for: client))
        } catch {
            return refuse("the menu cannot be written: \(error)", client)
        }
    }

    /// A file of the netboot image for the machine's architecture.
    private func image(_ name: String, _ client: Provisioning.Client) -> Content {
        let machine = client.machine
        guard machine.state.mayInstall else {
            return refuse("\(machine.hostName) is \(machine.state.rawValue) and installs nothing", client)
        }
        let architecture = machine.firmware?.architecture ?? Firmware.bios.architecture
        guard let folder = images[architecture] else {
            return refuse("there is no image for \(architecture); boot.images names its folder", client)
        }
        return open(file: "\(folder)/\(name)")
    }

    private func refuse(_ why: String, _ client: Provisioning.Client) -> Content {
        provisioning.log(.error, LogLine("boot", "refused", client).with("reason", why))
        provisioning.record(.failed, why, of: client)
        return .refused(why)
    }

    private func open(file path: String) -> Content {
        let candidates = [path] + fallbackPaths(for: path, images: images.values.sorted())
        for candidate in candidates {
            if let content = open(candidate) { return content }
        }
        // Firmware that knows no case writes BOOTX64.EFI.
        for candidate in candidates {
            guard let spelled = root.spelling(of: candidate), let content = open(spelled) else { continue }
            return content
        }
        return .missing("no file \(path)")
    }

    /// `nil` where there is none of that very name.
    private func open(_ path: String) -> Content? {
        do throws(FileError) {
            return .file(try root.open(path))
        } catch {
            if case .notFound = error { return nil }
            return .refused("\(error)")
        }
    }
}
