import Decisions
import HTTPWire
import Inventory
import LinuxIO
import NetTypes

/// What installers said, for people: no secret and no whole token is in it.
extension MachineDesk {
    /// How much of a log one page holds.
    private static let pageSize = 256 << 10

    /// The newest installation's log from a place on: the whole one if it has come, or what came while it ran.
    ///
    /// - Parameter query: `from`, where to begin; `kind`, `live` or `whole` and nothing else; `installation`, which one
    ///   `from` is about: of a newer one, the page begins at its start.
    func log(_ id: String, _ query: [String: String]) throws -> InstallLogPage {
        let machine = try find(id)
        let wanted = try kind(query["kind"])
        guard let newest = logs.newest(of: machine.mac), let kind = wanted ?? newest.kinds.first,
            newest.kinds.contains(kind)
        else { return InstallLogPage(installation: nil, isWhole: false, lines: [], next: 0) }
        let isSame = try number("installation", in: query).map { $0 == newest.begun } ?? true
        let start = isSame ? try number("from", in: query) ?? 0 : 0
        let bytes = try logs.read(kind, of: machine.mac, begun: newest.begun, from: start, atMost: Self.pageSize)
        // A line that is not all there is left for the next page.
        let end =
            bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
            ?? (kind == .whole || bytes.count == Self.pageSize ? bytes.count : 0)
        let isRest = kind == .whole && bytes.count < Self.pageSize
        let count = isRest ? bytes.count : end
        let text = provisioning.pages.withoutSecrets(in: String(decoding: bytes.prefix(count), as: UTF8.self))
        return InstallLogPage(
            installation: newest.begun, isWhole: kind == .whole,
            lines: withoutTokens(in: text).split(whereSeparator: \.isNewline).map(withoutCarriageReturns),
            next: start + Int64(count))
    }

    private func kind(_ word: String?) throws(Problem) -> InstallLogs.Kind? {
        guard let word else { return nil }
        guard let kind = InstallLogs.Kind(rawValue: word) else {
            throw Problem(.unprocessable, "kind is live or whole, not \(word)")
        }
        return kind
    }

    private func number(_ name: String, in query: [String: String]) throws(Problem) -> Int64? {
        guard let text = query[name] else { return nil }
        guard let number = Int64(text), (0...(1 << 40)).contains(number) else {
            throw Problem(.unprocessable, "\(name): \(text) is not a number from 0 on")
        }
        return number
    }
}

/// A line without the marks that syslogd writes for the carriage returns of programs that think they have a terminal.
private func withoutCarriageReturns(_ line: Substring) -> String {
    var line = line
    while line.hasSuffix("^M") { line = line.dropLast(2) }
    return String(line)
}
