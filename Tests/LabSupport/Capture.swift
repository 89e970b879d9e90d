import Foundation

/// What tcpdump saw on a lab's wire: whole Ethernet frames.
package struct Capture: Sendable {
    private let program: RunningProgram
    private let file: URL

    /// Starts to listen; `words` are tcpdump's filter. Returns once it hears.
    package init(_ name: String, in lab: Lab, _ words: [String], at interface: String, filter: String) async throws {
        file = lab.folder.appending(path: "\(name).pcap")
        program = try RunningProgram(
            name,
            words + [
                "tcpdump", "--immediate-mode", "-U", "-B", "16384", "-n", "-i", interface, "-w", file.path, filter,
            ],
            in: lab.folder)
        while try !String(contentsOf: program.errorFile, encoding: .utf8).contains("listening on") {
            guard await program.isRunning else {
                throw LabError("tcpdump: \(try String(contentsOf: program.errorFile, encoding: .utf8))")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    package func stop() async { await program.stop() }

    /// The payloads of all UDP datagrams, in order.
    package func datagrams() throws -> [[UInt8]] {
        try packets().compactMap { $0.kind == 17 && $0.rest.count > 8 ? Array($0.rest.dropFirst(8)) : nil }
    }

    /// What each TCP connection carried from its sender, put in order.
    package func streams() throws -> [String] {
        var segments: [UInt16: [UInt32: [UInt8]]] = [:]
        for packet in try packets() where packet.kind == 6 && packet.rest.count >= 20 {
            let bytes = Array(packet.rest)
            let payload = bytes.dropFirst(Int(bytes[12] >> 4) * 4)
            guard !payload.isEmpty else { continue }
            let receiver = UInt16(bytes[2]) << 8 | UInt16(bytes[3])
            segments[receiver, default: [:]][bytes[4..<8].reduce(0) { $0 << 8 | UInt32($1) }] = Array(payload)
        }
        return segments.values.map { parts in
            String(decoding: parts.sorted { $0.key < $1.key }.flatMap(\.value), as: UTF8.self)
        }
    }

    /// The body of an HTTP response that contains a text, once as many bytes of it have come.
    package func response(with text: String, size: Int) async throws -> String {
        let deadline = ContinuousClock.now + .seconds(20)
        var found: [String] = []
        while ContinuousClock.now < deadline {
            found = try streams().filter { $0.contains(text) }
                .compactMap { $0.split(separator: "\r\n\r\n", maxSplits: 1).last.map(String.init) }
            if let whole = found.first(where: { $0.utf8.count >= size }) { return whole }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw LabError("no response with \"\(text)\" of \(size) bytes; of \(found.map(\.utf8.count)) bytes there is")
    }

    /// IPv4 packets: the protocol's number, and what follows the IP header, without Ethernet's padding.
    private func packets() throws -> [(kind: UInt8, rest: ArraySlice<UInt8>)] {
        var found: [(UInt8, ArraySlice<UInt8>)] = []
        var rest = try [UInt8](Data(contentsOf: file)).dropFirst(24)  // the file's own header
        while rest.count > 16 {
            // A record: seconds, microseconds, size here, size on the wire; little-endian on the machines that run this.
            let size = rest.dropFirst(8).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            let packet = Array(rest.dropFirst(16).prefix(size).dropFirst(14))
            rest = rest.dropFirst(16 + size)
            guard packet.count >= 20, packet[0] >> 4 == 4 else { continue }
            let length = Int(packet[2]) << 8 | Int(packet[3])
            found.append((packet[9], packet.prefix(length).dropFirst(Int(packet[0] & 15) * 4)))
        }
        return found
    }
}
