import Inventory
import NetTypes
import SQLite
import Synchronization

/// The one place where truth is kept: machines, leases, builds and timelines, in one SQLite file.
///
/// A transaction is on disk when `transaction` returns, or it has not happened. One thread at a time is in
/// `transaction` or `read`; neither may be entered from within the other.
package final class Store: Sendable {
    /// What the file is called in the data directory.
    package static let fileName = "amorce.db"
    package static let inMemory = ":memory:"

    package let path: String
    /// What could not be read and so is not in the image, or not whole. Saving the same machine, lease or build again
    /// replaces it.
    package let unreadable: [UnreadableRow]

    private let writer: Mutex<Writer>
    /// `nil` in memory, and where the disk was full at the start: only the writer's connection sees the database.
    private let reader: Mutex<EventReader?>
    private let observers = Mutex<[@Sendable ([BootEvent]) -> Void]>([])
    private let failureObservers = Mutex<[@Sendable (StoreError) -> Void]>([])
    private let nameObservers = Mutex<[@Sendable (Set<MACAddress>) -> Void]>([])
    private let lastEventID: Atomic<Int64>
    let notes = Mutex(WaitingNotes())

    /// Opens the store's file, which is made or migrated if it has to be. `inMemory` is a store that ends with its
    /// object. Tests bring migrations of their own, and a number of pages of 4 KiB after which the disk is full.
    package static func open(
        at path: String, migrations: [Migration] = Migration.all, maximumPages: Int32? = nil
    ) throws(StoreError) -> Store {
        let connection = try Connection.writing(at: path, migrations: migrations, maximumPages: maximumPages)
        return try Store(path, connection)
    }

    private init(_ path: String, _ connection: consuming sending Connection) throws(StoreError) {
        self.path = path
        do throws(SQLiteError) {
            var connection = connection
            let isExclusive = try connection.isExclusive()
            let isAlone = isExclusive || path == Self.inMemory
            let writer = try Writer(connection)
            unreadable = writer.unreadable
            lastEventID = Atomic(writer.counters.lastEvent)
            self.writer = Mutex(writer)
            reader = Mutex(isAlone ? nil : try EventReader(try Connection(path, access: .readOnly)))
        } catch {
            throw .failed(path: path, error)
        }
    }

    /// Runs `body`, commits what it changed, and then tells the observers. What `body` throws, and a commit that fails,
    /// leave disk and image as they were. Where nothing is changed nothing is written.
    package func transaction<Result: Sendable>(
        _ body: (inout StoreTransaction) throws -> Result
    ) throws -> Result {
        let (result, events, renamed, failure) = try writer.withLock { writer in
            let result: Result
            do {
                result = try body(&writer.transaction)
            } catch {
                writer.transaction.rollBack()
                throw error
            }
            writer.transaction.lead(with: notes.withLock { $0.take() })
            guard !writer.transaction.changes.isEmpty else {
                return (result, nil as [BootEvent]?, Set<MACAddress>(), nil as StoreError?)
            }
            let renamed = writer.transaction.renamed
            do throws(SQLiteError) {
                let events = try writer.commit()
                lastEventID.store(writer.counters.lastEvent, ordering: .releasing)
                return (result, events, renamed, nil)
            } catch {
                return (result, nil, [], .failed(path: path, error))
            }
        }
        if let failure {
            for observer in failureObservers.withLock({ $0 }) { observer(failure) }
            throw failure
        }
        guard let events else { return result }
        for observer in observers.withLock({ $0 }) { observer(events) }
        if !renamed.isEmpty { for observer in nameObservers.withLock({ $0 }) { observer(renamed) } }
        return result
    }

    /// Reads the image. It is lent: take out of it what is needed, not the whole.
    package func read<Result: Sendable, Failure: Error>(
        _ body: (borrowing StoreImage) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try writer.withLock { (writer) throws(Failure) in try body(writer.transaction.image) }
    }

    /// Events that came after one, the oldest first, at most `limit`; of one machine, or of all.
    package func events(
        after id: Int64 = 0, of mac: MACAddress? = nil, limit: Int
    ) throws(StoreError) -> [BootEvent] {
        try? writeNotes()
        do throws(SQLiteError) {
            let events = try reader.withLock { (reader) throws(SQLiteError) in
                try reader?.events(after: id, of: mac, limit: limit)
            }
            if let events { return events }
            return try writer.withLock { (writer) throws(SQLiteError) in
                try writer.events(after: id, of: mac, limit: limit)
            }
        } catch {
            throw .failed(path: path, error)
        }
    }

    /// The id of the newest event; 0 while there is none.
    package var lastEvent: Int64 { lastEventID.load(ordering: .acquiring) }

    /// Calls `observer` after each commit that wrote something, with the events of that transaction, on the thread that
    /// committed and outside of the lock. When two threads commit at once the later events may come first.
    package func observeCommits(_ observer: @escaping @Sendable ([BootEvent]) -> Void) {
        observers.withLock { $0.append(observer) }
    }

    /// Calls `observer` after each commit that changed what DNS shall have, with the machines that are meant, as
    /// `observeCommits` does.
    package func observeNames(_ observer: @escaping @Sendable (Set<MACAddress>) -> Void) {
        nameObservers.withLock { $0.append(observer) }
    }

    /// Calls `observer` after each commit that failed, on the thread that tried it and outside of the lock.
    package func observeFailures(_ observer: @escaping @Sendable (StoreError) -> Void) {
        failureObservers.withLock { $0.append(observer) }
    }

    /// Brings everything into the one file, and empties the log beside it, for those who copy the file of a daemon that
    /// has stopped. Where that fails the log keeps it.
    package func checkpoint() throws(StoreError) {
        do throws(SQLiteError) {
            try writer.withLock { (writer) throws(SQLiteError) in try writer.checkpoint() }
        } catch {
            throw .failed(path: path, error)
        }
    }

    /// Commits a page that says what it said: whether the store can be written now. Observers do not hear of it.
    package func probe() throws(StoreError) {
        do throws(SQLiteError) {
            try writer.withLock { (writer) throws(SQLiteError) in try writer.probe() }
        } catch {
            throw .failed(path: path, error)
        }
    }
}
