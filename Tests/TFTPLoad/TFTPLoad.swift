import CLinux
import Glibc

/// Many TFTP clients in one thread: the load of Tests/Benchmarks/tftp/run.
///
///     TFTPLoad ADDRESS:PORT FILE CLIENTS TRANSFERS BLOCKSIZE WINDOW LOST LIKE [SECONDS]
///
/// TRANSFERS in all, CLIENTS of them at a time, each from an address of its own in 127/8. LOST of a thousand datagrams are
/// dropped, both ways, as a line that loses some would drop them. What arrives is compared with the file LIKE, one block in
/// eight. Blocks out of their order are answered once with the last that was in order (RFC 7440 §4). Prints one line:
/// megabytes a second, seconds, transfers that were whole, transfers that were not, datagrams that came twice or too early.
@main
enum TFTPLoad {
    static func main() {
        let words = Array(CommandLine.arguments.dropFirst())
        guard words.count >= 8, let content = Content(words[7]), let load = Load(words, content) else {
            print("usage: TFTPLoad ADDRESS:PORT FILE CLIENTS TRANSFERS BLOCKSIZE WINDOW LOST LIKE [SECONDS]")
            exit(2)
        }
        raiseDescriptors()
        load.run()
    }

    private static func raiseDescriptors() {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}

/// The file as it should arrive.
struct Content {
    let start: UnsafePointer<UInt8>
    let size: Int

    init?(_ path: String) {
        let descriptor = open(path, O_RDONLY)
        var facts = stat()
        guard descriptor >= 0, fstat(descriptor, &facts) == 0, facts.st_size > 0,
            let memory = mmap(nil, Int(facts.st_size), PROT_READ, MAP_SHARED, descriptor, 0), memory != MAP_FAILED
        else { return nil }
        start = UnsafePointer(memory.assumingMemoryBound(to: UInt8.self))
        size = Int(facts.st_size)
    }
}
