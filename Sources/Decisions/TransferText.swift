extension Sequence<UInt8> {
    /// A text file as `netascii` carries it: each line end is CR LF, each other CR is CR NUL (RFC 764, RFC 1350 §1).
    package var asNetascii: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(underestimatedCount + underestimatedCount / 16)
        for byte in self {
            switch byte {
            case 0x0a: result += [0x0d, 0x0a]
            case 0x0d: result += [0x0d, 0x00]
            default: result.append(byte)
            }
        }
        return result
    }
}
