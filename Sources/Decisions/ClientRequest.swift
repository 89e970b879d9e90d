import DHCPWire
import Inventory
import NetTypes

/// What a client's DHCP message says, read once: every option that a decision looks at.
package struct ClientRequest: Hashable, Sendable {
    package let message: DHCPMessage
    package let type: DHCPMessageType
    package let mac: MACAddress
    package let speaker: Speaker
    /// Option 50.
    package let requestedAddress: IPv4Address?
    /// Option 54.
    package let serverIdentifier: IPv4Address?
    /// Option 51; `nil` too where it cannot be read.
    package let requestedTime: Interval?
    /// Option 61.
    package let clientIdentifier: ClientIdentifier?
    /// Option 82, which means something only where a relay is named in `giaddr`.
    package let relay: RelayInformation

    /// Reads a datagram. Throws what makes it one that nobody can answer.
    package init(decoding bytes: Span<UInt8>) throws(QuietReason) {
        let message: DHCPMessage
        do throws(WireError) {
            message = try DHCPMessage(decoding: bytes)
        } catch {
            throw .malformed(error)
        }
        try self.init(message)
    }

    /// Throws what makes the message one that nobody can answer.
    package init(_ message: DHCPMessage) throws(QuietReason) {
        self.message = message
        guard message.operation == .request else { throw .notARequest }
        guard let mac = message.mac else { throw .noMACAddress }
        self.mac = mac
        do {
            guard let type = try message.options.value(.messageType) else { throw QuietReason.bootp }
            self.type = type
            requestedAddress = try message.options.value(.requestedAddress)
            serverIdentifier = try message.options.value(.serverIdentifier)
            requestedTime = message.options.read(.leaseTime)
            clientIdentifier = message.options.bytes(OptionKey.clientIdentifier.code).flatMap { ClientIdentifier($0) }
            relay = RelayInformation(message.options)
            speaker = Speaker(message.options)
        } catch let reason as QuietReason {
            throw reason
        } catch let error as WireError {
            throw .malformed(error)
        } catch {
            throw .notARequest
        }
    }
}

/// Which program of a machine speaks. One machine is heard as several of them in one installation, under one MAC.
package enum Speaker: Hashable, Sendable {
    /// The firmware's own PXE or HTTP boot.
    case firmware(Firmware)
    /// PXE firmware of an architecture for which there is no loader.
    case unknownFirmware(architecture: UInt16)
    /// iPXE, with the firmware that it runs on; whether it can fetch from URLs.
    case ipxe(Firmware, speaksHTTP: Bool)
    /// GRUB's own `net_dhcp`, between the firmware that loaded it and whatever it boots.
    case grub
    /// The Debian installer's udhcpc.
    case installer
    /// Anything else: an installed system, or a device that never boots from here.
    case system

    /// Firmware that says of itself what cannot be read gets an address like any other client: option 93 of an odd
    /// length counts as none, and the vendor class is asked.
    init(_ options: DHCPOptions) {
        let vendorClass = options.read(.vendorClass) ?? ""
        guard vendorClass != "d-i" else {
            self = .installer
            return
        }
        guard vendorClass.hasPrefix("PXEClient") || vendorClass.hasPrefix("HTTPClient") else {
            self = isGRUB(options) ? .grub : .system
            return
        }
        let listed = options.read(.architectures) ?? [architectureNamed(in: vendorClass) ?? 0]
        guard let firmware = listed.lazy.compactMap({ Firmware(architecture: $0) }).first else {
            self = .unknownFirmware(architecture: listed.first ?? 0)
            return
        }
        self =
            saysIPXE(options.read(.userClass) ?? [])
            ? .ipxe(firmware, speaksHTTP: featuresHTTP(options.read(.ipxe) ?? [])) : .firmware(firmware)
    }

    /// The firmware that boots, or that iPXE runs on; `nil` for whoever does not boot.
    package var firmware: Firmware? {
        switch self {
        case .firmware(let firmware), .ipxe(let firmware, _): firmware
        case .unknownFirmware, .grub, .installer, .system: nil
        }
    }
}

extension Speaker: CustomStringConvertible {
    package var description: String {
        switch self {
        case .firmware(let firmware): firmware.rawValue
        case .unknownFirmware(let architecture): "unknown-firmware-\(architecture)"
        case .ipxe(let firmware, _): "ipxe-\(firmware.rawValue)"
        case .grub: "grub"
        case .installer: "installer"
        case .system: "system"
        }
    }
}

/// GRUB says nothing of itself: its DISCOVER carries option 53 alone, and its REQUEST asks for the vendor class (60),
/// which no operating system does (GRUB 2.06, `net_dhcp`).
private func isGRUB(_ options: DHCPOptions) -> Bool {
    let named = [OptionKey.vendorClass.code, OptionKey.clientIdentifier.code, OptionKey.hostName.code]
    guard !named.contains(where: options.contains) else { return false }
    return options.bytes(OptionKey.parameterRequestList.code)?.contains(OptionKey.vendorClass.code) ?? true
}

/// The number in `PXEClient:Arch:00007:UNDI:003000` (PXE 2.1 §2.2.3).
private func architectureNamed(in vendorClass: String) -> UInt16? {
    let fields = vendorClass.split(separator: ":", omittingEmptySubsequences: false)
    guard fields.count > 2, fields[1] == "Arch" else { return nil }
    return UInt16(fields[2])
}

/// iPXE sends its name as it is; RFC 3004 §4 would have a length before it. Both are in use.
private func saysIPXE(_ userClass: [UInt8]) -> Bool {
    let name = Array("iPXE".utf8)
    return userClass == name || userClass == [4] + name
}

/// Whether feature 19, HTTP, is among iPXE's encapsulated options.
private func featuresHTTP(_ encapsulated: [UInt8]) -> Bool {
    (try? SubOptions(decoding: encapsulated, .padded))?[19]?.first == 1
}

extension DHCPOptions {
    /// The value of an option; `nil` too where it cannot be read.
    package func read<Value>(_ key: OptionKey<Value>) -> Value? { (try? value(key)).flatMap { $0 } }
}
