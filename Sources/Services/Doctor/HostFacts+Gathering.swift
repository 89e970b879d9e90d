import Decisions
import Images
import Inventory
import LinuxIO
import NetTypes
import Settings

/// What `amorce doctor` thinks of the host that a configuration is for, the worst first.
///
/// - Parameter status: how the daemon answers.
/// - Parameter isOffline: whether the mirror is left alone.
package func examination(of configuration: Configuration, status: StatusReport?, isOffline: Bool) -> [Finding] {
    HostFacts(configuration, status: status, isOffline: isOffline).findings
}

extension HostFacts {
    /// Looks at the host that a configuration is for. It changes nothing, and asks nobody but the mirror.
    fileprivate init(_ configuration: Configuration, status: StatusReport?, isOffline: Bool) {
        self.init()
        self.status = status
        isProxy = configuration.dhcp.mode == .proxy
        ports = Self.ports(configuration)
        links = Self.links(configuration)
        firewall = Self.firewall()
        isClockKept = Host.isClockKept
        freeBytes = try? Host.freeBytes(at: configuration.data)
        images = isOffline ? [] : Self.images(configuration)
    }

    private static func ports(_ configuration: Configuration) -> [PortFacts] {
        var wanted: [(port: UInt16, transport: String, service: String, key: String?)] = []
        switch configuration.dhcp.mode {
        case .off: break
        case .server: wanted.append((67, "udp", "DHCP", nil))
        case .proxy: wanted += [(67, "udp", "proxyDHCP", nil), (4011, "udp", "proxyDHCP", nil)]
        }
        if configuration.tftp.isEnabled { wanted.append((configuration.tftp.port, "udp", "TFTP", "tftp.listen")) }
        wanted.append((configuration.http.port, "tcp", "HTTP", "http.listen"))
        if configuration.syslog.isEnabled {
            wanted.append((configuration.syslog.port, "udp", "syslog", "syslog.listen"))
        }
        if let tls = configuration.http.tls { wanted.append((tls.port, "tcp", "HTTPS", "http.tls.listen")) }

        let listeners = [
            "udp": SocketTable(Host.sockets("udp"), isTCP: false).listeners,
            "tcp": SocketTable(Host.sockets("tcp"), isTCP: true).listeners,
        ]
        let ports = wanted.map { want in
            (want: want, inodes: (listeners[want.transport] ?? []).filter { $0.port == want.port }.map(\.inode))
        }
        let holders = Host.holders(of: Set(ports.flatMap(\.inodes)))
        return ports.map { port in
            let known = port.inodes.compactMap { holders[$0] }
            let holder: PortFacts.Holder =
                if port.inodes.isEmpty {
                    .nobody
                } else if let other = known.first(where: { $0.name != "amorce" }) {
                    .other("\(other.name) (\(other.id))")
                } else if known.isEmpty {
                    .other("a process that only root sees")
                } else {
                    .daemon
                }
            return PortFacts(
                port.want.port, port.want.transport, port.want.service, key: port.want.key, holder: holder)
        }
    }

    /// An interface that is not there is on the board of problems.
    private static func links(_ configuration: Configuration) -> [LinkFacts] {
        configuration.dhcp.interfaces.compactMap { name in
            guard let interface = try? Interface(named: name) else { return nil }
            let members = ((try? Directory.names(in: "/sys/class/net/\(name)/brif")) ?? []).compactMap { port in
                (try? Interface(named: port)).map { LinkFacts.Member(port, mtu: $0.mtu) }
            }
            let subnet = configuration.dhcp.subnets.first { subnet in
                interface.address.map { subnet.prefix.contains($0) } ?? false
            }
            return LinkFacts(name, mtu: interface.mtu, members: members, told: subnet?.mtu.map(Int.init))
        }
    }

    private static func firewall() -> FirewallRules? {
        guard let outcome = try? Programs.run([["/usr/sbin/nft", "list", "ruleset"]]), outcome.isDone,
            let bytes = try? outcome.output.read(at: 0, count: Int(clamping: outcome.output.size))
        else { return nil }
        return FirewallRules(String(decoding: bytes, as: UTF8.self))
    }

    private static func images(_ configuration: Configuration) -> [ImageFacts] {
        let host = configuration.variables["mirror-host"] ?? ""
        let directory = configuration.variables["mirror-directory"] ?? "/debian"
        return ImageShelf(data: configuration.data).contents().choice.images.map { image in
            guard !host.isEmpty else {
                return ImageFacts(image, kernels: .failure(ImageFacts.Unknown("variables.mirror-host is not set")))
            }
            do throws(ImageError) {
                let kernels = try MirrorKernels.all(
                    of: image.release, image.architecture, mirror: "http://\(host)\(directory)",
                    proxy: configuration.variables["proxy"] ?? "")
                return ImageFacts(image, kernels: .success(kernels))
            } catch {
                return ImageFacts(image, kernels: .failure(ImageFacts.Unknown("\(error)")))
            }
        }
    }
}
