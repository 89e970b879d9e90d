import CLinux
import Glibc

/// The transfers that are running and those that wait for their turn.
final class Load {
    let server: UInt32
    let port: UInt16
    let request: [UInt8]
    let blockSize: Int
    let window: Int
    let content: Content
    private let clients: Int
    private let total: Int
    private let lostOfThousand: Int
    private let patience: Double
    private let poll = epoll_create1(0)
    private let batch = amorce_batch_new(64, 65536)
    private let outgoing = amorce_batch_new(1, 2048)
    private var running: [Int32: Client] = [:]
    private var begun = 0
    private var whole = 0
    private var broken = 0
    /// What has come, in order.
    var bytes = 0
    private var repeated = 0
    private var seed: UInt32 = 4711

    init?(_ words: [String], _ content: Content) {
        let place = words[0].split(separator: ":").map(String.init)
        var address = in_addr()
        let numbers = words[2...6].compactMap { Int($0) }
        guard place.count == 2, let port = UInt16(place[1]), inet_aton(place[0], &address) != 0, numbers.count == 5
        else {
            return nil
        }
        (clients, total, blockSize, window, lostOfThousand) = (
            numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]
        )
        server = UInt32(bigEndian: address.s_addr)
        self.port = port
        self.content = content
        patience = words.count > 8 ? Double(words[8]) ?? 300 : 300
        var texts = [words[1], "octet"]
        if blockSize != 512 { texts += ["blksize", "\(blockSize)"] }
        if window > 1 { texts += ["windowsize", "\(window)"] }
        request = [0, 1] + texts.flatMap { Array($0.utf8) + [0] }
    }

    func run() {
        let start = now()
        var events = [epoll_event](repeating: epoll_event(), count: 256)
        var looked = start
        for _ in 0..<min(clients, total) { begin() }
        while !running.isEmpty, looked - start < patience {
            let count = epoll_wait(poll, &events, 256, 100)
            for index in 0..<max(0, Int(count)) { if let client = running[events[index].data.fd] { hear(client) } }
            let time = now()
            if time - looked > 0.1 {
                looked = time
                for client in Array(running.values) where time - client.heard > client.pause {
                    guard client.silences < 12 else {
                        end(client, isWhole: false)
                        continue
                    }
                    client.silences += 1
                    client.heard = time
                    send(client.lastPacket, client, to: client.isAnswered ? client.serverPort : port)
                }
            }
        }
        let seconds = now() - start
        broken += running.count
        print(
            "\(rounded(Double(bytes) / 1e6 / seconds)) \(rounded(seconds)) \(whole) \(broken) \(repeated)")
    }

    private func begin() {
        guard begun < total else { return }
        begun += 1
        // One address a client, and back to the first after 4,000: the limit for one source is not what is measured.
        let address = UInt32(127 << 24 | 1 << 16) + UInt32(begun % 4000) + 1
        guard let client = Client(address, load: self, at: now()) else {
            broken += 1
            return
        }
        running[client.descriptor] = client
        var event = epoll_event()
        event.events = EPOLLIN.rawValue
        event.data.fd = client.descriptor
        epoll_ctl(poll, EPOLL_CTL_ADD, client.descriptor, &event)
        send(request, client, to: port)
    }

    private func end(_ client: Client, isWhole: Bool) {
        running[client.descriptor] = nil
        close(client.descriptor)
        if isWhole { whole += 1 } else { broken += 1 }
        begin()
    }

    private func hear(_ client: Client) {
        let count = amorce_batch_receive(batch, client.descriptor)
        guard count > 0, let slots = amorce_batch_slots(batch) else { return }
        client.heard = now()
        client.silences = 0
        var answer: UInt16?
        for index in 0..<Int(count) where !isLost {
            let slot = slots[index]
            switch client.take(UnsafeBufferPointer(start: slot.bytes, count: Int(slot.count)), from: slot.peer_port) {
            case .nothing: break
            case .repeated(let number):
                repeated += 1
                if let number { answer = number }
            case .acknowledge(let number): answer = number
            case .failed(let why):
                Complaints.complain(why)
                return end(client, isWhole: false)
            case .done(let number):
                acknowledge(number, client)
                return end(client, isWhole: true)
            }
        }
        if let answer { acknowledge(answer, client) }
    }

    private func acknowledge(_ number: UInt16, _ client: Client) {
        client.lastPacket = [0, 4, UInt8(number >> 8), UInt8(number & 255)]
        if !isLost { send(client.lastPacket, client, to: client.serverPort) }
    }

    private func send(_ packet: [UInt8], _ client: Client, to port: UInt16) {
        guard let slots = amorce_batch_slots(outgoing) else { return }
        slots[0].bytes.update(from: packet, count: packet.count)
        slots[0].count = UInt32(packet.count)
        slots[0].peer_address = server
        slots[0].peer_port = port
        slots[0].local_address = 0
        slots[0].interface_index = 0
        amorce_batch_send(outgoing, client.descriptor, 0, 1)
    }

    /// By a fixed row of pseudo-random numbers.
    private var isLost: Bool {
        guard lostOfThousand > 0 else { return false }
        seed = seed &* 1_664_525 &+ 1_013_904_223
        return Int(seed >> 8) % 1000 < lostOfThousand
    }

    private func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private func rounded(_ number: Double) -> String {
        let hundredths = Int((number * 100).rounded())
        return "\(hundredths / 100)." + (hundredths % 100 < 10 ? "0" : "") + "\(hundredths % 100)"
    }
}

enum Complaints {
    private nonisolated(unsafe) static var told = 0

    /// On standard error, ten times at most.
    static func complain(_ text: String) {
        told += 1
        guard told <= 10 else { return }
        let line = Array("TFTPLoad: \(text)\n".utf8)
        write(2, line, line.count)
    }
}
