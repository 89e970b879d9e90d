import HTTPWire
import Inventory
import NetTypes

extension Command {
    @Sendable static func showDeliveries(_ session: Session) throws(Failure) {
        let report: DeliveriesReport = try session.daemon().get("hooks")
        try session.print(report) { session.text(of: report) }
    }
}

extension Session {
    fileprivate func text(of report: DeliveriesReport) -> String {
        guard !report.targets.isEmpty else {
            return "nobody is told of events: the configuration has neither hooks nor webhooks\n"
        }
        var targets = Table(.text("TARGET"), .number("PENDING"), .number("DELIVERED"), .number("GIVEN UP"))
        var events = Table(
            .text("EVENT"), .text("TARGET"), .text("STAGE"), .text("MAC"), .text("AGE"), .number("ATTEMPTS"),
            .prose("LAST ERROR"))
        for target in report.targets {
            targets.add(target.name, "\(target.pending)", "\(target.delivered)", "\(target.givenUp)")
            for one in target.waiting {
                events.add(
                    "\(one.event.id)", target.name, one.event.stage.rawValue, "\(one.event.mac)",
                    "\(report.now - one.event.time)", "\(one.attempts)", one.lastError)
            }
        }
        let problems = report.targets.compactMap(\.problem).map { text(of: $0) }.joined()
        let isWaiting = report.targets.contains { !$0.waiting.isEmpty }
        return targets.text() + (problems.isEmpty ? "" : "\n" + problems) + (isWaiting ? "\n" + events.text() : "")
    }
}
