/// What a machine gets that nobody has named.
package enum UnknownMachines: String, Hashable, Sendable, CaseIterable {
    /// A menu with every profile; the default one installs by itself after the prompt's time.
    case prompt
    /// An address, and its own disk.
    case localBoot = "local-boot"
    /// No answer.
    case ignore
}
