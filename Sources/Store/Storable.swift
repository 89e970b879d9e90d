import FoundationEssentials
import Inventory
import NetTypes
import SQLite

/// What a column can hold. The two halves stand side by side; a value that cannot be read back is `nil`.
protocol Storable {
    init?(stored: Value)
    var stored: Value { get }
}

extension MACAddress: Storable {
    init?(stored: Value) {
        guard case .integer(let number) = stored else { return nil }
        self.init(number: UInt64(bitPattern: number))
    }
    var stored: Value { .integer(Int64(bitPattern: number)) }
}

extension IPv4Address: Storable {
    init?(stored: Value) {
        guard case .integer(let number) = stored, let number = UInt32(exactly: number) else { return nil }
        self.init(number: number)
    }
    var stored: Value { .integer(Int64(number)) }
}

extension Timestamp: Storable {
    init?(stored: Value) {
        guard case .integer(let number) = stored else { return nil }
        self.init(milliseconds: number)
        guard (Self.earliest...Self.latest).contains(self) else { return nil }
    }
    var stored: Value { .integer(milliseconds) }

    /// The years from 1970 to 9999: nothing that is stored was, or will be, at another time.
    static let earliest = Self(milliseconds: 0)
    static let latest = Self(milliseconds: 253_402_300_799_999)
}

extension Int64: Storable {
    init?(stored: Value) {
        guard case .integer(let number) = stored else { return nil }
        self = number
    }
    var stored: Value { .integer(self) }
}

extension Int: Storable {
    init?(stored: Value) {
        guard case .integer(let number) = stored, let number = Int(exactly: number) else { return nil }
        self = number
    }
    var stored: Value { .integer(Int64(self)) }
}

extension String: Storable {
    init?(stored: Value) {
        guard case .text(let text) = stored else { return nil }
        self = text
    }
    var stored: Value { .text(self) }
}

extension HostName: Storable {
    init?(stored: Value) {
        guard case .text(let text) = stored else { return nil }
        self.init(text)
    }
    var stored: Value { .text(text) }
}

extension DomainName: Storable {
    init?(stored: Value) {
        guard case .text(let text) = stored else { return nil }
        self.init(text)
    }
    var stored: Value { .text(text) }
}

extension ProfileName: Storable {
    init?(stored: Value) {
        guard case .text(let text) = stored else { return nil }
        self.init(text)
    }
    var stored: Value { .text(text) }
}

extension ClientIdentifier: Storable {
    init?(stored: Value) {
        guard case .text(let text) = stored else { return nil }
        self.init(text)
    }
    var stored: Value { .text(description) }
}

/// Template variables as an object of JSON.
struct StoredVariables: Storable {
    let values: [String: String]

    init(values: [String: String]) { self.values = values }

    init?(stored: Value) {
        guard case .text(let text) = stored,
            let values = try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))
        else { return nil }
        self.values = values
    }

    var stored: Value {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // An object of texts can always be written.
        return .text((try? encoder.encode(values)).map { String(decoding: $0, as: UTF8.self) } ?? "{}")
    }
}

extension Storable where Self: RawRepresentable<String> {
    init?(stored: Value) {
        guard case .text(let text) = stored else { return nil }
        self.init(rawValue: text)
    }
    var stored: Value { .text(rawValue) }
}

extension InstallState: Storable {}
extension Machine.Origin: Storable {}
extension Arm.Giver: Storable {}
extension NetworkBoots.Program: Storable {}
extension Firmware: Storable {}
extension Lease.State: Storable {}
extension Stage: Storable {}
extension NameEntry.State: Storable {}

extension Optional where Wrapped: Storable {
    var stored: Value { self?.stored ?? .null }
}

/// Why a stored row cannot be read.
struct RowProblem: Error, CustomStringConvertible {
    let column: String
    let value: Value
    var description: String { "\(column) holds \(value)" }
}

extension Row {
    /// A column that always holds something.
    borrowing func get<Noun: Storable>(_ column: Int) throws(RowProblem) -> Noun {
        let value = self[column]
        guard let noun = Noun(stored: value) else { throw RowProblem(column: name(of: column), value: value) }
        return noun
    }

    /// A column that may be empty.
    borrowing func get<Noun: Storable>(_ column: Int) throws(RowProblem) -> Noun? {
        if case .null = self[column] { return nil }
        let noun: Noun = try get(column)
        return noun
    }
}
