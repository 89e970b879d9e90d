import LinuxIO
import NetTypes

/// A socket that files go out from: on an address that was asked, since clients take no answer from another, and on a port
/// of its own (RFC 1350 §4). Several transfers share it, so that their packets come and go in batches; none shares it with
/// another of the same client's port.
final class AnswerSocket {
    let socket: UDPSocket
    /// `nil` where the socket has all of this host's addresses.
    let address: IPv4Address?
    fileprivate(set) var transfers = 0

    init(_ socket: consuming UDPSocket, address: IPv4Address?) {
        // A queue for the answers of all its transfers, and for the windows of some.
        socket.enlargeReceiveQueue(to: 1 << 20)
        socket.enlargeSendQueue(to: 1 << 20)
        self.socket = socket
        self.address = address
    }
}

/// The sockets that transfers go out from, opened when they are needed and closed when they are not.
struct AnswerSockets {
    /// What the answers of so many fit in a queue for.
    private static var mostTransfers: Int { 128 }
    private var sockets: [IPv4Address: [AnswerSocket]] = [:]
    private var byDescriptor: [Int32: AnswerSocket] = [:]

    subscript(descriptor: Int32) -> AnswerSocket? { byDescriptor[descriptor] }

    /// A socket on that address that the transfer may have; the second value says whether it is a new one.
    func socket(
        on address: IPv4Address, unless isTaken: (AnswerSocket) -> Bool
    ) throws(SystemError) -> (socket: AnswerSocket, isNew: Bool) {
        if let open = sockets[address]?.first(where: { $0.transfers < Self.mostTransfers && !isTaken($0) }) {
            return (open, false)
        }
        return (AnswerSocket(try UDPSocket(address: address, port: 0), address: address), true)
    }

    /// A transfer begins.
    mutating func enter(_ socket: AnswerSocket) {
        socket.transfers += 1
        guard socket.transfers == 1, let address = socket.address else { return }
        sockets[address, default: []].append(socket)
        byDescriptor[socket.socket.descriptor] = socket
    }

    /// A transfer has ended; answers with whether it was the socket's last, which is then to be closed.
    mutating func leave(_ socket: AnswerSocket) -> Bool {
        socket.transfers -= 1
        guard socket.transfers == 0, let address = socket.address else { return false }
        byDescriptor[socket.socket.descriptor] = nil
        sockets[address]?.removeAll { $0 === socket }
        if sockets[address]?.isEmpty == true { sockets[address] = nil }
        return true
    }
}
