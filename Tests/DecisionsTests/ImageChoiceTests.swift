import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("Which image a machine boots")
struct ImageChoiceTests {
    @Test(
        "that of the release which is named, else the default's, else the newest of its architecture",
        arguments: [
            ("bookworm", nil, .amd64, "bookworm-amd64"), ("trixie", "bookworm", .amd64, "trixie-amd64"),
            (nil, nil, .amd64, "trixie-amd64"), (nil, "bookworm", .amd64, "bookworm-amd64"),
            (nil, "bookworm", .arm64, "trixie-arm64"), (nil, nil, .arm64, "trixie-arm64"),
            (nil, "forky", .amd64, "trixie-amd64"),
        ] as [(String?, String?, Architecture, String)])
    func chosen(named: String?, preferred: String?, architecture: Architecture, name: String) throws {
        let choice = ImageChoice(three, preferred: preferred.flatMap { Release($0) })

        #expect(try choice.image(named.flatMap { Release($0) }, architecture).name == name)
    }

    @Test("a release that is not there, or an architecture, is told with what to do")
    func gaps() throws {
        let choice = ImageChoice(three)

        #expect(throws: ImageGap(release: Release("bookworm"), architecture: .arm64)) {
            try choice.image(Release("bookworm"), .arm64)
        }
        #expect(throws: ImageGap(release: nil, architecture: .amd64)) { try ImageChoice([]).image(nil, .amd64) }
        #expect(
            "\(ImageGap(release: Release("forky"), architecture: .arm64))"
                == "there is no image of forky for arm64: amorce image import forky arm64")
    }

    @Test(
        "the loader is its own release's, but over HTTP one whose GRUB speaks it, and the default's where there is none",
        arguments: [
            ("bookworm", .amd64, false, "bookworm-amd64"), ("bookworm", .amd64, true, "trixie-amd64"),
            ("trixie", .amd64, true, "trixie-amd64"), ("bookworm", .arm64, true, "trixie-arm64"),
            ("forky", .amd64, false, "trixie-amd64"), (nil, .amd64, true, "trixie-amd64"),
        ] as [(String?, Architecture, Bool, String)])
    func loader(release: String?, architecture: Architecture, overHTTP: Bool, name: String) {
        let choice = ImageChoice(three)

        let image = choice.loaderImage(release.flatMap { Release($0) }, architecture, overHTTP: overHTTP)

        #expect(image?.name == name)
        #expect(choice.withoutHTTPLoader.isEmpty)
    }

    @Test("of images that are all older than Debian 13, each has no loader for HTTP, and what there is is given")
    func oldLoaders() {
        let choice = ImageChoice([
            image("bookworm", 12, .amd64), image("bullseye", 11, .amd64), image("trixie", 13, .arm64),
        ])

        #expect(choice.withoutHTTPLoader.map(\.name) == ["bookworm-amd64", "bullseye-amd64"])
        #expect(choice.loaderImage(nil, .amd64, overHTTP: true)?.name == "bookworm-amd64")
        #expect(ImageChoice([]).loaderImage(nil, .amd64, overHTTP: false) == nil)
    }

    @Test("a release without a number is the newest")
    func unnumbered() throws {
        let choice = ImageChoice(three + [image("sid", nil, .amd64)])

        #expect(try choice.image(nil, .amd64).name == "sid-amd64")
        #expect(choice.images.first?.bootsByHTTP == true)
    }

    @Test("the profiles that boot an image are those that name it, and those that name none where it is the default")
    func use() throws {
        let profiles = ["api": nil, "ui": Release("bookworm"), "db": Release("forky")]
        let releases = Dictionary(uniqueKeysWithValues: try profiles.map { (try #require(ProfileName($0)), $1) })

        let use = ImageUse(ImageChoice(three), releases: releases)

        #expect(use.profiles(of: three[0]).map(\.text) == ["ui"])
        #expect(use.profiles(of: three[1]).map(\.text) == ["api"])
        #expect(three.map { use.isDefault($0) } == [false, true, true])
    }
}

private func image(_ release: String, _ number: Int?, _ architecture: Architecture) -> NetbootImage {
    NetbootImage(
        release: .sample(release), number: number, architecture: architecture, installer: "1", kernel: nil,
        source: "a test", verification: .none, imported: Timestamp(seconds: 0), bytes: 1, files: 1)
}

private let three = [image("bookworm", 12, .amd64), image("trixie", 13, .amd64), image("trixie", 13, .arm64)]
