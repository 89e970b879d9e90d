import Inventory
import NetTypes
import OtherServers

/// What the words of free text say of a machine: `profile=api`, `address=10.77.0.50`, `name=api-1`. Other words are
/// somebody else's, and are passed over.
struct MachineWords {
    private(set) var profile: ProfileName?
    private(set) var address: IPv4Address?
    private(set) var name: HostName?
    private(set) var mistakes: [FileMistake] = []

    /// Reads the words of a text; what an earlier one said otherwise is a mistake.
    mutating func read(_ text: String, at place: Place) {
        for word in text.split(whereSeparator: { $0.isWhitespace || $0 == "," || $0 == ";" }) {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            set(String(parts[0]), String(parts[1]), at: place)
        }
    }

    /// Reads one `KEY=VALUE`.
    mutating func set(_ key: String, _ value: String, at place: Place) {
        switch key {
        case "profile":
            keep(
                ProfileName(value), at: \.profile, key, value, place,
                form: "a profile's name: lower-case letters, digits and hyphens, a letter first")
        case "address": keep(IPv4Address(value), at: \.address, key, value, place, form: "an IPv4 address")
        case "name":
            keep(HostName(value), at: \.name, key, value, place, form: "a host name: letters, digits and hyphens")
        default: break
        }
    }

    private mutating func keep<Value: Equatable>(
        _ read: Value?, at path: WritableKeyPath<Self, Value?>, _ key: String, _ value: String, _ place: Place,
        form: String
    ) {
        guard let read else {
            return mistakes.append(
                FileMistake(place, fact: "\(key)=\(shown(value)) is not \(form)", cure: "correct the word"))
        }
        if let former = self[keyPath: path], former != read {
            return mistakes.append(
                FileMistake(
                    place, fact: "\(key)=\(shown(value)) contradicts \(key)=\(former)", cure: "keep one of the two"))
        }
        self[keyPath: path] = read
    }
}

/// A text of a file as an error shows it: on one line, and cut where it is long.
func shown(_ text: String) -> String {
    let short = text.count > 60 ? text.prefix(60) + "…" : text[...]
    let isPlain = short.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0.value >= 0x20 }
    return isPlain && !short.isEmpty ? String(short) : String(reflecting: String(short))
}
