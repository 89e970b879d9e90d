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

    /// Numbers of 64 bits each.
    package static func numbers(_ count: Int) throws(SystemError) -> [UInt64] {
        var numbers: [UInt64] = []
        while numbers.count < count {
            // No more than the kernel gives in one piece.
            var some = [UInt64](repeating: 0, count: min(32, count - numbers.count))
            let wanted = some.count * 8
            guard unsafe getrandom(&some, wanted, 0) == wanted else {
                throw SystemError("getrandom", "\(wanted) bytes", code: errno)
            }
            numbers += some
        }
        return numbers
    }
}
