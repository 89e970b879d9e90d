import Decisions
import HTTPWire
import Inventory
import LinuxIO
import MicroHTTP
import NetTypes
import Settings
import Store

/// Serves machines over HTTP: boot files, preseed files and post-install scripts, and takes their reports.
package final class WebService: Sendable {
    private let current: Current<ServingPlan>
    private let log: Log
    private let counters: Counters
    private let status: @Sendable () -> StatusReport

    package init(
        _ current: Current<ServingPlan>, log: Log, counters: Counters, status: @escaping @Sendable () -> StatusReport
    ) {
        self.current = current
        self.log = log
        self.counters = counters
        self.status = status
    }

    /// Every request of a machine is answered here: found in the list of paths, carried out, and logged.
    package func respond(to request: HTTPRequest) -> HTTPResponse {
        let plan = current.value
        let response = answer(request, plan)
        counters.count("http.\(response.status.rawValue)")
        log(
            response.status.rawValue >= 500 ? .error : .info,
            LogLine("http", request.method.rawValue, plan.provisioning.client(at: request.peer ?? .any))
                .with("peer", request.peer).with("path", withoutToken(request.path))
                .with("status", response.status.rawValue).with("bytes", response.count))
        return response
    }

    private func answer(_ request: HTTPRequest, _ plan: ServingPlan) -> HTTPResponse {
        guard let path = WebPath(request.path) else {
            return .text(.notFound, "nothing is at \(withoutToken(request.path))\n")
        }
        guard path.methods.contains(request.method) else {
            let allowed = path.methods.map(\.rawValue).joined(separator: ", ")
            var response = HTTPResponse.text(.methodNotAllowed, "\(withoutToken(request.path)) takes \(allowed)\n")
            response.headers.add("Allow", allowed)
            return response
        }
        let peer = request.peer ?? .any
        switch path {
        case .boot(let path): return plan.content.response(to: request, path, for: peer)
        case .metrics:
            guard peer.isLoopback else {
                return .text(.forbidden, "/metrics is for this host; ask 127.0.0.1, or the control socket\n")
            }
            return MetricsPage(of: status()).response
        case .machine:
            guard let client = plan.provisioning.client(at: peer) else {
                return .text(.forbidden, "no machine is known to have \(peer): /machine tells a machine who it is\n")
            }
            return .text(.ok, plan.provisioning.subject(client, token: "").identity)
        case .preseed(let token, let profile):
            return page(request, token, plan) { try plan.installs.preseed($0, token, profile, peer) }
        case .postInstall(let token, let profile):
            return page(request, token, plan) { try plan.installs.postInstall($0, token, profile, peer) }
        case .report(let token, let step):
            return page(request, token, plan) { _ in try plan.installs.report(step, request.body, token, peer) }
        }
    }

    /// The result of the body as a page; what it throws as a refusal that says why.
    private func page(
        _ request: HTTPRequest, _ token: String, _ plan: ServingPlan, _ body: (_ isFetch: Bool) throws -> String
    ) -> HTTPResponse {
        do {
            return .text(.ok, try body(request.method == .get))
        } catch let denial as BuildDenial {
            plan.installs.tell(denial, token, request.peer ?? .any)
            return .text(denial.status, "\(denial)\n")
        } catch {
            log(.error, LogLine("http", "failed").with("path", withoutToken(request.path)).with("error", "\(error)"))
            return .text(.serverError, "\(error)\n")
        }
    }
}

extension BuildDenial {
    fileprivate var status: HTTPStatus {
        switch self {
        case .unknownToken: .notFound
        case .otherAddress: .forbidden
        case .otherProfile, .wrongState, .notOffered: .conflict
        case .closed: .gone
        }
    }
}

extension HTTPResponse {
    fileprivate var count: Int64 {
        switch body {
        case .bytes(let bytes): Int64(bytes.count)
        case .file(_, _, let count): count
        }
    }
}
