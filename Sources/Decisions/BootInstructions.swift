import Inventory
import NetTypes

/// What the daemon has for machines that boot: one boot file for each kind of loader, and where they are.
package struct BootPolicy: Hashable, Sendable {
    /// A path below the TFTP root, or a URL.
    package let loaders: [LoaderKind: String]
    /// What machines are told to fetch from over HTTP, without a slash at the end: `http://10.77.0.1`.
    package let url: String

    /// The given loaders in place of those of Debian's netboot images.
    package init(loaders: [LoaderKind: String], url: String) {
        let (amd64, arm64) = (Architecture.amd64.loader, Architecture.arm64.loader)
        let shipped: [LoaderKind: String] = [
            .firmware(.bios): "pxelinux.0",
            .firmware(.uefiX64): amd64,
            .firmware(.uefiX64HTTP): "\(url)/boot/\(amd64)",
            .firmware(.uefiARM64): arm64,
            .firmware(.uefiARM64HTTP): "\(url)/boot/\(arm64)",
            .ipxe: "\(url)/boot.ipxe",
        ]
        self.loaders = shipped.merging(loaders) { $1 }
        self.url = url
    }
}

/// What a machine that boots is told to load.
package struct BootInstructions: Hashable, Sendable {
    /// `file` and option 67: a path on the TFTP server, or a URL.
    package let file: String
    /// `siaddr` and option 66.
    package let nextServer: IPv4Address
    /// Whether the firmware takes the reply only with option 60 `HTTPClient` in it (EDK2's HttpBootDxe, 2026).
    package let isHTTPBoot: Bool
    /// Whether iPXE shall be told not to wait for a proxyDHCP server, which would cost it two seconds.
    package let isIPXE: Bool

    /// What a client of a network is told: it loads from this host, or from the subnet's own next server.
    package init?(for request: ClientRequest, in network: ServedNetwork, policy: BootPolicy) {
        self.init(
            for: request.speaker, policy: policy, nextServer: network.subnet.nextServer ?? network.address)
    }

    /// `nil` for whoever does not boot, or boots a firmware that nothing is there for.
    package init?(for speaker: Speaker, policy: BootPolicy, nextServer: IPv4Address) {
        self.nextServer = nextServer
        switch speaker {
        case .ipxe(let firmware, let speaksHTTP):
            guard let script = policy.loaders[.ipxe], let own = policy.loaders[.firmware(firmware)] else { return nil }
            file = speaksHTTP || !script.contains("://") ? script : own
            (isHTTPBoot, isIPXE) = (false, true)
        case .firmware(let firmware):
            guard let own = policy.loaders[.firmware(firmware)] else { return nil }
            file = own
            (isHTTPBoot, isIPXE) = (firmware.bootsByHTTP, false)
        case .unknownFirmware, .grub, .installer, .system:
            return nil
        }
    }
}
