import Inventory

/// Who boots from which image.
package struct ImageUse: Sendable {
    private let choice: ImageChoice
    private let releases: [(ProfileName, Release?)]

    /// - Parameter releases: what each profile there is names as its release.
    package init(_ choice: ImageChoice, releases: [ProfileName: Release?]) {
        self.choice = choice
        self.releases = releases.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The profiles whose machines, of the image's architecture, boot it.
    package func profiles(of image: NetbootImage) -> [ProfileName] {
        releases.filter { (try? choice.image($0.1, image.architecture)) == image }.map(\.0)
    }

    /// Whether an image is what machines boot whose profile names no release.
    package func isDefault(_ image: NetbootImage) -> Bool { (try? choice.image(nil, image.architecture)) == image }
}
