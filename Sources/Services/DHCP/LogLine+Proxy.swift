import DHCPWire
import Decisions
import Inventory
import NetTypes

extension LogLine {
    /// What was heard from whom beside another server, and what was decided: `mac=… proxy=discover speaker=bios
    /// decision=offer file=pxelinux.0`.
    package init(_ outcome: ProxyDesk.Outcome, interface: String? = nil) {
        let file = outcome.answer.map(\.message.bootFile) ?? []
        self = LogLine("proxy", outcome.heard, mac: outcome.request?.mac, machine: outcome.machine)
            .with("speaker", outcome.request?.speaker)
            .with("interface", interface)
            .with(outcome.decision)
            .with("address", outcome.sighting?.address)
            .with("of", outcome.sighting?.server)
            .with("file", file.isEmpty ? nil : String(decoding: file, as: UTF8.self))
    }

    private func with(_ decision: ProxyDecision) -> Self {
        switch decision {
        case .offer: with("decision", "offer")
        case .acknowledge: with("decision", "acknowledge")
        case .stayQuiet(.malformed(let error)):
            with("decision", "stay-quiet").with("reason", "malformed").with("error", error)
        case .stayQuiet(let reason): with("decision", "stay-quiet").with("reason", reason.name)
        }
    }
}
