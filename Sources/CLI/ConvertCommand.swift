import NetTypes
import OtherServers

extension Command {
    @Sendable static func convert(_ session: Session) throws(Failure) {
        let names = [session.invocation[.file]] + session.invocation.repeated
        var files: [(name: String, bytes: [UInt8])] = []
        for name in names { files.append((name, try session.input(name, atMost: largestConfiguration))) }
        if let other = files.first(where: { isOfDnsmasq($0.bytes) }) {
            throw .input(
                "\(other.name) is dnsmasq's, and convert reads dhcpd's: write dhcp.subnets and machines by hand, as docs/MIGRATING.md "
                    + "says; amorce lease import takes over dnsmasq's leases")
        }
        var interfaces: [String] = []
        for name in (session.invocation[.interfaces] ?? "").split(separator: ",") {
            interfaces.append(
                try session.parsed(String(name.trimmed), as: "an interface's name") { isInterfaceName($0) ? $0 : nil })
        }

        let converted = ConvertedConfiguration(dhcpd: files) { path in
            do throws(Failure) {
                return .success(try session.input(path, atMost: largestConfiguration))
            } catch {
                return .failure(UnreadableFile(error.fact))
            }
        }

        let document = Conversion(
            configuration: converted.yaml(from: names, interfaces: interfaces), remarks: converted.remarks)
        try session.print(document) { document.configuration }
        for remark in converted.remarks { session.complain(visible("\(remark)")) }
        if converted.needsInterfaces(interfaces) {
            session.complain(
                "see that dhcp.interfaces is right, or convert with --interfaces NAMES: "
                    + "dhcpd has them on its command line")
        }
    }

    /// What `convert --json` prints.
    private struct Conversion: Encodable {
        let configuration: String
        let remarks: [Line]

        /// What is not as before.
        struct Line: Encodable {
            let file: String
            let line: Int
            let statement: String
            let reason: String
        }

        init(configuration: String, remarks: [Remark]) {
            self.configuration = configuration
            self.remarks = remarks.map {
                Line(file: $0.place.file, line: $0.place.line, statement: $0.statement, reason: $0.reason)
            }
        }
    }
}

/// dhcpd reads more; nobody writes it.
private let largestConfiguration = 16 << 20

extension Failure {
    /// Without the name of the program in front.
    fileprivate var fact: String { if case .input(let why) = self { why } else { text } }
}

/// Whether a line says what no line of dhcpd's does: `dhcp-range=10.77.0.100,10.77.0.200`.
private func isOfDnsmasq(_ bytes: [UInt8]) -> Bool {
    String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).contains { line in
        ["dhcp-range=", "dhcp-host=", "dhcp-option=", "interface=", "dhcp-boot="].contains {
            line.trimmed.hasPrefix($0)
        }
    }
}
