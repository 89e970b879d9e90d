import Inventory
import NetTypes

/// Whether a fetch with a build token is let through: the token is open, the asker is the machine that it was made for,
/// and the profile is the one assigned.
package enum BuildAccess: Hashable, Sendable {
    case granted(Build, Machine)
    case denied(BuildDenial)

    /// A `nil` peer is the admin's own socket.
    /// - Parameter tenant: the machine that has the peer's address now.
    package init(
        build: Build?, machine: Machine?, tenant: MACAddress?, peer: IPv4Address?, profile: ProfileName?
    ) {
        guard let build, let machine, machine.mac == build.mac else {
            self = .denied(.unknownToken)
            return
        }
        if let peer, tenant != machine.mac {
            self = .denied(.otherAddress(peer, machine.hostName))
            return
        }
        if let profile, let assigned = build.profile ?? machine.profile, assigned != profile {
            self = .denied(.otherProfile(asked: profile, assigned: assigned))
            return
        }
        self = build.closed == nil ? .granted(build, machine) : .denied(.closed(build, machine))
    }
}

/// Why a fetch is refused; the text goes to the machine and into the log.
package enum BuildDenial: Error, Hashable, Sendable {
    case unknownToken
    case otherAddress(IPv4Address, HostName)
    case otherProfile(asked: ProfileName, assigned: ProfileName)
    /// The installation has ended; what it reports late is still heard.
    case closed(Build, Machine)
    case wrongState(InstallState)
    /// The machine is to boot its disk.
    case notOffered(LocalBootReason)
}

extension BuildDenial: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownToken: "no installation has this token; boot the machine again, its menu carries a new one"
        case .otherAddress(let peer, let name):
            "this token is \(name)'s, and \(peer) is not the address it has; boot \(name) over the network again"
        case .otherProfile(let asked, let assigned):
            "profile \(asked) was asked for, and \(assigned) is being installed; amorce machine assign changes it"
        case .notOffered(let reason): "nothing is to be installed now; \(reason)"
        case .closed: "this installation has ended; amorce machine reinstall starts a new one"
        case .wrongState(let state):
            "the machine is \(state.rawValue), and this comes at another time; amorce machine reinstall starts anew"
        }
    }
}
