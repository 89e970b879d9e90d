/// What a machine boots with, as its DHCP request says (RFC 4578 §2.1): which boot loader it can run.
package enum Firmware: String, Hashable, Sendable, Codable, CaseIterable {
    case bios
    case uefiX64 = "uefi-x64"
    case uefiX64HTTP = "uefi-x64-http"
    case uefiARM64 = "uefi-arm64"
    case uefiARM64HTTP = "uefi-arm64-http"

    /// The firmware for an architecture type of option 93. Type 7 is x64 in practice and 9 is taken alike: RFC 4578 has
    /// them the other way round from what firmware sends.
    package init?(architecture: UInt16) {
        switch architecture {
        case 0: self = .bios
        case 7, 9: self = .uefiX64
        case 11: self = .uefiARM64
        case 16: self = .uefiX64HTTP
        case 19: self = .uefiARM64HTTP
        default: return nil
        }
    }

    /// The processor architecture that it is for.
    package var architecture: Architecture {
        switch self {
        case .bios, .uefiX64, .uefiX64HTTP: .amd64
        case .uefiARM64, .uefiARM64HTTP: .arm64
        }
    }

    /// Whether it boots by HTTP from a URL and not by TFTP.
    package var bootsByHTTP: Bool { self == .uefiX64HTTP || self == .uefiARM64HTTP }
}

/// Which program of a booting machine speaks: the firmware itself, or iPXE, which is firmware with its own scripts.
package enum LoaderKind: Hashable, Sendable {
    case firmware(Firmware)
    case ipxe
}
