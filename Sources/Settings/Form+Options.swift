import DHCPWire
import Inventory
import NetTypes

extension Form<UInt8> {
    /// A DHCP option that a configuration may set.
    static var option: Self {
        Self("an option", write: "write its code, or its name in Kea, such as 43 or ntp-servers") { text in
            let code: UInt8
            if let number = UInt8(text) {
                code = number
            } else if let key = AnyOptionKey.named(text) {
                code = key.code
            } else {
                let meant = nearest(to: text, among: AnyOptionKey.all.map(\.name)).map { ", did you mean \($0)?" } ?? ""
                return .fault("\(quoted(text)) is neither an option's code nor its name\(meant)")
            }
            return daemonsOwn.contains(code)
                ? .fault("\(text) is what amorce itself says in every reply") : .value(code)
        }
    }
}

/// What a message means, who it is from and for, and what the machine's lease and name are.
private let daemonsOwn = OptionCodes([0, 1, 12, 28, 61, 81, 82, 93, 97, 255] + Array(50...59))

extension Form<UInt16> {
    /// The length of a packet (RFC 2132 §5.1).
    static var mtu: Self {
        Self("a packet's length", write: "write a number of bytes from 68 to 65535, such as 1500") { text in
            UInt16(text).flatMap { $0 >= 68 ? $0 : nil }
        }
    }
}

extension Form<StaticRoute> {
    static var route: Self {
        Self("a route", write: "write NETWORK via ROUTER, such as 192.0.2.0/24 via 10.77.0.254") { StaticRoute($0) }
    }
}

/// The options that are meant, by code.
func checked(_ options: [UInt8: Keyed<String>], _ notebook: inout SettingsNotebook) -> [ConfiguredOption] {
    options.sorted { $0.key < $1.key }.compactMap { code, text in
        switch bytes(of: code, as: text.value) {
        case .success(let value): return ConfiguredOption(code: code, value: value)
        case .failure(let mistake):
            notebook.note(text.key, fact: mistake.fact, cure: mistake.cure)
            return nil
        }
    }
}

private struct OptionMistake: Error {
    let fact: String
    let cure: String
}

/// The bytes that a text stands for: `hex:` and `text:` say so, else the option's own kind does.
private func bytes(of code: UInt8, as text: String) -> Result<[UInt8], OptionMistake> {
    let value: [UInt8]
    if text.hasPrefix("hex:") {
        guard let bytes = [UInt8](hexadecimal: text.dropFirst(4)), !bytes.isEmpty else {
            return .failure(
                OptionMistake(fact: "\(quoted(text)) is not hexadecimal", cure: "write two digits a byte: hex:0104ff"))
        }
        value = bytes
    } else if text.hasPrefix("text:") {
        value = Array(text.dropFirst(5).utf8)
    } else {
        guard let key = AnyOptionKey.named(code) else {
            return .failure(
                OptionMistake(
                    fact: "has no name here, so its kind is not known",
                    cure: "write hex: or text: before the value, such as hex:0104ff"))
        }
        guard let bytes = key.encode(text) else {
            return .failure(
                OptionMistake(
                    fact: "\(quoted(text)) is no value of option \(code) (\(key.name))",
                    cure: "write it as the option's kind wants, or as hex:0104ff"))
        }
        value = bytes
    }
    guard (1...512).contains(value.count) else {
        return .failure(OptionMistake(fact: "has \(value.count) bytes", cure: "write a value of 1 to 512 bytes"))
    }
    return .success(value)
}
