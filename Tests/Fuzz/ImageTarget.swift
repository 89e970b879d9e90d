// What an image tells of itself, as text: a list of sums, `version.info`, a kernel's banner, the words of a source, links.

func run(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    if let list = try? ChecksumList(text, of: .sha256) {
        let again = try? ChecksumList(list.text, of: .sha256)
        precondition(again == list || list.sums.keys.contains { $0.isEmpty || $0.hasPrefix("./") })
        precondition(list.differences(from: list).isEmpty)
        _ = list.below("a")
        _ = list.sums(ofFileNamed: "linux")
    }
    if let version = KernelBanner.version(in: bytes) ?? KernelBanner.version(ofModules: bytes) {
        precondition(isOneWord(version.abi) && version.package.map(isOneWord) ?? true)
    }
    _ = KernelBanner.place(Array(bytes.prefix(2)))
    let words = text.split(separator: " ").map(String.init)
    if case .package(let release, let number, _)? = ImageSource(words) { precondition(release.number == number) }
    if let release = Release(text) { precondition(Release(release.name) == release) }

    let whole = ["linux", "initrd.gz"].map { TreeEntry("debian-installer/amd64/\($0)", .file(bytes: .max)) }
    if let tree = try? NetbootTree(whole, version: text) { precondition(isOneWord(tree.release.name)) }
    let names = text.split(separator: "\n").map(String.init)
    let links = zip(names, names.dropFirst()).map { TreeEntry($0, .link($1)) }
    if let tree = try? NetbootTree(whole + links, version: "Debian version: 13 (trixie)\nInstaller build: 1") {
        precondition(tree.links.values.allSatisfy { !$0.hasPrefix("/") })
    }
}

private func isOneWord(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f } }
