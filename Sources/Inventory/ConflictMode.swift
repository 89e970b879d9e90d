/// Whose records may be changed (RFC 4703 §5.3), by the names that Kea has for it.
///
/// A mark is a `DHCID` record beside the others: it says that a DHCP server made them, and for which client. In every mode
/// but the last amorce leaves its own. Records are taken away only if they say exactly what amorce wrote, in the first
/// three modes only beside its own mark.
package enum ConflictMode: String, Hashable, Sendable, CaseIterable {
    /// Only what has this client's mark: RFC 4703 to the letter. A machine with a new network card has lost its name.
    case checkWithDHCID = "check-with-dhcid"
    /// Whatever is there.
    case noCheckWithDHCID = "no-check-with-dhcid"
    /// What has anyone's mark, so that a new machine may have the name of an old one; what people wrote stays.
    case checkExistsWithDHCID = "check-exists-with-dhcid"
    /// Whatever is there, and no mark is left: for zones that hold none.
    case noCheckWithoutDHCID = "no-check-without-dhcid"

    /// Whether it is looked at what is there.
    package var isChecking: Bool {
        switch self {
        case .checkWithDHCID, .checkExistsWithDHCID: true
        case .noCheckWithDHCID, .noCheckWithoutDHCID: false
        }
    }

    package var isMarking: Bool { self != .noCheckWithoutDHCID }
}
