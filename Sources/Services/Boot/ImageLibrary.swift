import Decisions
import Images
import Inventory
import LinuxIO
import Synchronization

/// The netboot images as they are served. What is imported or removed is served from the next request on: the shelf is
/// looked at whenever it is asked for, and read again where names came or went in it.
package final class ImageLibrary: Sendable {
    private let shelf: ImageShelf
    private let latest = Mutex<Holdings?>(nil)

    package init(_ shelf: ImageShelf) { self.shelf = shelf }

    /// What the shelf held at one moment, each image opened.
    package struct Holdings: Sendable {
        package let contents: ImageShelf.Contents
        /// Which of them a machine boots.
        package var choice: ImageChoice { contents.choice }
        fileprivate let version: FolderVersion?
        private let trees: [String: RootDirectory]

        fileprivate init(_ contents: ImageShelf.Contents, version: FolderVersion?, trees: [String: RootDirectory]) {
            self.contents = contents
            self.version = version
            self.trees = trees
        }

        /// The files of an image; `nil` where its folder cannot be opened.
        func tree(of image: NetbootImage) -> RootDirectory? { trees[image.name] }
    }

    /// What there is now.
    ///
    /// - Parameter tell: is told of holdings that differ from those before.
    package func holdings(_ tell: (Holdings) -> Void = { _ in }) -> Holdings {
        // Before anything is read: what changes meanwhile is seen the next time.
        let version = FolderVersion(of: shelf.path)
        let (holdings, isNews) = latest.withLock { latest in
            if let latest, latest.version == version, version?.isSettled ?? true { return (latest, false) }
            let contents = shelf.contents()
            let isNews = contents != latest?.contents ?? ImageShelf.Contents(choice: ImageChoice([]))
            let opened = contents.choice.images.compactMap { image in
                (try? RootDirectory(shelf.tree(of: image))).map { (image.name, $0) }
            }
            let holdings = Holdings(contents, version: version, trees: Dictionary(opened) { first, _ in first })
            latest = holdings
            return (holdings, isNews)
        }
        if isNews { tell(holdings) }
        return holdings
    }
}
