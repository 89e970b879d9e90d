import Decisions
import Images
import Inventory
import LinuxIO
import Settings

/// The questions of the installers at hand: those in an image's initrd, and those of the lists in the content folder.
struct InstallerQuestions {
    private let shelf: ImageShelf
    private let content: String
    private var known: [String: QuestionList] = [:]
    /// What could not be read, a line each.
    private(set) var remarks: [String] = []

    init(_ configuration: Configuration) {
        shelf = ImageShelf(data: configuration.data)
        content = configuration.content
    }

    /// The questions of the installer that a release's machines boot; without an image of it, what the lists say.
    mutating func questions(of release: Release?) -> QuestionList {
        let choice = shelf.contents().choice
        let image = (try? choice.image(release, .amd64)) ?? (try? choice.image(release, .arm64))
        let key = image?.name ?? ""
        if let known = known[key] { return known }
        var list = QuestionList()
        if let image {
            let initrd = "\(shelf.tree(of: image))/\(image.architecture.folder)/initrd.gz"
            do throws(SystemError) {
                for file in try Self.templates(of: initrd) { list.add(templates: file) }
            } catch {
                remark("\(initrd): \(error); questions are looked up in the lists alone")
            }
            if list.count == 0 {
                remark("\(initrd): no templates are in it; questions are looked up in the lists alone")
            }
        } else {
            remark(
                "no image of \(release.map { "\($0)" } ?? "any release") is imported: questions are looked up in the lists "
                    + "alone; amorce image import \(release.map { "\($0)" } ?? "trixie")")
        }
        addLists(to: &list)
        known[key] = list
        return list
    }

    private mutating func remark(_ text: String) { if !remarks.contains(text) { remarks.append(text) } }

    private mutating func addLists(to list: inout QuestionList) {
        let folder = "\(content)/preseed/questions"
        for name in (try? Directory.names(in: folder)) ?? [] {
            if let bytes = try? InputFile.read("\(folder)/\(name)", atMost: 1 << 22) {
                list.add(list: String(decoding: bytes, as: UTF8.self))
            }
        }
    }

    /// The files of templates in an initrd.
    private static func templates(of initrd: String) throws(SystemError) -> [[UInt8]] {
        let outcome = try Programs.run([["gzip", "--decompress", "--stdout", "--", initrd]])
        var files: [[UInt8]] = []
        var offset: Int64 = 0
        while let entry = ArchiveEntry(
            try outcome.output.read(at: offset, count: ArchiveEntry.longestHead)[...]), !entry.isLast
        {
            if entry.name.hasPrefix("var/lib/dpkg/info/"), entry.name.hasSuffix(".templates") {
                files.append(try outcome.output.read(at: offset + Int64(entry.start), count: entry.count))
            }
            offset += Int64(entry.next)
        }
        return files
    }
}
