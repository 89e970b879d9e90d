import NetTypes

extension TFTPPacket {
    /// Reads a whole datagram. Bytes after an `ACK`'s number or an `ERROR`'s NUL are left, as is a missing NUL of an
    /// `ERROR`: boot ROMs are careless with both.
    package init(decoding bytes: Span<UInt8>) throws(WireError) {
        var cursor = ByteCursor()
        let number = try cursor.readUInt16("opcode", of: bytes)
        switch Code(rawValue: number) {
        case .read: self = .read(try TFTPRequest(decoding: bytes, from: &cursor))
        case .write: self = .write(try TFTPRequest(decoding: bytes, from: &cursor))
        case .data:
            let block = try cursor.readUInt16("block", of: bytes)
            self = .data(block: block, try cursor.readBytes(bytes.count - cursor.offset, "data", of: bytes))
        case .acknowledge: self = .acknowledge(try cursor.readUInt16("block", of: bytes))
        case .error:
            let code = TFTPErrorCode(rawValue: try cursor.readUInt16("error code", of: bytes))
            let text = try cursor.readBytes(bytes.count - cursor.offset, "error text", of: bytes)
            self = .error(TFTPError(code, TFTPText(text)))
        case .options: self = .options(try [TFTPOption](decoding: bytes, from: &cursor))
        case nil: throw WireError("opcode", at: 0, .invalid("\(number) is no TFTP packet"))
        }
    }

    /// The datagram, byte for byte.
    package func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: code.rawValue)
        switch self {
        case .read(let request), .write(let request):
            bytes.append(text: request.name)
            bytes.append(text: request.mode.text)
            bytes.append(options: request.options)
        case .data(let block, let data):
            bytes.append(bigEndian: block)
            bytes += data
        case .acknowledge(let block): bytes.append(bigEndian: block)
        case .error(let error):
            bytes.append(bigEndian: error.code.rawValue)
            bytes.append(text: TFTPText(error.text.bytes.prefix(TFTPError.longestText)))
        case .options(let options): bytes.append(options: options)
        }
        return bytes
    }
}

extension TFTPRequest {
    init(decoding bytes: Span<UInt8>, from cursor: inout ByteCursor) throws(WireError) {
        guard bytes.count <= Self.longest else {
            throw WireError(
                "request", at: 0, .invalid("\(bytes.count) bytes, where at most \(Self.longest) are read"))
        }
        let name = try cursor.readText("file name", of: bytes)
        let mode = try cursor.readText("mode", of: bytes)
        self.init(name, mode: TFTPMode(mode), options: try [TFTPOption](decoding: bytes, from: &cursor))
    }
}

extension [TFTPOption] {
    fileprivate init(decoding bytes: Span<UInt8>, from cursor: inout ByteCursor) throws(WireError) {
        self = []
        while cursor.offset < bytes.count {
            guard count < TFTPRequest.mostOptions else {
                throw WireError(
                    "options", at: cursor.offset, .invalid("more than \(TFTPRequest.mostOptions) options"))
            }
            let name = try cursor.readText("option name", of: bytes)
            append(TFTPOption(name, try cursor.readText("option value", of: bytes)))
        }
    }
}

extension ByteCursor {
    /// What stands before the next NUL, which is read too.
    fileprivate mutating func readText(
        _ field: StaticString, of bytes: Span<UInt8>
    ) throws(WireError) -> TFTPText {
        var end = offset
        while end < bytes.count, bytes[end] != 0 { end += 1 }
        guard end < bytes.count else {
            throw WireError("\(field)", at: offset, .invalid("no NUL at its end"))
        }
        let text = TFTPText(try readBytes(end - offset, field, of: bytes))
        _ = try readUInt8(field, of: bytes)
        return text
    }
}

extension [UInt8] {
    fileprivate mutating func append(text: TFTPText) {
        self += text.bytes
        append(0)
    }

    fileprivate mutating func append(options: [TFTPOption]) {
        for option in options {
            append(text: option.name)
            append(text: option.value)
        }
    }
}
