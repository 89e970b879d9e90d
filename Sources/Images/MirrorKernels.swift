import Decisions
import Inventory

/// What a mirror has for the installer beside its image.
package enum MirrorKernels {
    /// The kernels whose modules it has, by its signed index: `6.1.0-50-amd64`.
    /// - Parameter mirror: a URL.
    /// - Parameter proxy: a URL, or nothing.
    package static func all(
        of release: Release, _ architecture: Architecture, mirror: String, proxy: String
    ) throws(ImageError) -> [String] {
        try AptRoot.installerKernels(of: release, architecture, mirror: mirror, proxy: proxy)
    }
}
