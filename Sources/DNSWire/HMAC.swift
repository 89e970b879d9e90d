/// The code by which somebody who has the same key knows a message for genuine (RFC 2104 §2), with SHA-256.
package func hmacSHA256(of message: [UInt8], key: [UInt8]) -> [UInt8] {
    var block = key.count > 64 ? sha256(of: key) : key
    block += repeatElement(0, count: 64 - block.count)
    return sha256(of: block.map { $0 ^ 0x5c } + sha256(of: block.map { $0 ^ 0x36 } + message))
}
