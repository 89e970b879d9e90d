import Decisions
import Inventory
import LinuxIO

/// The kernel of a tree, asked for its version.
enum Kernel {
    /// By its own banner: an x86 kernel's header points to it, an arm64 one has it in plain text; where it is packed, by the
    /// modules of its initrd. `nil` where none of them tells.
    static func version(in folder: String, _ tree: NetbootTree) throws(ImageError) -> KernelVersion? {
        do {
            let root = try RootDirectory(folder)
            let kernel = try root.open(tree.kernel)
            return try header(of: kernel) ?? text(of: kernel) ?? modules("\(folder)/\(tree.initrd)")
        } catch let error as SystemError {
            throw .system(error)
        } catch let error as ImageError {
            throw error
        } catch {
            throw .notThere("\(folder)/\(tree.kernel)")
        }
    }

    private static func header(of kernel: borrowing OpenFile) throws -> KernelVersion? {
        let magic = try kernel.read(at: KernelBanner.magicOffset, count: KernelBanner.magic.count)
        guard magic == KernelBanner.magic,
            let place = KernelBanner.place(try kernel.read(at: KernelBanner.pointerOffset, count: 2))
        else { return nil }
        return KernelBanner.version(in: try kernel.read(at: place, count: KernelBanner.longest))
    }

    private static func text(of kernel: borrowing OpenFile) throws -> KernelVersion? {
        try find(KernelBanner.mark, in: kernel) { KernelBanner.version(in: $0) }
    }

    private static func modules(_ initrd: String) throws -> KernelVersion? {
        let outcome = try Programs.run([["gzip", "--decompress", "--stdout", "--", initrd]])
        let folder = "lib/modules/"
        return try find(folder, in: outcome.output) {
            KernelBanner.version(ofModules: Array($0.dropFirst(folder.utf8.count)))
        }
    }

    /// The first place of a text that means something; the same words may stand elsewhere for something else.
    private static func find(
        _ text: String, in file: borrowing OpenFile, _ read: ([UInt8]) -> KernelVersion?
    ) throws -> KernelVersion? {
        var offset: Int64 = 0
        for _ in 0..<64 {
            guard let place = try file.place(of: text, from: offset) else { return nil }
            if let version = read(try file.read(at: place, count: KernelBanner.longest)) { return version }
            offset = place + 1
        }
        return nil
    }
}
