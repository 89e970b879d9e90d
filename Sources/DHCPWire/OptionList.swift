import NetTypes

/// An option of any kind, for whoever goes by its name: a configuration, or a text for people.
package struct AnyOptionKey: Sendable {
    package let code: UInt8
    package let name: String
    /// The bytes of what a person wrote; `nil` where it is no value of the option's kind.
    package let encode: @Sendable (String) -> [UInt8]?
    /// The bytes as a person reads them; `nil` where they are no value of the option's kind.
    package let text: @Sendable (ArraySlice<UInt8>) -> String?

    private init<Value>(_ key: OptionKey<Value>) {
        code = key.code
        name = key.name
        encode = { key.codec.parse($0).map(key.codec.encode) }
        text = key.codec.text
    }

    private init<Value>(_ code: UInt8, _ name: String, _ codec: OptionCodec<Value>) {
        self.init(OptionKey(code, name, codec))
    }

    /// Every option that has a name here, by code. Those without a key of their own mean nothing to amorce itself:
    /// it passes them on as it is told.
    package static let all: [AnyOptionKey] = [
        Self(.subnetMask), Self(2, "time-offset", OptionCodec<UInt32>.number), Self(.routers),
        Self(4, "time-servers", OptionCodec<[IPv4Address]>.addresses), Self(.dnsServers),
        Self(7, "log-servers", OptionCodec<[IPv4Address]>.addresses),
        Self(9, "lpr-servers", OptionCodec<[IPv4Address]>.addresses), Self(.hostName), Self(.domainName),
        Self(17, "root-path", OptionCodec<String>.text), Self(19, "ip-forwarding", OptionCodec<Bool>.truth),
        Self(23, "default-ip-ttl", OptionCodec<UInt8>.number), Self(.interfaceMTU), Self(.broadcastAddress),
        Self(33, "static-routes", OptionCodec<[IPv4Address]>.addresses),
        Self(40, "nis-domain", OptionCodec<String>.text),
        Self(41, "nis-servers", OptionCodec<[IPv4Address]>.addresses), Self(.ntpServers), Self(.vendorOptions),
        Self(44, "netbios-name-servers", OptionCodec<[IPv4Address]>.addresses),
        Self(46, "netbios-node-type", OptionCodec<UInt8>.number), Self(.requestedAddress), Self(.leaseTime),
        Self(.overload), Self(.messageType), Self(.serverIdentifier), Self(.parameterRequestList), Self(.message),
        Self(.maximumMessageSize), Self(.renewalTime), Self(.rebindingTime), Self(.vendorClass),
        Self(.clientIdentifier), Self(.tftpServerName), Self(.bootFileName),
        Self(69, "smtp-server", OptionCodec<[IPv4Address]>.addresses), Self(.userClass), Self(.clientFQDN),
        Self(.relayAgentInformation), Self(.architectures), Self(94, "client-ndi", OptionCodec<[UInt8]>.bytes),
        Self(.machineIdentifier), Self(100, "pcode", OptionCodec<String>.text),
        Self(101, "tcode", OptionCodec<String>.text), Self(.v6OnlyWait),
        Self(114, "v4-captive-portal", OptionCodec<String>.text),
        Self(116, "auto-config", OptionCodec<UInt8>.number), Self(.domainSearch), Self(.classlessRoutes),
        Self(125, "vivso-suboptions", OptionCodec<[UInt8]>.bytes), Self(.tftpServers), Self(.ipxe),
        Self(.pxelinuxMagic), Self(.pxelinuxConfigurationFile), Self(.pxelinuxPathPrefix),
        Self(252, "wpad", OptionCodec<String>.text),
    ]

    private static let byCode = Dictionary(uniqueKeysWithValues: all.map { ($0.code, $0) })
    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// `nil` for a code that has no name here.
    package static func named(_ code: UInt8) -> AnyOptionKey? { byCode[code] }
    /// `nil` for what is no option's name.
    package static func named(_ name: String) -> AnyOptionKey? { byName[name] }
}

/// An option as Kea names it, with its value as a person reads it: `54 dhcp-server-identifier: 10.77.0.1`.
package func optionText(_ code: UInt8, _ bytes: ArraySlice<UInt8>) -> String {
    guard let key = AnyOptionKey.named(code) else { return "\(code): \(hexadecimal(bytes))" }
    return "\(code) \(key.name): \(key.text(bytes) ?? "\(hexadecimal(bytes)) (malformed)")"
}
