import DHCPWire
import NetTypes

/// The options of one reply that are told and not merely echoed, in the order in which the client wants them.
struct ReplyBody {
    let options: [ReplyOption]
    /// How many of them the client asked for; those come first.
    private let asked: Int

    /// None.
    init() { (options, asked) = ([], 0) }

    /// - Parameter told: what clients of the network are told; what goes by the machine and the moment comes before it.
    init(
        _ told: [ReplyOption], name: HostName, domain: DomainName?, boot: BootInstructions?, asked: DHCPOptions
    ) {
        let list = asked.bytes(OptionKey.parameterRequestList.code) ?? []
        let wanted = OptionCodes(list)
        var candidates = [ReplyOption(.hostName, name.text)]
        if let boot { candidates += boot.options }
        if let fqdn = asked.bytes(OptionKey.clientFQDN.code).flatMap({ ClientFQDN(decoding: $0) }) {
            let answer = fqdn.answer(name: name, domain: domain, updates: false)
            candidates.append(ReplyOption(.clientFQDN, answer.encoded))
        }
        let own = OptionCodes(candidates.map(\.code))
        candidates = told.filter { !own.contains($0.code) } + candidates
        // RFC 3442: a client that takes classless routes is told no others.
        let routes = OptionKey.classlessRoutes.code
        if wanted.contains(routes), candidates.contains(where: { $0.code == routes }) {
            candidates.removeAll { $0.code == OptionKey.routers.code || $0.code == 33 }
        }
        // RFC 2132 §9.8: in the client's own order, then what it did not ask for.
        var placed = OptionCodes()
        var ordered: [ReplyOption] = []
        ordered.reserveCapacity(candidates.count)
        for code in list where placed.insert(code) {
            if let option = candidates.first(where: { $0.code == code }) { ordered.append(option) }
        }
        self.asked = ordered.count
        ordered += candidates.filter { $0.isUnasked && !wanted.contains($0.code) }
        options = ordered
    }

    /// What a client can do without where there is no room for it, the least needed first: what it did not ask for, then
    /// from the end of what it did.
    var dispensable: [UInt8] {
        (options[asked...].reversed() + options[..<asked].reversed()).map(\.code)
            .filter { !indispensable.contains($0) }
    }
}

/// Without these a client has no network, or does not boot.
private let indispensable = OptionCodes([
    OptionKey.subnetMask.code, OptionKey.routers.code, OptionKey.dnsServers.code, OptionKey.classlessRoutes.code,
    OptionKey.vendorOptions.code, OptionKey.vendorClass.code, OptionKey.tftpServerName.code,
    OptionKey.bootFileName.code, OptionKey.ipxe.code,
])

extension BootInstructions {
    /// Header fields and options alike: old ROMs, shim and GRUB before 2.04 read only the header.
    fileprivate var options: [ReplyOption] {
        var options = [
            ReplyOption(.tftpServerName, nextServer.description), ReplyOption(.bootFileName, file),
        ]
        // Without discovery control (43.6), `PXEClient` in option 60 would send EDK2 to port 4011 instead of the boot
        // file; `HTTPClient` it insists on (EDK2 PxeBcDhcp4.c, HttpBootDhcp4.c, 2026).
        if isHTTPBoot { options.append(ReplyOption(.vendorClass, "HTTPClient")) }
        // 176, no-pxedhcp: take this answer without waiting for a proxyDHCP server.
        if isIPXE { options.append(ReplyOption(.ipxe, [176, 1, 1])) }
        return options
    }
}
