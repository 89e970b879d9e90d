import Inventory
import NetTypes
import OtherServers

extension MachineReading {
    /// CSV (RFC 4180) with a header that names the columns, in any order: `name,mac,profile,address`. Several MAC addresses
    /// stand in one field with blanks between, or in several columns called `mac`; the first one boots.
    init(tableOf bytes: [UInt8], file: String) {
        self.init()
        let text = String(decoding: bytes, as: UTF8.self).drop { $0 == "\u{feff}" }
        var rows = TableRows(text)
        var header: MachineTableHeader?
        while let (line, source) = rows.nextSource(header?.separator) {
            let place = Place(file, line)
            guard let columns = header else {
                header = MachineTableHeader(source.joined())
                for column in header?.unknown ?? [] {
                    remarks.append(
                        FileMistake(
                            place, fact: "column \(shown(column)) is passed over",
                            cure: "name, mac, profile and address are read"))
                }
                continue
            }
            do throws(FileMistake) {
                machines.append(try columns.machine(source, at: place))
            } catch {
                mistakes.append(error)
            }
        }
    }
}

/// Which column of a table holds what.
struct MachineTableHeader {
    /// A comma, or what spreadsheets write where the comma is the decimal point.
    let separator: Character
    private let columns: [String]
    /// Columns that say nothing to us.
    var unknown: [String] { columns.filter { !Self.known.contains($0) } }

    private static let known = ["name", "mac", "profile", "address"]

    /// `nil` where the line names no column `mac`.
    init?(_ line: String) {
        for separator: Character in [",", ";", "\t"] {
            var rows = TableRows(line[...])
            let columns = (rows.nextSource(separator)?.fields ?? []).map { $0.trimmedBlanks.lowercased() }
            guard columns.contains("mac") else { continue }
            (self.separator, self.columns) = (separator, columns)
            return
        }
        return nil
    }

    func machine(_ fields: [String], at place: Place) throws(FileMistake) -> WantedMachine {
        guard fields.count <= columns.count else {
            throw FileMistake(
                place, fact: "\(fields.count) fields under \(columns.count) columns",
                cure: "quote what holds a \(separator == "\t" ? "tab" : String(separator))")
        }
        var macs: [MACAddress] = []
        let texts = self.fields(fields, of: "mac").flatMap { field in
            field.split { (character: Character) in [" ", ",", ";"].contains(character) }
        }
        for text in texts {
            guard let mac = MACAddress(text), !mac.isGroup else {
                throw FileMistake(
                    place, fact: "\(shown(String(text))) is not a machine's MAC address",
                    cure: "write 52:54:00:77:00:11"
                )
            }
            macs.append(mac)
        }
        guard let mac = macs.first else {
            throw FileMistake(place, fact: "mac is empty", cure: "write 52:54:00:77:00:11, or take the line out")
        }
        return WantedMachine(
            place: "\(place)", mac: mac, otherMACs: macs.filter { $0 != mac },
            name: try value(fields, "name", place, "a host name: letters, digits and hyphens", HostName.init),
            profile: try value(
                fields, "profile", place, "a profile's name: lower-case letters, digits and hyphens", ProfileName.init),
            address: try value(fields, "address", place, "an IPv4 address", IPv4Address.init))
    }

    private func fields(_ fields: [String], of column: String) -> [String] {
        zip(columns, fields).filter { $0.0 == column }.map { $0.1.trimmedBlanks }.filter { !$0.isEmpty }
    }

    private func value<Value>(
        _ fields: [String], _ column: String, _ place: Place, _ form: String, _ read: (String) -> Value?
    ) throws(FileMistake) -> Value? {
        guard let text = self.fields(fields, of: column).first else { return nil }
        guard let value = read(text) else {
            throw FileMistake(place, fact: "\(column): \(shown(text)) is not \(form)", cure: "correct the field")
        }
        return value
    }
}

/// The rows of a table: a quoted field may hold separators, line ends and doubled quotes.
struct TableRows {
    private var rest: Substring
    private var line = 1

    init(_ text: Substring) { rest = text }

    /// The next row that is neither empty nor a comment, with the number of its first line; without a separator it is one
    /// field, the line as it stands.
    mutating func nextSource(_ separator: Character?) -> (line: Int, fields: [String])? {
        while let first = rest.first {
            if first.isNewline {
                skip()
            } else if first == "#" {
                while let next = rest.first, !next.isNewline { rest.removeFirst() }
            } else {
                let start = line
                return (start, row(separator))
            }
        }
        return nil
    }

    private mutating func row(_ separator: Character?) -> [String] {
        var fields = [""]
        var isQuoted = false
        while let next = rest.first {
            if next.isNewline, !isQuoted || separator == nil { break }
            skip()
            guard let last = fields.indices.last else { continue }
            if separator != nil, next == "\"" {
                if isQuoted, rest.first == "\"" {
                    skip()
                    fields[last].append("\"")
                } else if isQuoted || fields[last].isEmpty {
                    isQuoted.toggle()
                } else {
                    fields[last].append(next)
                }
            } else if next == separator, !isQuoted {
                fields.append("")
            } else {
                fields[last].append(next)
            }
        }
        return fields
    }

    private mutating func skip() {
        if rest.removeFirst().isNewline { line += 1 }
    }
}
