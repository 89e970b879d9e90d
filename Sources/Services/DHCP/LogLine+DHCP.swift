import DHCPWire
import Decisions
import Inventory
import NetTypes

extension LogLine {
    /// What was heard from whom, and what was decided: `mac=… dhcp=discover speaker=bios decision=offer …`.
    package init(_ outcome: LeaseDesk.Outcome, interface: String? = nil) {
        let file = outcome.answer.map(\.message.bootFile) ?? []
        self = LogLine("dhcp", outcome.heard, mac: outcome.request?.mac, machine: outcome.machine)
            .with("speaker", outcome.request?.speaker)
            .with("interface", interface)
            .with(outcome.decision)
            .with("file", file.isEmpty ? nil : String(decoding: file, as: UTF8.self))
    }

    private func with(_ decision: LeaseDecision) -> Self {
        switch decision {
        case .offer(let address, let time):
            with("decision", "offer").with("address", address).with("time", "\(time.seconds)s")
        case .acknowledge(let lease, let former):
            with("decision", "acknowledge").with("address", lease.address).with("expires", lease.expiry)
                .with("replacing", former?.address)
        case .inform: with("decision", "inform")
        case .refuse(let refusal): with("decision", "refuse").with("reason", refusal.rawValue)
        case .release(let lease): with("decision", "release").with("address", lease.address)
        case .quarantine(let lease):
            with("decision", "quarantine").with("address", lease.address).with("until", lease.expiry)
        case .stayQuiet(.malformed(let error)):
            with("decision", "stay-quiet").with("reason", "malformed").with("error", error)
        case .stayQuiet(let reason): with("decision", "stay-quiet").with("reason", reason.name)
        }
    }
}
