import DHCPWire
import Inventory
import NetTypes

extension ClientRequest {
    /// Which boot file the client is told, and how it was known what it needs; or why it is told none.
    func bootReason(_ boot: BootInstructions?) -> String {
        let place = boot.map { $0.file.contains("://") ? "" : " from \($0.nextServer)" } ?? ""
        let file = boot.map { "boot file \($0.file)\(place): " } ?? "no boot file: "
        switch speaker {
        case .firmware(let firmware): return file + "it is \(firmware.rawValue) firmware, by \(evidence)"
        case .unknownFirmware(let architecture):
            return file + "nothing is there for architecture \(architecture), \(evidence)"
        case .ipxe(let firmware, let speaksHTTP):
            let http =
                speaksHTTP
                ? "it can fetch by HTTP (option 175, feature 19)"
                : "it cannot fetch by HTTP (option 175 has no feature 19)"
            return file + "it is iPXE (option 77) on \(firmware.rawValue) firmware, by \(evidence); \(http)"
        case .grub:
            return file + "it is GRUB, which has booted already: it says nothing of itself"
        case .installer:
            return file + "it is the Debian installer (option 60 is d-i), which would take one for its preseed file"
        case .system: return file + "it does not boot from the network (option 60 is neither PXEClient nor HTTPClient)"
        }
    }

    /// The option that names the architecture.
    private var evidence: String {
        let architectures = OptionKey.architectures
        if let bytes = message.options.bytes(architectures.code), let text = architectures.codec.text(bytes) {
            return "option \(architectures.code) (\(architectures.name)): \(text)"
        }
        let vendorClass = OptionKey.vendorClass
        let text = message.options.bytes(vendorClass.code).flatMap(vendorClass.codec.text) ?? ""
        return "option \(vendorClass.code) (\(vendorClass.name)): \(text)"
    }
}
