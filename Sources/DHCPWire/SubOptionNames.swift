import NetTypes

/// What the options inside options 43, 82 and 175 are called, and how people read them.
private struct SubOptionKey: Sendable {
    let code: UInt8
    let name: String
    let text: @Sendable (ArraySlice<UInt8>) -> String?

    init<Value>(_ code: UInt8, _ name: String, _ codec: OptionCodec<Value>) {
        self.code = code
        self.name = name
        text = codec.text
    }
}

/// PXE's own (PXE 2.1 §2.2.3).
private let ofPXE = [
    SubOptionKey(6, "discovery-control", OptionCodec<UInt8>.number),
    SubOptionKey(7, "multicast-address", OptionCodec<IPv4Address>.address),
    SubOptionKey(8, "boot-servers", OptionCodec<[UInt8]>.bytes),
    SubOptionKey(9, "boot-menu", OptionCodec<[UInt8]>.bytes),
    SubOptionKey(10, "menu-prompt", OptionCodec<String>.text),
    SubOptionKey(71, "boot-item", OptionCodec<[UInt8]>.bytes),
]

/// What relays say (RFC 3046 §2.0, RFC 3527, RFC 3993, RFC 5107, RFC 6925, RFC 8357).
private let ofRelays = [
    SubOptionKey(1, "circuit-id", OptionCodec<[UInt8]>.letters),
    SubOptionKey(2, "remote-id", OptionCodec<[UInt8]>.letters),
    SubOptionKey(5, "link-selection", OptionCodec<IPv4Address>.address),
    SubOptionKey(6, "subscriber-id", OptionCodec<[UInt8]>.letters),
    SubOptionKey(11, "server-id-override", OptionCodec<IPv4Address>.address),
    SubOptionKey(12, "relay-id", OptionCodec<[UInt8]>.bytes),
    SubOptionKey(19, "relay-source-port", OptionCodec<[UInt8]>.bytes),
]

/// iPXE's settings, without its features (ipxe.org/howto/dhcpd).
private let ofIPXE = [
    SubOptionKey(1, "priority", OptionCodec<UInt8>.number), SubOptionKey(8, "keep-san", OptionCodec<UInt8>.number),
    SubOptionKey(9, "skip-san-boot", OptionCodec<UInt8>.number),
    SubOptionKey(85, "syslogs", OptionCodec<String>.text),
    SubOptionKey(176, "no-pxedhcp", OptionCodec<UInt8>.number), SubOptionKey(177, "bus-id", OptionCodec<[UInt8]>.bytes),
    SubOptionKey(189, "bios-drive", OptionCodec<UInt8>.number),
    SubOptionKey(190, "username", OptionCodec<String>.text),
    SubOptionKey(235, "version", OptionCodec<[UInt8]>.bytes),
]

/// What an iPXE was built with (iPXE, `features.h`).
private let features: [UInt8: String] = [
    16: "pxe-ext", 17: "iscsi", 18: "aoe", 19: "http", 20: "https", 21: "tftp", 22: "ftp", 23: "dns", 24: "bzimage",
    25: "multiboot", 26: "slam", 27: "srp", 32: "nbi", 33: "pxe", 34: "elf", 35: "comboot", 36: "efi", 37: "fcoe",
    38: "vlan", 39: "menu", 40: "sdi", 41: "nfs",
]

/// The options inside an option, a text for each: `5 link-selection: 10.77.3.0`. None for an option that holds no others,
/// or something that cannot be read as such.
/// - Parameter isPXE: whether PXE's rules hold for option 43, and not some other vendor's.
package func subOptionTexts(_ code: UInt8, _ bytes: ArraySlice<UInt8>, isPXE: Bool) -> [String] {
    let keys: [SubOptionKey]
    switch code {
    case OptionKey.vendorOptions.code where isPXE: keys = ofPXE
    case OptionKey.relayAgentInformation.code: keys = ofRelays
    case OptionKey.ipxe.code: keys = ofIPXE
    default: return []
    }
    let framing: SubOptions.Framing = code == OptionKey.relayAgentInformation.code ? .bare : .padded
    guard let inner = try? SubOptions(decoding: bytes, framing) else { return [] }
    let built = code == OptionKey.ipxe.code ? inner.entries.compactMap { features[$0.code] } : []
    let others = inner.entries.filter { code != OptionKey.ipxe.code || features[$0.code] == nil }
    return others.map { text(of: $0, keys) } + (built.isEmpty ? [] : ["features: \(built.joined(separator: " "))"])
}

private func text(of entry: SubOptions.Entry, _ keys: [SubOptionKey]) -> String {
    guard let key = keys.first(where: { $0.code == entry.code }) else {
        return "\(entry.code): \(hexadecimal(entry.value))"
    }
    let value = key.text(entry.value[...]) ?? "\(hexadecimal(entry.value)) (malformed)"
    return "\(entry.code) \(key.name): \(value)"
}
