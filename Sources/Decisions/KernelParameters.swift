import NetTypes

/// The installer's kernel command line, but for what each loader adds itself (`BOOTIF`, `initrd`).
package struct KernelParameters: Hashable, Sendable {
    package let text: String

    /// - Parameters:
    ///   - consoles: the kernel's consoles; they stand behind `---`, so that the installed system keeps them.
    ///   - syslog: where the installer sends what it logs.
    ///   - extra: what the profile adds, for the installer and not for the installed system.
    package init(
        preseed url: String, consoles: [String], syslog: (host: IPv4Address, port: UInt16)? = nil, extra: String = ""
    ) {
        let words =
            ["auto=true", "priority=critical", "url=\(url)"]
            + (syslog.map { ["log_host=\($0.host)", "log_port=\($0.port)"] } ?? [])
            + extra.split(separator: " ").map(String.init) + ["---"]
            + consoles.map { "console=\($0)" }
        text = words.joined(separator: " ")
    }

    /// Why the kernel would not take it; `nil` if it does.
    package var excess: String? {
        // What loaders add: BOOTIF, initrd and BOOT_IMAGE.
        let addedByLoaders = 3
        let count = text.split(separator: " ").count + addedByLoaders
        if count > 31 { return "\(count) parameters: the kernel stops at more than 31 that it does not know" }
        let bytes = text.utf8.count + 128
        if bytes > 2048 { return "\(bytes) bytes: the kernel reads 2048" }
        return nil
    }
}
