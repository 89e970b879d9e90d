import DHCPWire
import NetTypes

/// An option as Kea names it, with its value as a person reads it: `54 dhcp-server-identifier: 10.77.0.1`.
package func optionText(_ code: UInt8, _ bytes: [UInt8]) -> String {
    guard let (name, form) = knownOptions[code] else { return "\(code): \(hexadecimal(bytes))" }
    return "\(code) \(name): \(form.text(bytes) ?? "\(hexadecimal(bytes)) (malformed)")"
}

/// How a value is written.
private enum Form {
    case address, number, seconds, text, codes, type, hex, names

    /// `nil` where the value has not the form's length.
    func text(_ bytes: [UInt8]) -> String? {
        switch self {
        case .address:
            guard !bytes.isEmpty, bytes.count % 4 == 0 else { return nil }
            return stride(from: 0, to: bytes.count, by: 4)
                .map { IPv4Address(number: bigEndian(bytes[$0..<($0 + 4)])).description }.joined(separator: ", ")
        case .number:
            guard !bytes.isEmpty, bytes.count <= 4 else { return nil }
            return "\(bigEndian(bytes[...]))"
        case .seconds:
            guard bytes.count == 4 else { return nil }
            return "\(bigEndian(bytes[...]))s"
        case .text: return bytes.map(character).joined()
        case .codes: return bytes.map(String.init).joined(separator: " ")
        case .type: return bytes.first.map { DHCPMessageType(rawValue: $0).description }
        case .hex: return hexadecimal(bytes)
        case .names:
            guard let names = try? OptionKey.domainSearch.codec.decode(bytes[...]) else { return nil }
            return names.map(\.text).joined(separator: ", ")
        }
    }
}

private func bigEndian(_ bytes: ArraySlice<UInt8>) -> UInt32 { bytes.reduce(0) { $0 << 8 | UInt32($1) } }

private func character(_ byte: UInt8) -> String {
    (0x20..<0x7f).contains(byte) ? String(UnicodeScalar(byte)) : "\\x" + hexadecimal(byte)
}

/// Kea's names (dhcp4-options), those of the captures' clients among them.
private let knownOptions: [UInt8: (name: String, form: Form)] = [
    1: ("subnet-mask", .address), 3: ("routers", .address), 6: ("domain-name-servers", .address),
    12: ("host-name", .text), 15: ("domain-name", .text), 28: ("broadcast-address", .address),
    42: ("ntp-servers", .address), 43: ("vendor-encapsulated-options", .hex),
    50: ("dhcp-requested-address", .address), 51: ("dhcp-lease-time", .seconds),
    52: ("dhcp-option-overload", .number), 53: ("dhcp-message-type", .type),
    54: ("dhcp-server-identifier", .address), 55: ("dhcp-parameter-request-list", .codes),
    56: ("dhcp-message", .text), 57: ("dhcp-max-message-size", .number), 58: ("dhcp-renewal-time", .seconds),
    59: ("dhcp-rebinding-time", .seconds), 60: ("vendor-class-identifier", .text),
    61: ("dhcp-client-identifier", .hex), 66: ("tftp-server-name", .text), 67: ("boot-file-name", .text),
    77: ("user-class", .text), 81: ("fqdn", .hex), 82: ("dhcp-agent-options", .hex), 93: ("client-system", .number),
    94: ("client-ndi", .hex), 97: ("uuid-guid", .hex), 119: ("domain-search", .names),
    175: ("ipxe-encapsulated", .hex),
]
