import Inventory
import NetTypes
import SQLite

/// Why the store could not be opened, or would not take something.
package enum StoreError: Error, Hashable, Sendable {
    /// The file, or its directory, cannot be made or written.
    case notWritable(DatabaseFile.Problem)
    /// The file holds something that is not a store of amorce; the text says what.
    case notOurs(path: String, String)
    /// A later amorce has written the file.
    case newer(path: String, found: Int, known: Int)
    /// Another machine has this name.
    case nameTaken(HostName, by: MACAddress)
    /// The address is reserved for another machine.
    case addressTaken(IPv4Address, by: MACAddress)
    /// A build for a machine that the store does not know.
    case unknownMachine(MACAddress)
    /// SQLite failed: the disk is full, cannot be read, …
    case failed(path: String, SQLiteError)
}

extension StoreError: CustomStringConvertible {
    /// The fact, and the cure where there is one.
    package var description: String { fact + (cure.map { "; \($0)" } ?? "") }

    /// What is so.
    package var fact: String {
        switch self {
        case .notWritable(let problem): "\(problem)"
        case .notOurs(let path, let what): "\(path): \(what)"
        case .newer(let path, let found, let known):
            "\(path): written by a later amorce (version \(found) of the tables, this one knows \(known))"
        case .nameTaken(let name, let mac): "the name \(name) belongs to \(mac)"
        case .addressTaken(let address, let mac): "the address \(address) is reserved for \(mac)"
        case .unknownMachine(let mac): "\(mac) is not among the machines"
        case .failed(let path, let error): "\(path): \(error)"
        }
    }

    /// What an admin can do about it.
    package var cure: String? {
        switch self {
        case .notWritable: "the store needs a directory and a file there that amorce may read and write"
        case .notOurs: "it is left as it is: move it away, or set `data:` to another directory"
        case .newer: "install that amorce again, or restore the copy from before it"
        case .nameTaken: "choose another, or rename that one"
        case .addressTaken: "choose another, or change that one"
        case .unknownMachine: "save the machine before its build"
        case .failed(let path, let error): error.cure(of: path)
        }
    }
}

extension SQLiteError {
    /// What an admin can do about it.
    fileprivate func cure(of path: String) -> String? {
        if isFull { return "make room on its disk; nothing was changed" }
        if isInputOutput { return "look for disk errors in the kernel's log" }
        if isBusy { return "stop the other program that has it open" }
        if isAccess { return "amorce must be able to write the file and its directory" }
        if isDamaged {
            return "stop amorce, and look with `sqlite3 \(path) 'PRAGMA integrity_check'`; restore a copy of the file, "
                + "or save what can be read with `sqlite3 \(path) .recover | sqlite3 NEW`, or start anew: move it away "
                + "with \(path)-wal and \(path)-shm, and `amorce lease import` what `lease export` saved"
        }
        return nil
    }
}

/// Does something with the database at a path; what SQLite says of it comes out as the store's error.
func explaining<Result: ~Copyable>(
    _ path: String, _ body: () throws(SQLiteError) -> Result
) throws(StoreError) -> Result {
    do throws(SQLiteError) {
        return try body()
    } catch {
        throw error.isNotDatabase ? .notOurs(path: path, "not an SQLite database") : .failed(path: path, error)
    }
}
