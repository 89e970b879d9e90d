import NetTypes

/// In which domain a machine is named, by the address that it has.
package struct NameRule: Hashable, Sendable {
    /// How machines are called that nobody named.
    package let template: HostNameTemplate
    private let domains: [(network: IPv4Prefix, domain: DomainName)]

    /// No machine is named.
    package static var none: Self { Self([]) }

    package init(
        _ domains: [(network: IPv4Prefix, domain: DomainName)], template: HostNameTemplate = .usual
    ) {
        self.domains = domains
        self.template = template
    }

    /// Whether machines at an address are named.
    package func names(_ address: IPv4Address) -> Bool { domains.contains { $0.network.contains(address) } }

    /// The whole name of a machine at an address; `nil` where none is given.
    package func name(_ host: HostName, at address: IPv4Address) -> DomainName? {
        domains.first { $0.network.contains(address) }.flatMap { DomainName(host, in: $0.domain) }
    }

    /// The template is a setting of its own.
    package static func == (left: Self, right: Self) -> Bool { left.domains.elementsEqual(right.domains, by: ==) }
    package func hash(into hasher: inout Hasher) { for entry in domains { hasher.combine(entry.network) } }
}
