import Decisions
import Inventory
import LinuxIO
import NetTypes
import Settings

/// What a path of the boot tree means for the machine that asks: one answer for TFTP and HTTP.
package struct BootContent: Sendable {
    private let provisioning: Provisioning
    private let images: ImageLibrary
    private let root: RootDirectory?
    private let smallFiles = SmallFiles()

    /// - Parameter root: boot files that are in no image.
    package init(_ provisioning: Provisioning, images: ImageLibrary, root: RootDirectory?) {
        self.provisioning = provisioning
        self.images = images
        self.root = root
        // What there is stands in the log before the first machine asks for it.
        _ = holdings()
    }

    /// What a path is answered with; the texts say why there is nothing.
    package enum Content: ~Copyable {
        case file(OpenFile)
        /// A small file, in memory.
        case kept(SmallFiles.Kept)
        case page(String)
        /// Nothing is there: loaders look for many files that need not be.
        case missing(String)
        case refused(String)
    }

    /// - Parameters:
    ///   - path: relative to the boot tree, with slashes.
    ///   - isKeeping: whether small files are wanted in memory.
    package func open(_ path: String, for peer: IPv4Address, keeping isKeeping: Bool = false) -> Content {
        let meaning = BootPath(path)
        let client = provisioning.client(at: peer)
        if case .file(let file) = meaning { return open(file: file, for: client, isKeeping) }
        guard let client else {
            return .refused("no machine is known to have \(peer), so it has no page of its own")
        }
        switch meaning {
        case .file(let file): return open(file: file, for: client, isKeeping)
        case .kernel(let profile): return image("linux", of: profile, client, isKeeping)
        case .initrd(let profile): return image("initrd.gz", of: profile, client, isKeeping)
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
    ///
    /// - Parameter duration: how long it took, where that is known.
    package func delivered(
        _ path: String, bytes: Int64, to peer: IPv4Address, by service: String, in duration: Interval? = nil
    ) {
        let meaning = BootPath(path)
        guard let stage = meaning.stage, let client = provisioning.client(at: peer) else { return }
        if case .kernel(let profile) = meaning, client.machine.profile == nil {
            provisioning.record(.chosen, "profile=\(profile)", of: client)
        }
        let speed = duration.map { speedWords(bytes: bytes, in: $0) } ?? ""
        provisioning.record(stage, "file=\(withoutToken(path)) bytes=\(bytes) by=\(service)\(speed)", of: client)
        // Here and not where the menu is written: firmware asks for a size or a head first.
        if stage == .menu, case .localBoot(let reason)? = try? provisioning.decideMenu(for: client.machine) {
            provisioning.record(.localBoot, "reason=\"\(reason)\"", of: client)
            if let trouble = client.machine.idleDisk { provisioning.record(.failed, trouble, of: client) }
        }
    }

    /// Notes on the timeline that a machine did not get a file, and why. Loaders probe for many that need not be there: only
    /// one without which it does not boot is told of then.
    package func undelivered(_ path: String, because reason: String, isMissing: Bool, to peer: IPv4Address) {
        guard !isMissing || BootPath(path).stage != nil, let client = provisioning.client(at: peer) else { return }
        provisioning.record(.failed, withoutToken(reason), of: client)
    }

    private func menu(_ loader: MenuLoader, _ client: Provisioning.Client) -> Content {
        do {
            return .page(try provisioning.menu(loader, for: client))
        } catch {
            return refuse("the menu cannot be written: \(error)", client)
        }
    }

    // MARK: Files

    /// A file of the image of a profile's release, for the machine's architecture.
    private func image(
        _ name: String, of profile: ProfileName, _ client: Provisioning.Client, _ isKeeping: Bool
    ) -> Content {
        let machine = client.machine
        guard provisioning.offersInstallation(to: machine) else {
            return refuse("\(machine.hostName) is \(machine.state.rawValue) and installs nothing", client)
        }
        let architecture = (machine.firmware ?? .bios).architecture
        let path = "\(architecture.folder)/\(name)"
        return lookingTwice { holdings in
            do throws(ImageGap) {
                let image = try holdings.choice.image(provisioning.catalog.release(of: profile), architecture)
                guard let tree = holdings.tree(of: image), let content = open(path, in: tree, isKeeping) else {
                    return nil
                }
                return content
            } catch {
                // Where nothing was imported, the folder of one's own may hold a netboot tree.
                if error.release == nil, let root, let content = open(path, in: root, isKeeping) { return content }
                return refuse("profile \(profile): \(error)", client)
            }
        } ?? refuse("profile \(profile): \(path) is not in its image: amorce image verify", client)
    }

    private func refuse(_ why: String, _ client: Provisioning.Client) -> Content {
        provisioning.log(.error, LogLine("boot", "refused", client).with("reason", why))
        provisioning.record(.failed, why, of: client)
        return .refused(why)
    }

    /// A file of the image of the machine's own release, or else of the folder of one's own.
    private func open(file path: String, for client: Provisioning.Client?, _ isKeeping: Bool) -> Content {
        let firmware = client?.machine.firmware
        let architecture = BootPath.architecture(of: path) ?? (firmware ?? .bios).architecture
        let release = provisioning.catalog.release(of: client?.machine.profile)
        return lookingTwice { holdings in
            let image = holdings.choice.loaderImage(
                release, architecture, overHTTP: firmware?.bootsByHTTP ?? false)
            let folders = [image.flatMap { holdings.tree(of: $0) }, root].compactMap { $0 }
            for folder in folders {
                if let content = open(path, in: folder, isKeeping) { return content }
            }
            return openElsewhere(path, in: folders, isKeeping)
        } ?? .missing("no file \(withoutToken(path))")
    }

    /// A file that is not where it is looked for: in another folder of the image, or spelled in another case.
    private func openElsewhere(_ path: String, in folders: [RootDirectory], _ isKeeping: Bool) -> Content? {
        let others = fallbackPaths(for: path, images: Architecture.allCases.map(\.folder))
        for other in others {
            for folder in folders {
                if let content = open(other, in: folder, isKeeping) { return content }
            }
        }
        // Firmware that knows no case writes BOOTX64.EFI.
        for candidate in [path] + others {
            for folder in folders {
                guard let spelled = folder.spelling(of: candidate),
                    let content = open(spelled, in: folder, isKeeping)
                else { continue }
                return content
            }
        }
        return nil
    }

    /// An image that is replaced between a look at the shelf and the opening of a file is looked for anew.
    private func lookingTwice(_ look: (ImageLibrary.Holdings) -> Content?) -> Content? {
        let first = holdings()
        if let content = look(first) { return content }
        let second = holdings()
        return second.contents == first.contents ? nil : look(second)
    }

    private func holdings() -> ImageLibrary.Holdings {
        images.holdings { news in
            provisioning.log(.notice, LogLine(news))
            for remark in news.contents.remarks {
                provisioning.log(.warning, LogLine("images", "remark").with("says", remark))
            }
        }
    }

    /// `nil` where there is none of that very name.
    private func open(_ path: String, in folder: RootDirectory, _ isKeeping: Bool) -> Content? {
        if isKeeping, let kept = smallFiles.current(path, in: folder) { return .kept(kept) }
        do throws(FileError) {
            let file = try folder.open(path)
            if isKeeping, let kept = smallFiles.read(file, path, in: folder) { return .kept(kept) }
            return .file(file)
        } catch {
            if case .notFound = error { return nil }
            return .refused(withoutToken("\(error)"))
        }
    }
}
