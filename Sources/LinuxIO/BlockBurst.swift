import CLinux
import Glibc
import NetTypes

/// Datagrams that are gathered from shared bytes where they lie and sent with few system calls: those of one size for one
/// peer go to the kernel as one message, which it cuts up itself (`UDP_SEGMENT`), or the network card does.
@safe package final class BlockBurst {
    private let burst: OpaquePointer
    /// What is to be sent stays in memory until it is.
    private var held: [SharedBytes] = []

    package init() throws(SystemError) {
        guard let burst = unsafe amorce_burst_new() else { throw SystemError("calloc", "a burst", code: ENOMEM) }
        unsafe self.burst = burst
    }

    deinit { unsafe amorce_burst_free(burst) }

    /// The blocks that follow go there, from its `local` address where that is not `any`.
    ///
    /// - Parameter bytesPerBlock: the four of the header counted; only the last block may have fewer.
    package func address(to envelope: DatagramBatch.Envelope, bytesPerBlock: Int) {
        unsafe amorce_burst_to(
            burst, envelope.peer.number, envelope.peerPort, envelope.local.number, UInt32(clamping: bytesPerBlock))
    }

    /// Whether one more block has room. When not, send first, and then address the blocks that follow anew.
    package var hasRoom: Bool { unsafe amorce_burst_has_room(burst) != 0 }

    /// Starts a block with four bytes in network order.
    package func startBlock(_ header: UInt32) { unsafe amorce_burst_block(burst, header) }

    /// Goes on with the block, as far as the bytes reach; answers how many that were. A block has four pieces at most.
    package func append(_ bytes: SharedBytes, from offset: Int, atMost limit: Int) -> Int {
        guard offset >= 0, offset < bytes.count, limit > 0 else { return 0 }
        let count = min(limit, bytes.count - offset)
        if held.last !== bytes { held.append(bytes) }
        unsafe amorce_burst_piece(burst, bytes.start + offset, UInt32(clamping: count))
        return count
    }

    /// Sends all. What the kernel has no room for is lost, as on the wire.
    package func send(through socket: borrowing UDPSocket) {
        unsafe amorce_burst_send(burst, socket.descriptor)
        held.removeAll(keepingCapacity: true)
    }
}
