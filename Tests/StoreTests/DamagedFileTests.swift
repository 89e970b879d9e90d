import Foundation
import Inventory
import NetTypes
import SQLite
import Store
import Testing

@Suite("A store whose file is damaged")
struct DamagedFileTests {
    private let directory: TemporaryDirectory
    private let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("amorce.db")
        let store = try Store.open(at: path)
        try fill(store, 1..<500)
        try store.checkpoint()
    }

    private func fill(_ store: Store, _ numbers: Range<UInt32>) throws {
        try store.transaction { transaction in
            for number in numbers {
                try transaction.save(try Lease.sample(number))
                try transaction.record(BootEvent(time: .noon, mac: try mac(UInt64(number)), stage: .leased))
            }
        }
    }

    private func overwrite(_ file: String, at offset: Int, with bytes: Data) throws {
        let handle = try FileHandle(forUpdating: URL(filePath: file))
        try handle.seek(toOffset: UInt64(offset))
        try handle.write(contentsOf: bytes)
        try handle.close()
    }

    private func expectRefusal() {
        let error = #expect(throws: StoreError.self) { try Store.open(at: path) }
        let text = error?.description ?? ""
        #expect(text.hasPrefix(path) && text.contains("malformed"))
        #expect(text.contains("sqlite3 \(path) 'PRAGMA integrity_check'") && text.contains(".recover"))
        #expect(text.contains("\(path)-wal"))
    }

    @Test("in any of its pages is refused, with what to do", arguments: 1..<12)
    func page(number: Int) throws {
        try overwrite(path, at: number * 4096, with: Data(repeating: 0xa5, count: 4096))

        expectRefusal()
    }

    @Test("in that its end is missing is refused, with what to do", arguments: [4096, 5000, 20_000])
    func cut(size: Int) throws {
        let whole = try Data(contentsOf: URL(filePath: path))
        try whole.prefix(size).write(to: URL(filePath: path))

        expectRefusal()
    }

    /// Copies a store as it lies on disk while it is open, its log beside it: what a power cut leaves.
    private func copyOpenStore(_ numbers: Range<UInt32>) throws -> (path: String, log: Data) {
        let store = try Store.open(at: path)
        try fill(store, numbers)
        // What follows its last page is zeros.
        let whole = try Data(contentsOf: URL(filePath: path + "-wal"))
        let log = whole.prefix((whole.lastIndex { $0 != 0 } ?? 0) + 1)
        let copy = directory.file("copy.db")
        try Data(contentsOf: URL(filePath: path)).write(to: URL(filePath: copy))
        return (copy, log)
    }

    @Test("in that its log was cut anywhere has every commit before the cut, whole", arguments: 0..<12)
    func cutLog(part: Int) throws {
        let (copy, log) = try copyOpenStore(500..<600)
        try log.prefix(log.count * part / 11).write(to: URL(filePath: copy + "-wal"))

        let store = try Store.open(at: copy)

        let count = store.read { $0.leases.count }
        #expect(count == 499 || count == 599)
        #expect(Int64(count) == store.lastEvent)
        #expect((count == 599) == (part == 11))
    }

    @Test("by the log of another file, is refused or has what the log has, and never something in between")
    func foreignLog() throws {
        let (copy, log) = try copyOpenStore(500..<600)
        let other = directory.file("other.db")
        let small = try Store.open(at: other)
        try small.transaction { transaction in try transaction.save(try Lease.sample(9000)) }
        try Data(contentsOf: URL(filePath: other)).write(to: URL(filePath: copy))
        try log.write(to: URL(filePath: copy + "-wal"))

        do throws(StoreError) {
            let store = try Store.open(at: copy)
            #expect(store.read { $0.leases.count } == 599)
        } catch {
            #expect(error.description.contains("malformed") && error.description.contains(".recover"))
        }
    }
}
