import Inventory
import NetTypes
import Settings

extension Configuration.DHCP {
    fileprivate var service: String {
        let interfaces = interfaces.joined(separator: ", ")
        return switch mode {
        case .server: "on \(interfaces)"
        case .proxy: "on \(interfaces), beside the server that lends the addresses"
        case .off: "off"
        }
    }
}

extension Configuration {
    /// What it comes to, a line for each part.
    var summary: String {
        let addresses = dhcp.subnets.map {
            "\($0.prefix)" + (dhcp.mode == .proxy ? "" : " (\($0.poolSize) addresses to lend)")
        }
        let described = profiles.keys.sorted().map(\.text).joined(separator: ", ")
        let parts: [(String, String)] = [
            ("dhcp", dhcp.service),
            ("subnets", addresses.isEmpty ? "none" : addresses.joined(separator: ", ")),
            ("tftp", tftp.isEnabled ? "\(tftp.address):\(tftp.port), files of \(tftp.root)" : "off"),
            ("http", "\(http.address):\(http.port)" + (http.url.map { ", known as \($0)" } ?? "")),
            ("boot", "\(boot.defaultProfile) by itself after \(boot.promptTimeout)"),
            ("profiles", described.isEmpty ? "none described" : described),
            ("machines", "\(machines.count) declared"),
            ("data", data),
            ("control", control),
            ("content", content),
        ]
        return parts.map { "  \($0.0.filled(to: 10))\(visible($0.1))\n" }.joined()
    }
}
