import LinuxIO
import NetTypes

/// Why the daemon does not start: the key of the configuration, what the kernel says, and what to do.
package struct DaemonError: Error, Hashable, Sendable {
    package let part: Part
    package let error: SystemError

    package init(part: Part, error: SystemError) {
        self.part = part
        self.error = error
    }

    /// What the daemon opens, besides what DHCP is served on (`DHCPLinkError`).
    package enum Part: Hashable, Sendable {
        case data, content, bootFiles, control
        case tftp(port: UInt16)
        case http(port: UInt16)
        case https(port: UInt16)
    }
}

extension DaemonError: CustomStringConvertible {
    package var description: String { "\(part.key): \(error); \(cure)" }

    private var cure: String {
        switch part {
        case .data where error.isHeldByAnother:
            "another amorce serves from this folder: stop that one, or give this one a folder of its own"
        case .data: "amorce must be able to make this folder, and to write in it"
        case .content: "it holds pxe/, preseed/ and postinstall/; name the folder where amorce's are"
        case .bootFiles: "make this folder, or leave the key out if all boot files are in images (amorce image import)"
        case .control where error.isAddressInUse:
            "another amorce listens there: stop that one, or name another socket"
        case .control: "amorce must be able to make this socket; its path has at most 107 bytes"
        case .tftp(let port) where error.isAddressInUse:
            "another TFTP server runs here: `ss -lunp sport = \(port)` names it"
        case .http(let port) where error.isAddressInUse, .https(let port) where error.isAddressInUse:
            "another web server runs here: `ss -ltnp sport = \(port)` names it"
        case .tftp, .http, .https:
            if error.isPermission {
                "run amorce as root, or with CAP_NET_BIND_SERVICE"
            } else if error.isAddressMissing {
                "write an address of this host, as `ip address` shows them, or 0.0.0.0"
            } else {
                "this host does not give the socket; see the kernel's words"
            }
        }
    }
}

extension DaemonError.Part {
    /// Its key in the configuration file.
    fileprivate var key: String {
        switch self {
        case .data: "data"
        case .content: "content"
        case .bootFiles: "tftp.root"
        case .control: "control"
        case .tftp: "tftp.listen"
        case .http: "http.listen"
        case .https: "http.tls.listen"
        }
    }

    /// Opens it.
    func opening<Result: ~Copyable>(_ body: () throws(SystemError) -> Result) throws(DaemonError) -> Result {
        do {
            return try body()
        } catch {
            throw DaemonError(part: self, error: error)
        }
    }
}
