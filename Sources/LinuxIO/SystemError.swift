import Glibc

/// A system call that failed: which, on what, and the kernel's word for why.
package struct SystemError: Error, Hashable, Sendable {
    /// The call: `bind`, `openat2`.
    package let call: String
    /// What it was about: `0.0.0.0:67`, a path, an interface.
    package let subject: String
    /// The error number.
    package let code: Int32

    package init(_ call: String, _ subject: String, code: Int32) {
        self.call = call
        self.subject = subject
        self.code = code
    }

    /// The result of a call that answers a negative error number when it fails.
    static func check(_ result: Int32, _ call: String, _ subject: String) throws(SystemError) -> Int32 {
        guard result < 0 else { return result }
        throw SystemError(call, subject, code: -result)
    }

    package var isAddressInUse: Bool { code == EADDRINUSE }
    /// An address that no interface of this host has.
    package var isAddressMissing: Bool { code == EADDRNOTAVAIL }
    package var isPermission: Bool { code == EACCES || code == EPERM }
    package var isNotFound: Bool { code == ENOENT || code == ENODEV || code == ENXIO }
}

extension SystemError: CustomStringConvertible {
    package var description: String { "\(call) \(subject): \(unsafe String(cString: strerror(code)))" }
}
