import NetTypes
import TFTPWire

/// What is agreed for one transfer: the options that were asked for, as far as they are granted (RFC 2347).
package struct TransferTerms: Hashable, Sendable {
    /// `blksize`: the bytes of a block (RFC 2348).
    package private(set) var blockSize = 512
    /// `windowsize`: how many blocks are sent before an answer is awaited (RFC 7440).
    package private(set) var window = 1
    /// `timeout`: how long an answer is awaited before the same is sent again (RFC 2349).
    package private(set) var timeout = Interval.seconds(1)
    /// Whether the client said how long that is.
    package private(set) var isTimeoutAsked = false
    /// Whether the client wants to know how long the file is: `tsize` (RFC 2349).
    package private(set) var isSizeAsked = false
    /// What the `OACK` says, in the order in which it was asked. When empty, none is sent.
    package private(set) var granted: [TFTPOption] = []

    /// The most blocks of a window, and the most bytes: a burst must fit in the socket's queue.
    package static var widestWindow: Int64 { 64 }
    private static var mostWindowBytes: Int64 { 128 * 1024 }
    /// The headers of IPv4, UDP and TFTP in front of a block: 20, 8 and 4 bytes.
    private static var headers: Int { 32 }

    /// Never more than asked, and nothing unasked; what is unknown, repeated or makes no sense is left out.
    ///
    /// - Parameters:
    ///   - size: the bytes that the transfer will have, in the mode asked for.
    ///   - pathMTU: the longest packet that reaches the client whole. Boot ROMs cannot put fragments together.
    package init(granting options: [TFTPOption], size: Int64, pathMTU: @autoclosure () -> Int) {
        var windowAsked: (option: TFTPOption, place: Int)?
        var seen: Set<String> = []
        for option in options where seen.insert(option.name.description.lowercased()).inserted {
            guard let asked = option.value.number else { continue }
            if option.name.matches("blksize"), asked >= 8 {
                let most = max(8, min(65464, pathMTU() - Self.headers))
                blockSize = Int(min(asked, Int64(most)))
                granted.append(TFTPOption(option.name, blockSize))
            } else if option.name.matches("tsize") {
                isSizeAsked = true
                granted.append(TFTPOption(option.name, size))
            } else if option.name.matches("timeout"), (1...255).contains(asked) {
                timeout = .seconds(Int(asked))
                isTimeoutAsked = true
                granted.append(option)
            } else if option.name.matches("windowsize"), (1...65535).contains(asked) {
                windowAsked = (option, granted.count)
            }
        }
        // Last, since its bytes depend on the size of a block, which may be asked for after it.
        guard let (option, place) = windowAsked, let asked = option.value.number else { return }
        window = Int(max(1, min(asked, Self.widestWindow, Self.mostWindowBytes / Int64(blockSize))))
        granted.insert(TFTPOption(option.name, window), at: place)
    }
}
