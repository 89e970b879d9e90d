extension ConfigurationFile {
    /// In proxy mode another server lends the addresses: what is said of them would go unheard. Every key that is not
    /// named here is one of those.
    func checkProxy(_ notebook: inout SettingsNotebook) {
        guard mode?.value == .proxy else { return }
        let cure = "take it out, or set dhcp.mode: server"
        let heard = ["dhcp.mode", "dhcp.interfaces", "dhcp.look-for-servers", "dhcp.unknown-machines", "dhcp.subnets"]
        for key in Self.settings.map(\.key) where key.hasPrefix("dhcp.") && !heard.contains(key) && notebook.has(key) {
            notebook.note(key, fact: "says nothing in proxy mode, where another server lends the addresses", cure: cure)
        }
        for subnet in subnets {
            let unheard = SubnetFile.settings.map(\.key).filter {
                !["subnet", "domain", "next-server"].contains($0)
            }
            for key in unheard.map({ "\(subnet.key).\($0)" }) where notebook.has(key) {
                let fact =
                    key.hasSuffix(".pools")
                    ? "would lend addresses, which another server does in proxy mode"
                    : "says nothing in proxy mode, where another server tells clients about their network"
                notebook.note(key, fact: fact, cure: cure)
            }
        }
        for machine in machines where notebook.has("\(machine.key).address") {
            notebook.note(
                "\(machine.key).address", fact: "reserves an address, which another server lends in proxy mode",
                cure: "reserve it there, and take it out here")
        }
        let options = machines.map { "\($0.key).options" } + profiles.keys.sorted().map { "profiles.\($0).options" }
        for key in options where notebook.has(key) {
            notebook.note(key, fact: "goes out with a lease, which another server gives in proxy mode", cure: cure)
        }
    }

    /// The loaders of the file, with iPXE for UEFI where another server lends the addresses: GRUB asks that server for
    /// its menu, and not the one that it came from (GRUB 2.06, savannah bug 55636).
    var loadersOfMode: [LoaderKey: Keyed<String>] {
        guard mode?.value == .proxy else { return loaders }
        return [.uefiX64: Keyed(key: "boot.loaders.uefi-x64", value: proxyLoader)].merging(loaders) { $1 }
    }
}

/// iPXE, as Debian's package `ipxe` has it.
private let proxyLoader = "snponly.efi"
