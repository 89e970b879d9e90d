import Inventory
import LinuxIO
import NetTypes

/// What installers said, a folder a machine below the data folder: for each installation a file of the lines that came
/// while it ran, and the installer's whole log once it has sent it.
package struct InstallLogs: Sendable {
    private let folder: String

    /// Of a machine's installations, the logs of so many are kept.
    static let kept = 10

    package init(data: String) { folder = data + "/logs" }

    /// Which of an installation's two logs.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// What came by syslog.
        case live
        /// What the installer sent at its end.
        case whole

        fileprivate var suffix: String { self == .live ? ".live.log" : ".log" }
    }

    /// Where a log is kept.
    func path(_ kind: Kind, of mac: MACAddress, begun: Timestamp) -> String {
        "\(folder)/\(mac.hyphenated)/\(begun.seconds)\(kind.suffix)"
    }

    /// Makes room for an installation's: the oldest logs go.
    func prepare(for mac: MACAddress, begun: Timestamp) throws(SystemError) {
        let own = "\(folder)/\(mac.hyphenated)"
        try Directory.create(own)
        let names = try Directory.names(in: own)
        let others = Set(names.compactMap(Self.start)).subtracting([begun.seconds]).sorted()
        for old in others.dropLast(Self.kept - 1) {
            for kind in Kind.allCases { try Directory.remove(file: "\(own)/\(old)\(kind.suffix)") }
        }
    }

    /// Keeps an installer's whole log, and answers where.
    func keep(_ body: [UInt8], of build: Build) throws(SystemError) -> String {
        let path = path(.whole, of: build.mac, begun: build.created)
        try Directory.create("\(folder)/\(build.mac.hyphenated)")
        try Directory.write(body, to: path)
        return path
    }

    /// The machine's newest installation of which there is a log, and which logs there are of it, the whole one first.
    func newest(of mac: MACAddress) -> (begun: Int64, kinds: [Kind])? {
        guard let names = try? Directory.names(in: "\(folder)/\(mac.hyphenated)"),
            let newest = names.compactMap(Self.start).max()
        else { return nil }
        let kinds = [Kind.whole, .live].filter { names.contains("\(newest)\($0.suffix)") }
        return (newest, kinds)
    }

    /// Part of a log.
    func read(
        _ kind: Kind, of mac: MACAddress, begun: Int64, from offset: Int64, atMost limit: Int
    ) throws(SystemError) -> [UInt8] {
        try InputFile.read("\(folder)/\(mac.hyphenated)/\(begun)\(kind.suffix)", from: offset, atMost: limit)
    }

    /// When the installation began of which this is a log's name.
    private static func start(_ name: String) -> Int64? {
        guard name.hasSuffix(Kind.whole.suffix) else { return nil }
        return Int64(name.prefix { $0 != "." })
    }
}
