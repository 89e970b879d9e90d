import Inventory
import OtherServers

/// What was read of a file, or of several: machines, and what could not be read.
package struct MachineReading: Hashable, Sendable {
    package internal(set) var machines: [WantedMachine] = []
    /// What is wrong, and costs a machine.
    package internal(set) var mistakes: [FileMistake] = []
    /// What is passed over, and is not wrong.
    package internal(set) var remarks: [FileMistake] = []

    package init(machines: [WantedMachine] = [], mistakes: [FileMistake] = [], remarks: [FileMistake] = []) {
        self.machines = machines
        self.mistakes = mistakes
        self.remarks = remarks
    }

    /// Both, the left one first.
    package static func + (left: Self, right: Self) -> Self {
        Self(
            machines: left.machines + right.machines, mistakes: left.mistakes + right.mistakes,
            remarks: left.remarks + right.remarks)
    }

    /// The most bytes of a file: thousands of domains that were written one after the other.
    package static let byteLimit = 64 << 20

    /// Reads a file whose form is known by its content.
    ///
    /// - Parameter isNamed: whether somebody named this file, and it has to hold machines; in a folder others may stand
    ///   beside those that do.
    package init(_ bytes: [UInt8], file: String, isNamed: Bool = true) {
        switch MachineFileForm(recognising: bytes) {
        case .domains: self.init(domainsOf: bytes, file: file)
        case .table: self.init(tableOf: bytes, file: file)
        case .list: self.init(listOf: bytes, file: file)
        case nil:
            let fact = "holds no machines"
            let what = FileMistake(
                Place(file, 0), fact: fact,
                cure: "name libvirt's domain XML, a CSV file with a column mac, or a YAML list of machines")
            self.init(mistakes: isNamed ? [what] : [], remarks: isNamed ? [] : [what])
        }
    }
}

/// The forms that machines are written in.
enum MachineFileForm: Hashable, Sendable {
    /// libvirt's XML.
    case domains
    /// CSV with a header.
    case table
    /// YAML.
    case list

    /// By the first line that says something; `nil` for what can be none of them.
    init?(recognising bytes: [UInt8]) {
        let text = String(decoding: bytes.prefix(1 << 16), as: UTF8.self).drop { $0 == "\u{feff}" }
        let lines = text.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " || $0 == "\t" } }
        guard let first = lines.first(where: { !$0.isEmpty && !$0.hasPrefix("#") && $0 != "---" }) else { return nil }
        if first.hasPrefix("<") {
            self = .domains
        } else if MachineTableHeader(String(first)) != nil {
            self = .table
        } else if first.hasPrefix("-") || first.hasPrefix("[") || first.hasPrefix("machines:") || isJSON(text) {
            self = .list
        } else {
            return nil
        }
    }
}

/// Whether the text begins with `{"machines":`, as `amorce machine export --json` prints it, which is YAML, too.
private func isJSON(_ text: Substring) -> Bool {
    let rest = text.drop(while: \.isWhitespace)
    return rest.first == "{" && rest.dropFirst().drop(while: \.isWhitespace).hasPrefix("\"machines\"")
}
