import LinuxIO

/// The files that are being sent: each open once, and read once, for all who get it. What is kept of them in memory has a
/// limit, however long they are.
final class SharedFiles {
    private var files: [FileVersion: Entry] = [:]
    private var pieces: [Place: Piece] = [:]
    /// The places of `pieces`, in a ring: the hand goes round and drops what was not used since it last came by.
    private var ring: [Place] = []
    private var hand = 0
    private let capacity: Int
    private var lastNumber: UInt64 = 0

    /// What was read of a file stands under its number, for the next who asks for the same version of it.
    private struct Entry {
        let number: UInt64
        weak var file: SharedFile?
    }
    private struct Place: Hashable { let file: UInt64, piece: Int }
    private struct Piece { let bytes: SharedBytes, isUsed: Bool }

    /// How many bytes are read at a time.
    static let bytesPerPiece = 1 << 16

    /// - Parameter capacity: how many pieces are kept: 32 MB.
    init(capacity: Int = 512) { self.capacity = max(1, capacity) }

    /// How many pieces are kept now.
    var count: Int { pieces.count }

    /// The file as others get it already, if nobody has written to it since.
    func share(_ file: consuming OpenFile) -> SharedFile {
        let version = file.version
        if let known = files[version]?.file { return known }
        if files.count > 256 { files = files.filter { $0.value.file != nil } }
        lastNumber += 1
        let shared = SharedFile(file, number: files[version]?.number ?? lastNumber)
        files[version] = Entry(number: shared.number, file: shared)
        return shared
    }

    /// One piece of a file, read when it is not there.
    func piece(_ index: Int, of file: SharedFile) throws(UnreadableContent) -> SharedBytes {
        let place = Place(file: file.number, piece: index)
        if let piece = pieces[place] {
            if !piece.isUsed { pieces[place] = Piece(bytes: piece.bytes, isUsed: true) }
            return piece.bytes
        }
        let bytes = try file.read(index)
        if ring.count < capacity {
            ring.append(place)
        } else {
            replaceUnused(by: place)
        }
        pieces[place] = Piece(bytes: bytes, isUsed: false)
        return bytes
    }

    /// Lets go of everything, when nobody is served any more.
    func removeAll() {
        files = [:]
        pieces = [:]
        ring = []
        hand = 0
    }

    private func replaceUnused(by place: Place) {
        while let piece = pieces[ring[hand]], piece.isUsed {
            pieces[ring[hand]] = Piece(bytes: piece.bytes, isUsed: false)
            hand = (hand + 1) % ring.count
        }
        pieces[ring[hand]] = nil
        ring[hand] = place
        hand = (hand + 1) % ring.count
    }
}

/// A file that any number of transfers send from. It stays what it was when another one takes its name.
final class SharedFile {
    let number: UInt64
    private let file: OpenFile

    init(_ file: consuming OpenFile, number: UInt64) {
        self.file = file
        self.number = number
    }

    var size: Int64 { file.size }

    fileprivate func read(_ piece: Int) throws(UnreadableContent) -> SharedBytes {
        let size = SharedFiles.bytesPerPiece
        let bytes: SharedBytes
        do throws(SystemError) {
            bytes = try SharedBytes(of: file, at: Int64(piece) * Int64(size), atMost: size)
        } catch { throw UnreadableContent("the file could not be read to its end") }
        guard file.isUnchanged else { throw UnreadableContent("the file was changed while it was sent: ask again") }
        return bytes
    }
}

/// Why a transfer cannot go on.
struct UnreadableContent: Error {
    let text: String
    init(_ text: String) { self.text = text }
}
