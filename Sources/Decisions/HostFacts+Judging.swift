import Inventory
import NetTypes

extension HostFacts {
    /// What is thought of it, the worst first; within that in the order in which it was looked at.
    package var findings: [Finding] {
        let all =
            [daemonFinding, clockFinding, roomFinding] + ports.map(finding) + [firewallFinding] + links.map(finding)
            + (status.map { serverFindings($0) + poolFindings($0) + problemFindings($0) } ?? []) + images.map(finding)
        return Finding.Verdict.allCases.flatMap { verdict in all.compactMap { $0 }.filter { $0.verdict == verdict } }
    }

    private var daemonFinding: Finding {
        guard let status else {
            return Finding(
                "daemon", .wrong, "it does not answer on its control socket",
                cure: "start it: systemctl start amorce; its log says why it stopped: journalctl -u amorce")
        }
        return Finding("daemon", .fine, "amorce \(status.version) answers")
    }

    private var clockFinding: Finding {
        switch isClockKept {
        case true?: Finding("clock", .fine, "it is kept right")
        case false?:
            Finding(
                "clock", .doubtful, "nobody keeps it right: signed DNS updates are refused when it is five minutes off",
                cure: "run chrony or systemd-timesyncd")
        case nil: Finding("clock", .unknown, "the kernel does not say whether it is kept right")
        }
    }

    private var roomFinding: Finding? {
        guard let freeBytes else { return nil }
        let room = "\(freeBytes >> 20) MiB are free for the store, images and logs"
        guard freeBytes < 256 << 20 else { return Finding("data", .fine, room) }
        return Finding(
            "data", freeBytes < 16 << 20 ? .wrong : .doubtful, room,
            cure: "make room: on a full disk no new lease is given")
    }

    private func finding(_ port: PortFacts) -> Finding {
        let subject = "port \(port.port)/\(port.transport)"
        switch port.holder {
        case .daemon: return Finding(subject, .fine, "amorce serves \(port.service)")
        case .nobody where status == nil: return Finding(subject, .fine, "it is free for \(port.service)")
        case .nobody:
            return Finding(
                subject, .wrong, "nobody serves \(port.service) there", cure: "amorce status says what is missing")
        case .other(let name):
            let move = port.key.map { ", or move amorce by \($0)" } ?? ""
            // Without their syslog machines install all the same.
            return Finding(
                subject, port.service == "syslog" ? .doubtful : .wrong,
                "\(name) has it, and amorce is to serve \(port.service) there",
                cure: "stop \(name.prefix { $0 != " " })\(move)")
        }
    }

    private var firewallFinding: Finding {
        guard let firewall else {
            return Finding(
                "firewall", .unknown, "its rules could not be read: that takes nft, of the package nftables, and root")
        }
        guard firewall.isStrict else { return Finding("firewall", .fine, "it keeps nothing out by default") }
        let shut = ports.filter { firewall.admits($0.port, $0.transport) == false }
        let unclear = ports.filter { firewall.admits($0.port, $0.transport) == nil }
        let list = { (ports: [PortFacts]) in ports.map { "\($0.port)/\($0.transport)" }.joined(separator: ", ") }
        guard shut.isEmpty else {
            return Finding(
                "firewall", .wrong, "it keeps out what no rule lets in, and none is seen for \(list(shut))",
                cure: "let them in on the interfaces of dhcp.interfaces, and what belongs to connections that there are"
            )
        }
        guard unclear.isEmpty else {
            return Finding(
                "firewall", .doubtful, "it keeps out what no rule lets in; rules elsewhere decide on \(list(unclear))",
                cure: "see that they are let in on the interfaces of dhcp.interfaces: nft list ruleset")
        }
        return Finding("firewall", .fine, "it lets in what amorce serves")
    }

    private func finding(_ link: LinkFacts) -> Finding {
        let subject = "interface \(link.name)"
        if let narrow = link.members.min(by: { $0.mtu < $1.mtu }), narrow.mtu < link.mtu {
            return Finding(
                subject, .wrong,
                "it carries \(link.mtu) bytes and \(narrow.name) in it only \(narrow.mtu): longer packets to machines there are lost",
                cure: "ip link set \(link.name) mtu \(narrow.mtu), and mtu: \(narrow.mtu) in its subnet")
        }
        if let told = link.told, told > link.mtu {
            return Finding(
                subject, .wrong, "machines are told that it carries \(told) bytes, and it carries \(link.mtu)",
                cure: "write mtu: \(link.mtu) in its subnet")
        }
        return Finding(subject, .fine, "it carries \(link.mtu) bytes; blocks of TFTP fit")
    }

    /// Where the daemon lends addresses, the board of problems tells of others that do.
    private func serverFindings(_ status: StatusReport) -> [Finding] {
        let present = status.otherServers.filter { $0.isPresent(at: status.now) }
        let subject = "other DHCP servers"
        guard isProxy else {
            return present.isEmpty ? [Finding(subject, .fine, "none was heard of since \(status.started)")] : []
        }
        guard present.isEmpty else {
            return [
                Finding(
                    subject, .fine, "\(present.map { "\($0.address)" }.joined(separator: ", ")) lends the addresses")
            ]
        }
        return [
            Finding(
                subject, .doubtful,
                "none was heard of, and with dhcp.mode: proxy another one has to lend the addresses",
                cure: "see that it runs and reaches the interfaces of dhcp.interfaces, or set dhcp.mode: server")
        ]
    }

    private func poolFindings(_ status: StatusReport) -> [Finding] {
        status.interfaces.filter { $0.problem == nil && $0.poolSize > 0 }.map { interface in
            let free = max(0, interface.poolSize - interface.held)
            let what = "\(free) of \(interface.poolSize) addresses are free"
            let subject = "pool of \(interface.name)"
            let cure = "widen pools:, shorten lease-time:, or take addresses back: amorce lease release"
            if free == 0 { return Finding(subject, .wrong, what, cure: cure) }
            return free * 10 < interface.poolSize
                ? Finding(subject, .doubtful, what, cure: cure) : Finding(subject, .fine, what)
        }
    }

    private func problemFindings(_ status: StatusReport) -> [Finding] {
        status.problems.map { Finding($0.subject, .wrong, $0.what, cure: $0.cure) }
    }

    private func finding(_ facts: ImageFacts) -> Finding {
        let subject = "image \(facts.image.name)"
        guard let abi = facts.image.kernel?.abi else {
            return Finding(subject, .unknown, "its kernel does not say which one it is")
        }
        switch facts.kernels {
        case .failure(let unknown):
            return Finding(subject, .unknown, "whether the mirror has modules for \(abi) is not known: \(unknown.why)")
        case .success(let kernels) where kernels.contains(abi):
            return Finding(subject, .fine, "the mirror has modules for its kernel \(abi)")
        case .success(let kernels):
            return Finding(
                subject, .wrong,
                "the mirror has modules for \(kernels.isEmpty ? "no kernel" : kernels.joined(separator: ", ")), and its kernel is "
                    + "\(abi): the installer will find no kernel modules",
                cure: "amorce image import \(facts.image.release) \(facts.image.architecture)")
        }
    }
}
