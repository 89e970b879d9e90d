import CLinux
import Glibc
import NetTypes

/// Bytes that nobody can guess.
package enum Random {
    /// 128 bits in 32 hexadecimal digits, for build tokens.
    package static func token() throws(SystemError) -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = unsafe getrandom(&bytes, bytes.count, 0)
        guard count == bytes.count else { throw SystemError("getrandom", "16 bytes", code: errno) }
        return hexadecimal(bytes)
    }
}
