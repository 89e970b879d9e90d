import Inventory

/// Which image a machine boots: that of its profile's release, else the default one, else the newest of its architecture.
package struct ImageChoice: Hashable, Sendable {
    /// The newest first.
    package let images: [NetbootImage]
    /// The release that was made the default.
    package let preferred: Release?

    package init(_ images: [NetbootImage], preferred: Release? = nil) {
        self.images = images.sorted { Self.isNewer($0, $1) }
        self.preferred = preferred
    }

    /// The image of a release, or the default where none is named.
    package func image(_ release: Release?, _ architecture: Architecture) throws(ImageGap) -> NetbootImage {
        let fitting = images.filter { $0.architecture == architecture }
        if let release {
            guard let image = fitting.first(where: { $0.release == release }) else {
                throw ImageGap(release: release, architecture: architecture)
            }
            return image
        }
        guard let image = fitting.first(where: { $0.release == preferred }) ?? fitting.first else {
            throw ImageGap(release: nil, architecture: architecture)
        }
        return image
    }

    /// The image that a machine's loader and its parts come from. Firmware that boots by HTTP needs a GRUB that does, too:
    /// Debian's has been one since 13. Where the release has none, no image of the architecture might help: then `nil`.
    package func loaderImage(_ release: Release?, _ architecture: Architecture, overHTTP: Bool) -> NetbootImage? {
        let own = (try? image(release, architecture)) ?? (try? image(nil, architecture))
        guard overHTTP, let own, !own.bootsByHTTP else { return own }
        return images.first { $0.architecture == architecture && $0.bootsByHTTP } ?? own
    }

    /// The releases whose machines do not boot by HTTP, since neither their own loader nor another of their architecture does.
    package var withoutHTTPLoader: [NetbootImage] {
        images.filter { image in
            loaderImage(image.release, image.architecture, overHTTP: true).map { !$0.bootsByHTTP } ?? true
        }
    }

    private static func isNewer(_ left: NetbootImage, _ right: NetbootImage) -> Bool {
        // A release that has no number yet is the next one.
        let numbers = (left.number ?? .max, right.number ?? .max)
        guard numbers.0 == numbers.1 else { return numbers.0 > numbers.1 }
        return (left.release.name, left.architecture) < (right.release.name, right.architecture)
    }
}

extension NetbootImage {
    /// Whether its GRUB finds its menu when the firmware has loaded it by HTTP. That of Debian 12 (2.06) ends at a prompt.
    package var bootsByHTTP: Bool { number.map { $0 >= 13 } ?? true }
}

/// An image that would be needed, and is not there.
package struct ImageGap: Error, Hashable, Sendable {
    /// `nil` where any would do.
    package let release: Release?
    package let architecture: Architecture

    package init(release: Release?, architecture: Architecture) {
        self.release = release
        self.architecture = architecture
    }
}

extension ImageGap: CustomStringConvertible {
    package var description: String {
        guard let release else {
            return "there is no image for \(architecture): amorce image import trixie \(architecture)"
        }
        return "there is no image of \(release) for \(architecture): amorce image import \(release) \(architecture)"
    }
}
