import HTTPWire
import Inventory
import NetTypes

/// What a machine asks for over HTTP. All routes are in this list.
package enum WebPath: Hashable, Sendable {
    /// A page or file of the boot tree: `/boot/PATH`, and `/PATH`, since GRUB takes paths from the server's root when it
    /// was itself loaded over HTTP.
    case boot(String)
    /// `/build/TOKEN/PROFILE/preseed.cfg`
    case preseed(token: String, ProfileName)
    /// `/build/TOKEN/PROFILE/postinstall.sh`
    case postInstall(token: String, ProfileName)
    /// `POST /build/TOKEN/report/STEP`
    case report(token: String, step: String)

    /// `/machine`: who the asking machine is.
    case machine
    /// `/metrics`, for who asks on this host.
    case metrics

    package init?(_ path: String) {
        guard path.utf8.count <= 512 else { return nil }
        let parts = path.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
        switch parts.first {
        case nil: return nil
        case "boot" where parts.count > 1: self = .boot(parts.dropFirst().joined(separator: "/"))
        case "build":
            guard parts.count == 4 else { return nil }
            if parts[2] == "report" {
                guard isStepName(parts[3]) else { return nil }
                self = .report(token: parts[1], step: parts[3])
                return
            }
            guard let profile = ProfileName(parts[2]) else { return nil }
            switch parts[3] {
            case "preseed.cfg": self = .preseed(token: parts[1], profile)
            case "postinstall.sh": self = .postInstall(token: parts[1], profile)
            default: return nil
            }
        case "machine" where parts.count == 1: self = .machine
        case "metrics" where parts.count == 1: self = .metrics
        default: self = .boot(parts.joined(separator: "/"))
        }
    }

    /// How each may be asked for.
    package var methods: [HTTPMethod] {
        switch self {
        case .boot, .preseed, .postInstall, .machine, .metrics: [.get, .head]
        case .report: [.post]
        }
    }
}

/// Lower-case letters, digits and hyphens, 1 to 32.
private func isStepName(_ text: String) -> Bool {
    (1...32).contains(text.utf8.count)
        && text.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "-") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
}
