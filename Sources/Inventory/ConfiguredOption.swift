import NetTypes

/// A DHCP option that somebody wrote into the configuration, whatever it means to its reader.
package struct ConfiguredOption: Hashable, Sendable {
    package let code: UInt8
    package let value: [UInt8]

    package init(code: UInt8, value: [UInt8]) {
        self.code = code
        self.value = value
    }
}

/// Which part of the configuration an option comes from; where several have it, the last of these wins.
package enum OptionOrigin: Hashable, Sendable {
    case subnet(IPv4Prefix)
    case profile(ProfileName)
    case machine(MACAddress)
}

extension OptionOrigin: CustomStringConvertible {
    package var description: String {
        switch self {
        case .subnet(let prefix): "subnet \(prefix)"
        case .profile(let name): "profile \(name)"
        case .machine(let mac): "machine \(mac)"
        }
    }
}
