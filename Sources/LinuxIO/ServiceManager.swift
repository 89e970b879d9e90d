import CLinux
import Glibc

/// Tells systemd that the configuration is being read again. `READY=1` ends it.
package func notifyServiceManagerOfReload() {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    notifyServiceManager("RELOADING=1\nMONOTONIC_USEC=\(time.tv_sec * 1_000_000 + time.tv_nsec / 1000)")
}

/// Tells systemd how the daemon does, as sd_notify(3) would; nothing where no service manager listens.
package func notifyServiceManager(_ state: String) {
    guard let variable = unsafe getenv("NOTIFY_SOCKET") else { return }
    let path = unsafe Array(String(cString: variable).utf8)
    var address = sockaddr_un()
    guard let first = path.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "@"),
        path.count < MemoryLayout.size(ofValue: address.sun_path)
    else { return }
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { bytes in
        unsafe bytes.copyBytes(from: path)
        // An abstract name starts with a zero, which is written as `@`.
        if first == UInt8(ascii: "@") { unsafe bytes[0] = 0 }
    }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let size = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
    let bytes = Array(state.utf8)
    unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
            _ = unsafe sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), pointer, size)
        }
    }
}
