import CLinux
import Glibc
import NetTypes

/// A UDP socket that tells the address and the interface on which each datagram came in.
package struct UDPSocket: ~Copyable, Sendable {
    /// For `EventLoop.watch`; the socket keeps owning it.
    package let descriptor: Int32

    /// Port 0 takes any free one. With a device, only what comes in there is heard, and several sockets share the port.
    package init(address: IPv4Address = .any, port: UInt16, device: String? = nil) throws(SystemError) {
        let subject = "\(address):\(port)" + (device.map { " on \($0)" } ?? "")
        descriptor = try SystemError.check(
            unsafe amorce_udp_open(address.number, port, device), "bind", subject)
    }

    deinit { close(descriptor) }

    /// The port that it is bound to.
    package var port: UInt16 { UInt16(clamping: amorce_bound_port(descriptor)) }

    /// Asks the kernel for a larger queue of datagrams that came in; it gives what it allows.
    package func enlargeReceiveQueue(to bytes: Int32) { enlarge(SO_RCVBUF, to: bytes) }
    /// Asks the kernel for a larger queue of datagrams that go out; it gives what it allows.
    package func enlargeSendQueue(to bytes: Int32) { enlarge(SO_SNDBUF, to: bytes) }

    private func enlarge(_ queue: Int32, to bytes: Int32) {
        var size = bytes
        unsafe setsockopt(descriptor, SOL_SOCKET, queue, &size, socklen_t(MemoryLayout<Int32>.size))
    }
}

/// Room for a number of datagrams that are received or sent in one system call.
@safe package final class DatagramBatch {
    private let batch: OpaquePointer
    private let slots: UnsafeMutablePointer<amorce_datagram>
    package let capacity: Int
    package let bytesPerDatagram: Int
    /// How many of the slots hold datagrams.
    package private(set) var count = 0

    package init(capacity: Int, bytesPerDatagram: Int) throws(SystemError) {
        guard let batch = unsafe amorce_batch_new(UInt32(clamping: capacity), UInt32(clamping: bytesPerDatagram)),
            let slots = unsafe amorce_batch_slots(batch)
        else { throw SystemError("calloc", "\(capacity) datagrams", code: ENOMEM) }
        unsafe (self.batch, self.slots) = (batch, slots)
        self.capacity = capacity
        self.bytesPerDatagram = bytesPerDatagram
    }

    deinit { unsafe amorce_batch_free(batch) }

    /// Where one datagram comes from or goes to.
    package struct Envelope: Hashable, Sendable {
        package var peer: IPv4Address
        package var peerPort: UInt16
        /// The address that it was sent to; when sending, the source, or `any` for the kernel's choice.
        package var local: IPv4Address
        /// This host's address to answer from: `local`, or the interface's own where that is a broadcast address. It is
        /// not looked at when sending.
        package var own: IPv4Address
        /// The kernel's number of the interface; when sending, 0 for the route's.
        package var interface: Int32

        package init(peer: IPv4Address, peerPort: UInt16, local: IPv4Address = .any, interface: Int32 = 0) {
            self.peer = peer
            self.peerPort = peerPort
            self.local = local
            own = local
            self.interface = interface
        }
    }

    /// Takes what has arrived, up to the capacity; 0 if nothing has.
    package func receive(from socket: borrowing UDPSocket) throws(SystemError) -> Int {
        let received = unsafe amorce_batch_receive(batch, socket.descriptor)
        count = max(0, Int(received))
        guard received < 0, received != -EAGAIN else { return count }
        throw SystemError("recvmmsg", "socket \(socket.descriptor)", code: -received)
    }

    /// Forgets what is in it.
    package func clear() { count = 0 }

    /// The envelope of a datagram, by its place from 0 to below `count`.
    package func envelope(_ index: Int) -> Envelope {
        precondition((0..<count).contains(index), "no datagram stands there")
        let slot = unsafe slots[index]
        var envelope = unsafe Envelope(
            peer: IPv4Address(number: slot.peer_address), peerPort: slot.peer_port,
            local: IPv4Address(number: slot.local_address), interface: slot.interface_index)
        unsafe envelope.own = IPv4Address(number: slot.own_address)
        return envelope
    }

    /// Whether the datagram was longer than a slot, so that its end is lost.
    package func isTruncated(_ index: Int) -> Bool {
        precondition((0..<count).contains(index), "no datagram stands there")
        return unsafe slots[index].truncated != 0
    }

    /// Reads one datagram's bytes in place.
    package func withBytes<R, E: Error>(_ index: Int, _ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
        precondition((0..<count).contains(index), "no datagram stands there")
        let buffer = unsafe UnsafeBufferPointer(start: slots[index].bytes, count: Int(slots[index].count))
        return try unsafe body(Span(_unsafeElements: buffer))
    }

    /// Adds a datagram to be sent; `false` if the batch is full or the bytes do not fit in a slot.
    package func append(_ bytes: [UInt8], to envelope: Envelope) -> Bool {
        guard count < capacity, bytes.count <= bytesPerDatagram else { return false }
        unsafe slots[count].bytes.update(from: bytes, count: bytes.count)
        address(bytes: bytes.count, to: envelope)
        return true
    }

    /// Adds a datagram whose bytes are written in place, at most `bytesPerDatagram`; `false` if the batch is full. When
    /// writing fails, nothing is added.
    package func append<E: Error>(
        to envelope: Envelope, writing: (inout OutputSpan<UInt8>) throws(E) -> Void
    ) throws(E) -> Bool {
        guard count < capacity else { return false }
        let buffer = unsafe UnsafeMutableBufferPointer(start: slots[count].bytes, count: bytesPerDatagram)
        var output = unsafe OutputSpan(buffer: buffer, initializedCount: 0)
        try writing(&output)
        address(bytes: unsafe output.finalize(for: buffer), to: envelope)
        return true
    }

    private func address(bytes: Int, to envelope: Envelope) {
        unsafe slots[count].count = UInt32(bytes)
        unsafe slots[count].peer_address = envelope.peer.number
        unsafe slots[count].peer_port = envelope.peerPort
        unsafe slots[count].local_address = envelope.local.number
        unsafe slots[count].interface_index = envelope.interface
        count += 1
    }

    /// Sends everything in it and clears it. A datagram that the kernel refuses is skipped and reported by its place.
    package func send(through socket: borrowing UDPSocket, refused: (Int, SystemError) -> Void = { _, _ in }) {
        var next = 0
        while next < count {
            let sent = unsafe amorce_batch_send(batch, socket.descriptor, UInt32(next), UInt32(count - next))
            if sent > 0 {
                next += Int(sent)
            } else {
                refused(next, SystemError("sendmmsg", "\(envelope(next).peer)", code: sent < 0 ? -sent : EIO))
                next += 1
            }
        }
        count = 0
    }
}
