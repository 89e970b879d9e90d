import BootStorm
import DHCPWire
import LinuxIO
import NetTypes

/// One machine that boots, stage by stage.
final class Machine {
    let mac: MACAddress
    /// When it is switched on, in seconds after the first.
    let startsAt: Double
    private unowned let storm: Storm
    /// From 0 to 1: in which it differs from the others.
    private let share: Double

    private(set) var state = State.off
    private var stage = BootStage.address
    private var stageBegan = 0.0
    private var attempt = 0
    /// When silence has lasted too long.
    private var due = Double.infinity
    private var lastProgress = 0.0

    private var talk: AddressTalk
    private var address = IPv4Address.any
    private var server = IPv4Address.any
    private var bootFile = ""
    private var menu: BootMenu?
    private var preseed = ""

    private var download: FileDownload?
    private var port: Port?
    private var connection: Connection?
    private var isConnected = false
    private var reader = ResponseReader()

    enum State { case off, booting, booted, broken }

    init(_ number: Int, of storm: Storm, startsAt: Double) {
        mac = MACAddress(truncating: 0x5254_0000_0000 + UInt64(number))
        self.storm = storm
        self.startsAt = startsAt
        share = Double(number &* 7919 % 1000) / 1000
        talk = AddressTalk(mac, relay: storm.relay, transactionID: UInt32(truncatingIfNeeded: number))
    }

    // MARK: Time

    func switchOn(_ now: Double) {
        state = .booting
        begin(.address, now)
    }

    /// What the machine does when it has heard nothing for long.
    func look(_ now: Double) {
        guard state == .booting, now >= due else { return }
        let pauses = stage.pauses(share: share)
        if port == nil, connection == nil, stage.isFetched, now - lastProgress < 60 {
            open(now)
        } else if attempt + 1 < pauses.count {
            attempt += 1
            due = now + pauses[attempt]
            storm.noteRetry(stage)
            ask(now)
        } else {
            fail("nothing was heard for too long")
        }
    }

    private func begin(_ stage: BootStage, _ now: Double) {
        self.stage = stage
        stageBegan = now
        progress(now)
        if stage == .address { ask(now) } else { open(now) }
    }

    private func progress(_ now: Double) {
        attempt = 0
        lastProgress = now
        due = now + (stage.pauses(share: share).first ?? 0)
    }

    private func end(_ now: Double) {
        leave()
        storm.note(stage, now - stageBegan)
        guard let next = stage.next else {
            state = .booted
            return storm.noteEnd(self, now - storm.began - startsAt)
        }
        begin(next, now)
    }

    private func fail(_ why: String) {
        leave()
        state = .broken
        storm.noteFailure(stage, "\(mac) at \(stage): \(why)", self)
    }

    private func leave() {
        if let port { storm.unwatch(port.socket.descriptor) }
        if let connection { storm.unwatch(connection.descriptor) }
        (port, connection, download) = (nil, nil, nil)
    }

    // MARK: Asking

    private func open(_ now: Double) {
        do throws(MalformedText) {
            switch stage {
            case .address: break
            case .loader: try openDownload(bootFile, keepsContent: false, now)
            case .menu: try openDownload("pxelinux.cfg/01-\(mac.hyphenated)", keepsContent: true, now)
            case .kernel, .initrd, .preseed, .report: try connect(now)
            }
        } catch {
            fail("\(error)")
        }
    }

    private func openDownload(_ name: String, keepsContent: Bool, _ now: Double) throws(MalformedText) {
        download = FileDownload(name, keepsContent: keepsContent)
        do throws(SystemError) {
            let port = Port(try UDPSocket(address: address, port: 0))
            self.port = port
            storm.watch(port.socket.descriptor, self)
        } catch {
            throw MalformedText("\(error)")
        }
        ask(now)
    }

    /// What the stage fetches over HTTP, and how.
    private func wanted() throws(MalformedText) -> (file: FetchedFile, method: String, keeps: Int) {
        guard let menu else { throw MalformedText("no menu") }
        switch stage {
        case .kernel: return (try FetchedFile(menu.kernel, from: server), "GET", 0)
        case .initrd: return (try FetchedFile(menu.initrd, from: server), "GET", 0)
        case .preseed: return (try FetchedFile(menu.preseed, from: server), "GET", 1 << 20)
        case .report: return (try FetchedFile(reportIn: preseed, from: server), "POST", 0)
        case .address, .loader, .menu: throw MalformedText("nothing to fetch")
        }
    }

    private func connect(_ now: Double) throws(MalformedText) {
        let (file, _, keeps) = try wanted()
        reader = ResponseReader(keeping: keeps)
        isConnected = false
        guard let connection = Connection(from: address, to: file.server, port: file.port) else {
            return tryAgainSoon(now)
        }
        self.connection = connection
        due = now + 60
        storm.watch(connection.descriptor, self, forWriting: true)
    }

    /// A connection that was refused or broke off is made anew after a second.
    private func tryAgainSoon(_ now: Double) {
        leave()
        storm.noteRetry(stage)
        guard now - lastProgress < 60 else { return fail("no connection holds") }
        due = now + 1
    }

    /// Sends what is to be sent, the first time or again.
    private func ask(_ now: Double) {
        if stage == .address {
            storm.sendToServer(talk.datagram(secondsElapsed: UInt16(clamping: Int(now - stageBegan))))
        } else if let download, let port {
            storm.send(download.lastPacket, to: server, download.serverPort ?? 69, through: port)
        }
    }

    // MARK: Hearing

    func hear(_ answer: DHCPMessage, _ now: Double) {
        guard state == .booting, stage == .address else { return }
        do throws(MalformedText) {
            switch try talk.take(answer) {
            case .nothing: break
            case .answer:
                progress(now)
                ask(now)
            case .given(let given):
                (address, server, bootFile) = (given.address, given.server, given.bootFile)
                end(now)
            }
        } catch {
            fail("\(error)")
        }
    }

    func hear(_ now: Double) {
        if let port { hear(from: port, now) } else if connection != nil { hearConnection(now) }
    }

    private func hear(from port: Port, _ now: Double) {
        for index in 0..<storm.receive(port) {
            guard state == .booting, download != nil else { return }
            do throws(MalformedText) {
                let sender = storm.incoming.envelope(index).peerPort
                let step = try storm.incoming.withBytes(index) { bytes throws(MalformedText) in
                    try download?.take(bytes, from: sender)
                }
                guard let step, step != .nothing else { continue }
                progress(now)
                ask(now)
                // What came behind it is nothing to the next stage.
                if step == .whole { return try takeDownload(now) }
            } catch {
                fail("\(error)")
            }
        }
    }

    private func takeDownload(_ now: Double) throws(MalformedText) {
        guard let download else { return }
        if stage == .menu {
            menu = try BootMenu(pxelinux: String(decoding: download.content, as: UTF8.self))
        } else if download.count != storm.sizes.loader {
            throw MalformedText("\(download.count) bytes")
        }
        end(now)
    }

    private func hearConnection(_ now: Double) {
        do throws(MalformedText) {
            if !isConnected {
                let (file, method, _) = try wanted()
                guard let connection, connection.send(file.request(method)) else { return tryAgainSoon(now) }
                isConnected = true
                return storm.watchForReading(connection.descriptor)
            }
            // A few times, so that none keeps the others waiting.
            for _ in 0..<4 {
                guard let connection, let count = connection.receive(into: storm.buffer) else { return }
                guard count > 0 else { return tryAgainSoon(now) }
                progress(now)
                let bytes = Span(_unsafeElements: UnsafeBufferPointer(rebasing: storm.buffer[..<count]))
                switch try reader.take(bytes) {
                case .unfinished: break
                case .refused(let status): throw MalformedText("status \(status)")
                case .whole: return try takeFetched(now)
                }
            }
        } catch {
            fail("\(error)")
        }
    }

    private func takeFetched(_ now: Double) throws(MalformedText) {
        let expected = stage == .kernel ? storm.sizes.kernel : stage == .initrd ? storm.sizes.initrd : reader.count
        guard reader.count == expected else { throw MalformedText("\(reader.count) bytes") }
        if stage == .preseed { preseed = String(decoding: reader.kept, as: UTF8.self) }
        end(now)
    }
}

/// A machine's own UDP port.
final class Port {
    let socket: UDPSocket
    init(_ socket: consuming UDPSocket) { self.socket = socket }
}

extension BootStage {
    fileprivate var isFetched: Bool { rawValue >= Self.kernel.rawValue }
}
