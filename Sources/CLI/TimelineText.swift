import Decisions
import Inventory
import NetTypes

extension Session {
    /// What a machine is, a line for each fact.
    func headLines(of detail: MachineDetail) -> String {
        let machine = detail.machine
        let facts: [(String, String?)] = [
            ("name", machine.hostName.text + (machine.name == nil ? " (nobody named it yet)" : "")),
            ("mac", machine.mac.description),
            ("profile", machine.profile?.text ?? "-"),
            ("variables", machine.variables?.keys.sorted().joined(separator: ", ")),
            ("state", machine.state.rawValue),
            ("armed", machine.arm.map { armLine($0, machine.state) }),
            ("address", addressLine(of: detail)),
            ("lease", detail.lease.map(leaseLine) ?? "-"),
            ("firmware", machine.firmware?.rawValue ?? "-"),
            ("first seen", machine.firstSeen.map(moment) ?? "-"),
            ("last seen", machine.lastSeen.map(moment) ?? "-"),
            ("its system", machine.systemHeard.map { "heard \(moment($0))" }),
        ]
        return facts.compactMap { fact, value in value.map { "\(fact.filled(to: 12))\($0)\n" } }.joined()
    }

    /// `its installer said 2s ago: anna[88]: DEBUG: retrieving libc6-udeb`
    func text(of line: LastLine) -> String {
        "its installer said \(surroundings.now() - line.time) ago: \(visible(line.text))\n"
    }

    /// The boots, a table each, and what is being waited for.
    func text(of timeline: Timeline) -> String { timeline.boots.map { "\n" + text(of: $0) }.joined() }

    private func text(of boot: Timeline.Boot) -> String {
        var table = Table(.text("TIME"), .number("SINCE"), .number("TOOK"), .text("STAGE"), .text("DETAIL"))
        for row in boot.rows {
            table.add(
                clock(row.time), row.sinceStart?.description, row.untilNext?.description, row.stage.rawValue, row.detail
            )
        }
        return "boot of \(moment(boot.start))\n" + table.text() + durations(of: boot) + line(for: boot.outcome)
    }

    /// Of a boot that has come somewhere: how long it took, and what took most of it.
    private func durations(of boot: Timeline.Boot) -> String {
        guard let whole = boot.duration, let longest = boot.longest, let time = longest.untilNext, boot.rows.count > 2
        else { return "" }
        return "in all \(whole); the longest, \(time), after \(visible(longest.name))\n"
    }

    private func line(for outcome: Timeline.Outcome) -> String {
        switch outcome {
        case .ended: ""
        case .failed: "failed\n"
        case .stopped(let awaited): "stopped before \(awaited)\n"
        case .waiting(let awaited, let since): "waiting for \(awaited), \(surroundings.now() - since) so far\n"
        }
    }

    private func addressLine(of detail: MachineDetail) -> String {
        switch (detail.lease?.address, detail.machine.address) {
        case (nil, nil): "-"
        case (nil, let reserved?): "\(reserved) (reserved)"
        case (let leased?, nil): "\(leased)"
        case (let leased?, let reserved?):
            leased == reserved ? "\(leased) (reserved)" : "\(leased) (reserved: \(reserved), at its next boot)"
        }
    }

    /// `by person at 2026-11-21 09:15:03, good for 167h12m, 1 network boot`
    private func armLine(_ arm: Arm, _ state: InstallState) -> String {
        let left = arm.until - surroundings.now()
        let standing =
            if let used = arm.used { "used \(moment(used))" } else if left <= .seconds(0) { "expired" } else {
                state.isArmed ? "good for \(left)" : "not used"
            }
        let boots = arm.boots == 1 ? "1 network boot" : "\(arm.boots) network boots"
        let retries = arm.retries == 0 ? "" : ", retry \(arm.retries)"
        return "by \(arm.by.rawValue) at \(moment(arm.since)), \(standing), \(boots)\(retries)"
    }

    private func leaseLine(_ lease: Lease) -> String {
        "\(lease.state.rawValue), \(expiry(of: lease)), \(moment(lease.expiry))"
    }

    /// `expires in 41m12s`, `expired 2h05m ago`
    func expiry(of lease: Lease) -> String {
        let left = lease.expiry - surroundings.now()
        return left > .seconds(0) ? "expires in \(left)" : "expired \(surroundings.now() - lease.expiry) ago"
    }
}
