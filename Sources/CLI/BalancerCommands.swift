import HTTPWire
import Inventory
import NetTypes

extension Command {
    @Sendable static func showBalancers(_ session: Session) throws(Failure) {
        let report: BalancersReport = try session.daemon().get("balancers")
        try session.print(report) { session.text(of: report) }
    }
}

extension Session {
    fileprivate func text(of report: BalancersReport) -> String {
        guard !report.backends.isEmpty else {
            return "no load balancer is served: no profile of the configuration has haproxy\n"
        }
        var backends = Table(.text("BACKEND"), .text("SOCKET"), .number("SERVERS"), .text("STATE"))
        var servers = Table(
            .text("SERVER"), .text("BACKEND"), .text("ADDRESS"), .text("WANTED"), .text("THERE"), .text("HEALTH"))
        for backend in report.backends {
            let state =
                backend.problem.map { "in trouble for \(report.now - $0.since), \(backend.failures) attempts" }
                ?? (backend.reached == nil ? "not seen yet" : "as it shall be")
            backends.add(
                backend.place.backend, backend.place.socket.description, "\(backend.servers.count)", state)
            for server in backend.servers {
                servers.add(
                    server.name.text, backend.place.backend, server.address?.description, server.wanted, server.there,
                    server.isUp.map { $0 ? "up" : "down" })
            }
        }
        let problems = report.backends.compactMap(\.problem).map { text(of: $0) }.joined()
        let hasServers = report.backends.contains { !$0.servers.isEmpty }
        return backends.text() + (problems.isEmpty ? "" : "\n" + problems) + (hasServers ? "\n" + servers.text() : "")
    }
}
