import Inventory
import NetTypes

/// What comes after a step of a boot, and what it is mostly due to when it does not.
package struct Expectation: Hashable, Sendable {
    /// It goes after "waiting for".
    package let awaited: String
    /// How long that takes where all is well, where one can say.
    package let typical: String?
    /// How long it may take before it counts as stuck.
    package let patience: Interval
    /// The likeliest first.
    package let causes: [LikelyCause]

    init(_ awaited: String, typical: String? = nil, within patience: Interval, _ causes: LikelyCause...) {
        self.awaited = awaited
        self.typical = typical
        self.patience = patience
        self.causes = causes
    }
}

/// A cause, what to do about it, and which machines it can be true of. `NAME` and `PROFILE` stand for the machine's.
package struct LikelyCause: Hashable, Sendable {
    package let what: String
    package let cure: String
    package let firmware: FirmwareKind?

    /// What tells firmware apart here.
    package enum FirmwareKind: String, Hashable, Sendable { case bios = "BIOS", uefi = "UEFI" }

    init(_ what: String, try cure: String, on firmware: FirmwareKind? = nil) {
        self.what = what
        self.cure = cure
        self.firmware = firmware
    }

    /// Whether it can be so on a machine; where its firmware is not known, it can.
    func mayBeTrue(on firmware: Firmware?) -> Bool {
        guard let firmware, let wanted = self.firmware else { return true }
        return (firmware == .bios) == (wanted == .bios)
    }

    /// The same, of one machine.
    func told(of machine: Machine) -> Verdict.Cause {
        let fill = { (text: String) in
            text.replacing("NAME", with: machine.hostName.text)
                .replacing("PROFILE", with: machine.profile?.text ?? "PROFILE")
        }
        return Verdict.Cause(what: fill(what), cure: fill(cure))
    }
}

extension BootStep {
    /// What is to come after it, the one table of it; `nil` where nothing is.
    package var expectation: Expectation? { ofNetwork ?? ofInstaller ?? ofSystem }
}
