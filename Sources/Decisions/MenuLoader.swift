/// Which loader a menu is written for.
package enum MenuLoader: String, Hashable, Sendable, CaseIterable {
    case pxelinux, grub, ipxe
}
