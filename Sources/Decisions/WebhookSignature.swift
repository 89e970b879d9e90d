import DNSWire
import NetTypes

/// What says that a webhook's message is amorce's, and when it was sent: the header `Amorce-Signature`.
package enum WebhookSignature {
    /// `t=SECONDS,v1=HEX`: the HMAC-SHA-256 of the seconds, a dot and the body. Who checks the time, too, cannot be sent the
    /// same message again by somebody who overheard it.
    package static func header(of body: [UInt8], key: [UInt8], at now: Timestamp) -> String {
        let seconds = "\(now.seconds)"
        let code = hmacSHA256(of: Array("\(seconds).".utf8) + body, key: key)
        return "t=\(seconds),v1=" + code.map { hexadecimal($0) }.joined()
    }

    private static func hexadecimal(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
}
