import Inventory
import NetTypes

extension Form<IPv4Address> {
    static var address: Self {
        Self("an IPv4 address", write: "write A.B.C.D, such as 10.77.0.1") { IPv4Address($0) }
    }
}

extension Form<IPv4Prefix> {
    static var prefix: Self {
        Self("a network", write: "write ADDRESS/LENGTH, such as 10.77.0.0/24") { text in
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard let prefix = IPv4Prefix(text) else {
                guard parts.count == 2, let address = IPv4Address(parts[0]), let length = Int(parts[1]),
                    let network = IPv4Prefix(containing: address, length: length)
                else { return .fault("\(quoted(text)) is not a network") }
                return .fault("\(text) is a host of \(network) and not a network")
            }
            guard (8...30).contains(prefix.length) else { return .fault("/\(prefix.length) is not from /8 to /30") }
            return .value(prefix)
        }
    }
}

extension Form<IPv4Range> {
    static var range: Self {
        Self("a range of addresses", write: "write FIRST - LAST, such as 10.77.0.100 - 10.77.0.200") { text in
            let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { String($0.trimmed) }
            guard ends.count == 2 else { return .fault("\(quoted(text)) is not a range of addresses") }
            for end in ends where IPv4Address(end) == nil {
                return .fault("\(quoted(end)) is not an IPv4 address")
            }
            return IPv4Range(text).map(Reading.value) ?? .fault("\(text) ends before it starts")
        }
    }
}

extension Form<AddressShare> {
    static var share: Self {
        Self("a share of addresses", write: "write a number of addresses, or a share such as 10%") { text in
            let isShare = text.hasSuffix("%")
            let digits = isShare ? text.dropLast() : text[...]
            guard let count = UInt32(digits), digits.utf8.count <= 8, !digits.hasPrefix("+") else {
                return .fault("\(quoted(text)) is not a share of addresses")
            }
            guard isShare else { return .value(.addresses(Int(count))) }
            return count <= 100 ? .value(.percent(Int(count))) : .fault("\(text) is more than there are")
        }
    }
}

extension Form<MACAddress> {
    static var mac: Self {
        Self("a MAC address", write: "write six bytes, such as 52:54:00:77:00:11") { text in
            guard let mac = MACAddress(text) else { return .fault("\(quoted(text)) is not a MAC address") }
            guard !mac.isGroup else { return .fault("\(text) is the address of a group, which no machine has") }
            return mac.number == 0 ? .fault("\(text) is no machine's address") : .value(mac)
        }
    }
}

extension Form<HostName> {
    static var hostName: Self {
        Self("a host name", write: "write one label of letters, digits and hyphens, such as api-1") { HostName($0) }
    }
}

extension Form<DomainName> {
    static var domain: Self {
        Self("a domain", write: "write labels joined by dots, such as lab.example.org") { DomainName($0) }
    }
}

extension Form<ProfileName> {
    static var profile: Self {
        Self("a profile's name", write: "write lower-case letters, digits and hyphens, a letter first, such as api") {
            ProfileName($0)
        }
    }
}

/// Where a service listens.
struct Endpoint: Hashable, Sendable {
    let address: IPv4Address
    let port: UInt16
}

extension Form<Endpoint> {
    static var endpoint: Self {
        Self("an address with a port", write: "write ADDRESS:PORT, such as 0.0.0.0:80") { text in
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2 else { return .fault("\(quoted(text)) is not an address with a port") }
            guard let address = IPv4Address(parts[0]) else {
                return .fault("\(quoted(String(parts[0]))) is not an IPv4 address")
            }
            guard parts[1].utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
                let port = UInt16(parts[1]), port > 0
            else { return .fault("\(quoted(String(parts[1]))) is not a port from 1 to 65535") }
            return .value(Endpoint(address: address, port: port))
        }
    }
}
