import Decisions
import HTTPWire
import Inventory
import NetTypes
import Settings

/// Plays a machine, and tells of each step as it is over; of one of DHCP with the message that was sent.
package typealias Simulate = (
    _ wishes: SimulationWishes, _ tell: @escaping (SimulationStep, HeardMessage?) throws -> Void
) throws -> Void

extension Command {
    @Sendable static func simulate(_ session: Session) throws(Failure) {
        let invocation = session.invocation
        let mac = try session.parsed(invocation[.simulatedMAC] ?? "", as: "a MAC address", MACAddress.init)
        let word = try session.choice(.firmware) ?? SimulatedClient.Kind.bios.rawValue
        guard let kind = SimulatedClient.Kind(rawValue: word) else { return }
        let profile = try session.optional(.typed, as: "a profile's name", ProfileName.init)
        let configuration = try? session.surroundings.load(session.configurationFile.path)
        guard let interface = invocation[.simulatedInterface] ?? configuration?.dhcp.interfaces.first else {
            throw .usage(invocation.command.misused("no configuration names an interface: --interface NAME"))
        }
        let known: MachineDetail? = try? session.daemon().get("machines/\(mac)")
        let hasLease = known?.lease?.state == .active
        guard !hasLease || invocation.has(.isOff) else {
            throw .input(
                "\(mac) is \(known?.machine.hostName.text ?? "a machine") and has an address: while it is on, two would have it. Switch it off, "
                    + "and say --yes; or play another: amorce simulate --mac 52:54:00:00:00:99")
        }
        if let known, known.machine.state.isArmed, !invocation.has(.isOff) {
            throw .input(
                "\(mac) is \(known.machine.hostName), which is \(known.machine.state.rawValue): what is played is one of its network boots, and stands in "
                    + "its timeline. Say --yes to play it all the same; or play another: amorce simulate --mac 52:54:00:00:00:99"
            )
        }
        var explain: ExplainMessage?
        if let configuration, let link = session.surroundings.interfaceAddress(interface) {
            explain = try? session.surroundings.explainer(configuration, try session.daemonsKnowledge(), link, [link])
        }
        var hasFailed = false
        do {
            let wishes = SimulationWishes(
                mac: mac, kind: kind, interface: interface, profile: profile, installs: invocation.has(.installs),
                keepsLease: hasLease)
            try session.surroundings.simulate(wishes) { step, message in
                var step = step
                if let message, let reasons = try? explain?(message).reasons { step.reasons += reasons }
                hasFailed = hasFailed || step.isFailure
                try session.print(session.text(of: step))
            }
        } catch let failure as Failure {
            throw failure
        } catch {
            throw .input("\(error)")
        }
        if known == nil, !invocation.has(.installs) { session.forget(mac) }
        if hasFailed { throw .incomplete("it stops here") }
    }
}

extension Session {
    /// Who was played, if the daemon knows it from that alone.
    fileprivate func forget(_ mac: MACAddress) {
        guard let played: MachineDetail = try? daemon().get("machines/\(mac)"), played.machine.origin == .discovered
        else {
            return
        }
        let _: MachineReport? = try? daemon().send(.delete, "machines/\(mac)")
    }

    fileprivate func text(of step: SimulationStep) throws(Failure) -> String {
        if invocation.has(.json) { return try JSONText.line(step) + "\n" }
        let time = Interval(milliseconds: step.milliseconds)
        let head = "\(step.service.rawValue.filled(to: 8))\(visible(step.asked))\n"
        let mark = step.isFailure ? "FAILED: " : ""
        let took = step.service == .machine ? "" : "  (\(time))"
        return head + "        \(mark)\(visible(step.got))\(took)\n"
            + step.reasons.map { "          \(visible($0))\n" }.joined()
    }
}
