import Decisions
import Images
import Inventory
import NetTypes
import Settings

extension Command {
    @Sendable static func importImage(_ session: Session) throws(Failure) {
        let invocation = session.invocation
        let (source, architectures) = (invocation[.imageSource], invocation.repeated)
        guard let sources = ImageSource.all([source] + architectures) else {
            throw .usage(
                invocation.command.misused(
                    ImageSource.isPath(source)
                        ? "\(source) says itself what architecture it is for: leave \(architectures.joined(separator: " ")) out"
                        : "SOURCE is a release (trixie, or 13) with architectures (amd64, arm64), a package's name, a .deb, an archive or a folder (./tree)"
                ))
        }
        let wishes = ImageImport.Wishes(
            sha256: invocation[.sha256], isUnverifiedAccepted: invocation.has(.unverified),
            mirror: invocation[.mirror], keyring: invocation[.keyring])
        for source in sources {
            let image = try session.doing { shelf throws(ImageError) in try ImageImport(to: shelf, wishes).run(source) }
            try session.print(image) { "\(image.name): \(session.text(of: image))\n" }
        }
    }

    @Sendable static func listImages(_ session: Session) throws(Failure) {
        let (contents, use) = try session.images()
        let lines = contents.choice.images.map {
            ImageLine(image: $0, isDefault: use.isDefault($0), profiles: use.profiles(of: $0))
        }
        for (name, why) in contents.unreadable.sorted(by: { $0.key < $1.key }) {
            session.complain(visible("\(name) is no image: \(why)"))
        }

        var table = Table(
            .text("RELEASE"), .text("ARCH"), .text("KERNEL"), .text("INSTALLER"), .text("VERIFIED"), .number("MB"),
            .text("DEFAULT"), .text("PROFILES"), .text("SOURCE"))
        for line in lines {
            let image = line.image
            table.add(
                image.release.name, image.architecture.rawValue, image.kernel?.abi, image.installer,
                image.verification.rawValue, "\(image.bytes / 1_000_000)", line.isDefault ? "yes" : nil,
                line.profiles.map(\.text).joined(separator: " "), image.source)
        }
        try session.print(lines) {
            lines.isEmpty
                ? "no images yet: amorce image import trixie amd64\n"
                : table.text(hasHeader: !session.invocation.has(.noHeader))
        }
    }

    @Sendable static func verifyImages(_ session: Session) throws(Failure) {
        let images = try session.chosenImages(session.invocation.repeated)
        var findings: [ImageFinding] = []
        for image in images {
            let differences = try session.doing { shelf throws(ImageError) in try shelf.verify(image) }
            findings.append(ImageFinding(image: image.name, files: image.files, differences: differences))
        }
        try session.print(findings) {
            findings.map { finding in
                finding.differences.lines.map { visible("\(finding.image): \($0)") + "\n" }.joined()
                    + (finding.isWhole ? "\(finding.image): \(finding.files) files are as they were imported\n" : "")
            }.joined()
        }
        let broken = findings.filter { !$0.isWhole }.map(\.image)
        guard broken.isEmpty else {
            throw .incomplete("\(broken.joined(separator: ", ")): not as imported; import again what is wrong")
        }
    }

    @Sendable static func removeImage(_ session: Session) throws(Failure) {
        let invocation = session.invocation
        let (_, use) = try session.images()
        let images = try session.chosenImages([invocation[.release]] + invocation.repeated)
        // All or none.
        for image in images where !invocation.has(.force) {
            let users = use.profiles(of: image)
            guard users.isEmpty else {
                throw .input(
                    "\(image.name) is what machines of \(users.map(\.text).joined(separator: ", ")) boot; name another release for "
                        + "them (profiles.NAME.release, amorce image default), or remove it all the same with --force")
            }
        }
        for image in images {
            try session.doing { shelf throws(ImageError) in try shelf.remove(image) }
        }
        try session.print(images) { images.map { "\($0.name) is removed\n" }.joined() }
    }

    @Sendable static func preferImage(_ session: Session) throws(Failure) {
        let word = session.invocation[.release]
        let images = try session.chosenImages([word])
        guard let release = images.first?.release else { throw .input("there is no image of \(visible(word))") }
        try session.doing { shelf throws(ImageError) in try shelf.prefer(release) }
        try session.print(["default": release.name]) { "\(release) is the default\n" }
    }
}

/// What `image list --json` prints of an image, beside what is known of it.
private struct ImageLine: Encodable {
    let image: NetbootImage
    let isDefault: Bool
    let profiles: [ProfileName]

    private enum Key: String, CodingKey { case `default`, profiles }

    func encode(to encoder: any Encoder) throws {
        try image.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(isDefault, forKey: .default)
        try container.encode(profiles, forKey: .profiles)
    }
}

/// What `image verify --json` prints of an image.
private struct ImageFinding: Encodable {
    let image: String
    let files: Int
    let differences: ChecksumDifferences

    var isWhole: Bool { differences.isEmpty }
}

extension Session {
    private func shelf() throws(Failure) -> ImageShelf {
        ImageShelf(data: try surroundings.load(configurationFile.path).data)
    }

    fileprivate func doing<Result>(_ body: (ImageShelf) throws(ImageError) -> Result) throws(Failure) -> Result {
        let shelf = try shelf()
        do throws(ImageError) {
            return try body(shelf)
        } catch {
            throw .input("\(error)")
        }
    }

    /// What there is, and who boots it.
    func images() throws(Failure) -> (ImageShelf.Contents, ImageUse) {
        let configuration = try surroundings.load(configurationFile.path)
        let profiles: [ProfileName]
        do {
            profiles = try surroundings.profiles(configuration)
        } catch {
            throw .input("\(error)")
        }
        let releases = profiles.map { ($0, configuration.profiles[$0]?.release) }
        let contents = ImageShelf(data: configuration.data).contents()
        return (contents, ImageUse(contents.choice, releases: Dictionary(releases) { first, _ in first }))
    }

    /// The images of a release, or the one of an architecture, or all.
    fileprivate func chosenImages(_ words: [String]) throws(Failure) -> [NetbootImage] {
        let all = try shelf().contents().choice.images
        guard let word = words.first else { return all }
        let release = try parsed(word, as: "a release: write its code name or its number", Release.init)
        var architecture: Architecture?
        if words.count > 1 { architecture = try parsed(words[1], as: "amd64 or arm64", Architecture.init(rawValue:)) }
        if words.count > 2 { throw .usage(invocation.command.misused("\"\(words[2])\" is one word too many")) }
        let found = all.filter { $0.release == release && ($0.architecture == architecture || architecture == nil) }
        guard !found.isEmpty else {
            let names = all.map(\.name).joined(separator: ", ")
            throw .missing(
                "there is no image of \(words.joined(separator: " ")); there \(names.isEmpty ? "is none" : "are \(names)")"
            )
        }
        return found
    }

    /// What is known of an image, on one line.
    fileprivate func text(of image: NetbootImage) -> String {
        let kernel = image.kernel.map { "kernel \($0.abi)" + ($0.package.map { " (\($0))" } ?? "") } ?? "kernel unknown"
        let voucher =
            switch image.verification {
            case .signature: "verified by the archive's signature"
            case .package: "verified by dpkg's sums"
            case .sha256: "verified by SHA-256"
            case .none: "not verified"
            }
        return visible(
            "installer \(image.installer), \(kernel), \(image.files) files, \(voucher), from \(image.source)")
    }
}
