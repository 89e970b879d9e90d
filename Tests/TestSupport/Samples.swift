import Inventory
import NetTypes

// The test network: 10.77.0.0/24 with this server at .1, MAC addresses from 52:54:00:00:00:00, and one fixed noon.

extension Timestamp {
    package static let noon = Timestamp(seconds: 1_700_000_000)
}

extension MACAddress {
    /// 52:54:00:00 and the number.
    package static func sample(_ number: UInt16) -> Self {
        guard let mac = Self(number: 0x5254_0000_0000 + UInt64(number)) else { preconditionFailure("48 bits") }
        return mac
    }
}

extension IPv4Address {
    /// 10.77.0 and the number.
    package static func sample(_ number: UInt8) -> Self { Self(10, 77, 0, number) }
    /// This server's own address.
    package static let server = sample(1)
}

extension HostName {
    package static func sample(_ text: String) -> Self {
        guard let name = Self(text) else { preconditionFailure("\(text) is no host name") }
        return name
    }
}

extension DomainName {
    package static func sample(_ text: String) -> Self {
        guard let name = Self(text) else { preconditionFailure("\(text) is no domain name") }
        return name
    }
}

extension ProfileName {
    package static func sample(_ text: String) -> Self {
        guard let name = Self(text) else { preconditionFailure("\(text) is no profile name") }
        return name
    }
}

extension Release {
    package static func sample(_ text: String) -> Self {
        guard let release = Self(text) else { preconditionFailure("\(text) is no release") }
        return release
    }
}

extension IPv4Range {
    /// From 10.77.0 and one number to another.
    package static func sample(_ first: UInt8, _ last: UInt8) -> Self {
        guard let range = Self(from: .sample(first), to: .sample(last)) else { preconditionFailure("no range") }
        return range
    }
}

extension Subnet {
    /// The test network, which lends .100 to .103 unless told otherwise.
    package static func sample(pools: [IPv4Range] = [.sample(100, 103)]) -> Self {
        guard let prefix = IPv4Prefix("10.77.0.0/24") else { preconditionFailure("no prefix") }
        return Self(
            prefix: prefix, pools: pools, routers: [.server], dnsServers: [.server], ntpServers: [.server],
            domain: .sample("lab.example.org"), domainSearch: [.sample("lab.example.org"), .sample("example.org")])
    }
}

extension Arm {
    /// Given by a person, and good from the beginning of time to its end.
    package static let sample = Self(
        by: .person, since: Timestamp(milliseconds: 0), until: Timestamp(seconds: 253_402_300_799))
}

extension Machine {
    /// With an arm in the states that need one.
    package func sampleArmed() -> Self {
        var machine = self
        if state.isArmed { machine.arm = .sample }
        return machine
    }
}

extension Lease {
    /// Lent at noon for an hour.
    package static func sample(
        _ address: UInt8, to mac: MACAddress, _ state: State = .active, from start: Timestamp = .noon,
        for time: Interval = .hours(1)
    ) -> Self {
        Self(address: .sample(address), mac: mac, state: state, start: start, expiry: start + time)
    }
}
