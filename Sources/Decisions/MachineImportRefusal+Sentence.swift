import Inventory
import NetTypes

extension MachineImportRefusal: CustomStringConvertible {
    /// The fact, and what to do.
    package var description: String {
        switch self {
        case .groupAddress: "its MAC address names a group, and no machine has it; write the one of its network card"
        case .macTwice(let mac, let place): "\(mac) stands at \(place) too, with other words; keep one of the two"
        case .nameTaken(let name, let mac):
            "\(name) is \(mac)'s name; rename that one with amorce machine rename, or remove it if it is gone"
        case .nameTwice(let name, let place): "\(name) is the machine's name at \(place) too; rename one of the two"
        case .addressTaken(let address, let mac):
            "\(address) is reserved for \(mac); give one of the two another address"
        case .addressTwice(let address, let place):
            "\(address) is the machine's at \(place) too; give one of the two another address"
        case .noSuchProfile(let profile, let profiles):
            "there is no profile \(profile); there are \(profiles.map(\.text).joined(separator: ", "))"
        case .noSuchVariable(let unknown):
            "\(unknown)" + (unknown.near == nil ? "; take it out, or give it a value for all under variables:" : "")
        case .outsideSubnets(let address):
            "\(address) is no host's of the subnets; write another one, or add its subnet to dhcp.subnets"
        case .routersAddress(let address): "\(address) is a router's; give the machine another address"
        case .declared(.configuration): "the configuration file declares it; change it there under machines:"
        case .declared: "the folder that is followed has it; change it there"
        case .underWay(let state, let profile):
            "it is \(state.rawValue)" + (profile.map { " with \($0)" } ?? "")
                + "; wait for its end, or have it install another one with amorce machine assign"
        }
    }
}
