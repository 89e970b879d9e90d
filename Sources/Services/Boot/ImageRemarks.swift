import Decisions
import Images
import Inventory

extension ImageShelf.Contents {
    /// What is worth knowing of the images, and stops nothing that it does not touch.
    var remarks: [String] {
        let broken = unreadable.sorted { $0.key < $1.key }.map { name, why in
            "\(name) is no image: \(why)"
        }
        let silent = choice.withoutHTTPLoader.map { image in
            "\(image.name): firmware that boots by HTTP ends at GRUB's prompt, since GRUB does so before Debian 13; for a loader: "
                + "amorce image import trixie \(image.architecture)"
        }
        return broken + silent
    }
}

extension LogLine {
    init(_ holdings: ImageLibrary.Holdings) {
        self.init("images", holdings.choice.images.count)
        self = with("names", holdings.choice.images.map(\.name).joined(separator: ","))
        if let preferred = holdings.choice.preferred { self = with("default", preferred) }
    }
}
