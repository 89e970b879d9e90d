import NetTypes

/// What the kernel tells about the interfaces of this host (rtnetlink(7)).
package enum InterfaceNotice: Hashable, Sendable {
    /// The interface came, went, was renamed, or changed.
    case link(index: Int32, name: String)
    /// The interface got an IPv4 address, or lost one.
    case address(index: Int32)
    /// More happened than could be told: anything may have changed.
    case lost

    /// Everything that one datagram of the kernel tells. What cannot be read counts as lost.
    package static func all(in bytes: Span<UInt8>) -> [InterfaceNotice] {
        var notices: [InterfaceNotice] = []
        var cursor = ByteCursor()
        do throws(WireError) {
            while cursor.offset < bytes.count {
                if let notice = try next(&cursor, bytes) { notices.append(notice) }
            }
        } catch {
            notices.append(.lost)
        }
        return notices
    }

    /// One message: `nlmsghdr`, then what its type wants (netlink(7)).
    private static func next(_ cursor: inout ByteCursor, _ bytes: Span<UInt8>) throws(WireError) -> InterfaceNotice? {
        let start = cursor.offset
        let length = Int(try cursor.readNumber("nlmsg_len", of: bytes))
        let type = try cursor.readShort("nlmsg_type", of: bytes)
        guard length >= 16, length <= bytes.count - start else {
            throw WireError("nlmsg_len", at: start, .invalid("\(length) is not the length of a message"))
        }
        cursor.skip(10)  // flags, sequence number and port: nothing was asked for
        let end = start + length
        defer { cursor = ByteCursor(at: min(bytes.count, aligned(end))) }
        let message = bytes.extracting(0..<end)
        switch MessageType(rawValue: type) {
        case .newLink, .deletedLink:
            // `ifinfomsg`: family, padding, type, index, flags, change
            cursor.skip(4)
            let index = Int32(truncatingIfNeeded: try cursor.readNumber("ifi_index", of: message))
            cursor.skip(8)
            return .link(index: index, name: try name(after: cursor, in: message))
        case .newAddress, .deletedAddress:
            // `ifaddrmsg`: family, prefix length, flags, scope, index
            cursor.skip(4)
            return .address(index: Int32(truncatingIfNeeded: try cursor.readNumber("ifa_index", of: message)))
        case .error, .overrun: return .lost
        case nil: return nil
        }
    }

    /// `IFLA_IFNAME` among a link's attributes, each a length, a type and a value; empty where it is missing.
    private static func name(after start: ByteCursor, in bytes: Span<UInt8>) throws(WireError) -> String {
        var cursor = start
        while cursor.offset + 4 <= bytes.count {
            let at = cursor.offset
            let length = Int(try cursor.readShort("rta_len", of: bytes))
            let type = try cursor.readShort("rta_type", of: bytes)
            guard length >= 4, length <= bytes.count - at else {
                throw WireError("rta_len", at: at, .invalid("\(length) is not the length of an attribute"))
            }
            if type == interfaceName {
                let value = try cursor.readBytes(length - 4, "IFLA_IFNAME", of: bytes)
                return String(decoding: value.prefix { $0 != 0 }, as: UTF8.self)
            }
            cursor = ByteCursor(at: at + aligned(length))
        }
        return ""
    }
}

/// `IFLA_IFNAME`
private let interfaceName: UInt16 = 3

/// The messages that are looked at, by `nlmsg_type`.
private enum MessageType: UInt16 {
    /// `NLMSG_ERROR`
    case error = 2
    /// `NLMSG_OVERRUN`
    case overrun = 4
    /// `RTM_NEWLINK`, `RTM_DELLINK`
    case newLink = 16
    case deletedLink = 17
    /// `RTM_NEWADDR`, `RTM_DELADDR`
    case newAddress = 20
    case deletedAddress = 21
}

/// Messages and attributes begin at multiples of four.
private func aligned(_ offset: Int) -> Int { (offset + 3) & ~3 }

extension ByteCursor {
    /// The kernel speaks to its own host in that host's order of bytes.
    fileprivate mutating func readNumber(_ field: StaticString, of bytes: Span<UInt8>) throws(WireError) -> UInt32 {
        try readUInt32(field, of: bytes).bigEndian
    }

    fileprivate mutating func readShort(_ field: StaticString, of bytes: Span<UInt8>) throws(WireError) -> UInt16 {
        try readUInt16(field, of: bytes).bigEndian
    }
}
