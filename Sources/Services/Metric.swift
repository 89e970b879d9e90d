import Inventory
import NetTypes

/// One number, or one for each value of its labels, that a monitoring system may read.
package struct Metric: Sendable {
    package let name: String
    package let kind: Kind
    /// One line for people.
    package let help: String
    /// What it comes to in a report: the labels' values in their order, and the number.
    let samples: @Sendable (StatusReport) -> [Sample]

    /// What a number may do over time, in Prometheus' words.
    package enum Kind: String, Sendable { case counter, gauge }

    /// A number with its labels, each a name and a value.
    struct Sample {
        let labels: [(name: String, value: String)]
        let number: String
    }

    /// Every metric there is.
    package static let all: [Metric] = [
        Metric("amorce_dhcp_messages_total", "DHCP messages heard and sent, by type.", of: "dhcp.in.", "dhcp.out.") {
            [("direction", String($0.dropFirst("dhcp.".count).dropLast())), ("type", $1)]
        },
        Metric("amorce_dhcp_quiet_total", "DHCP messages left without an answer, by reason.", of: "dhcp.quiet.") {
            [("reason", $1)]
        },
        Metric("amorce_dhcp_probes_total", "Addresses asked about before an offer, by result.", of: "dhcp.probe.") {
            [("result", $1)]
        },
        Metric("amorce_tftp_transfers_total", "TFTP transfers that have ended, by result.", of: "tftp.") {
            [("result", $1)]
        },
        Metric("amorce_http_responses_total", "HTTP responses to machines, by status.", of: "http.") {
            [("status", $1)]
        },
        Metric("amorce_syslog_datagrams_total", "Datagrams of syslog, by what became of them.", of: "syslog.") {
            [("result", $1)]
        },
        Metric("amorce_dns_updates_total", "Updates that name servers answered, by answer.", of: "dns.update.") {
            [("answer", $1)]
        },
        Metric("amorce_dns_names_total", "Names that were written, or found to be someone else's.", of: "dns.names.") {
            [("result", $1)]
        },
        Metric(
            "amorce_balancer_servers_total", "Servers that load balancers added, drained or let go of, by action.",
            of: "balancer.servers."
        ) {
            [("action", $1)]
        },
        Metric("amorce_hook_runs_total", "Hooks that have ended, by result.", of: "hooks.run.") { [("result", $1)] },
        Metric(
            "amorce_deliveries_total", "Events that hooks and webhooks have taken, or that were given up.",
            of: "deliveries."
        ) { _, rest in
            let words = rest.split(separator: ".", maxSplits: 1).map(String.init)
            return [("target", words.first ?? ""), ("result", words.last ?? "")]
        },
        Metric(
            "amorce_dhcp_pool_addresses", "Addresses that a subnet's pools hold.",
            gauge: { report in
                report.interfaces.compactMap { $0.sample($0.poolSize) }
            }),
        Metric(
            "amorce_dhcp_held_addresses", "Addresses of a subnet's pools that nobody else may have now.",
            gauge: { report in
                report.interfaces.compactMap { $0.sample($0.held) }
            }),
        Metric(
            "amorce_interface_served", "1 for an interface on which DHCP is served, 0 for one that waits.",
            gauge: { report in
                report.interfaces.map {
                    Sample(labels: [("interface", $0.name)], number: $0.problem == nil ? "1" : "0")
                }
            }),
        Metric(
            "amorce_dhcp_other_servers", "DHCP servers on the wire that are not this one.",
            gauge: { report in
                [Sample(labels: [], number: "\(report.otherServers.count { $0.isPresent(at: report.now) })")]
            }),
        Metric(
            "amorce_machines", "Machines in each state of their installation.",
            gauge: { report in
                InstallState.allCases.map { state in
                    Sample(labels: [("state", state.rawValue)], number: "\(report.machines[state.rawValue] ?? 0)")
                }
            }),
        Metric(
            "amorce_machines_stuck", "Machines whose boot is stuck or has failed, as `amorce status` lists them.",
            gauge: { report in
                [Sample(labels: [], number: "\(report.stuck?.count ?? 0)")]
            }),
        Metric(
            "amorce_problems", "Problems that wait for somebody, as `amorce status` lists them.",
            gauge: { report in
                [Sample(labels: [], number: "\(report.problems.count)")]
            }),
        Metric(
            "amorce_start_time_seconds", "When the daemon started, in seconds since 1970.",
            gauge: { report in
                [Sample(labels: [], number: "\(report.started.seconds)")]
            }),
        Metric(
            "amorce_build_info", "Always 1; the label says which version runs.",
            gauge: { report in
                [Sample(labels: [("version", report.version)], number: "1")]
            }),
    ]

    /// The counters whose names begin with one of the prefixes.
    private init(
        _ name: String, _ help: String, of prefixes: String...,
        labels: @escaping @Sendable (_ prefix: String, _ rest: String) -> [(name: String, value: String)]
    ) {
        self.name = name
        self.help = help
        kind = .counter
        samples = { report in
            prefixes.flatMap { prefix in
                report.counters.filter { $0.key.hasPrefix(prefix) }.sorted { $0.key < $1.key }.map { name, count in
                    Sample(labels: labels(prefix, String(name.dropFirst(prefix.count))), number: "\(count)")
                }
            }
        }
    }

    private init(_ name: String, _ help: String, gauge samples: @escaping @Sendable (StatusReport) -> [Sample]) {
        self.name = name
        self.help = help
        kind = .gauge
        self.samples = samples
    }
}

extension StatusReport.Interface {
    /// A number of its subnet; nothing while it is not served.
    fileprivate func sample(_ number: Int) -> Metric.Sample? {
        subnet.map { Metric.Sample(labels: [("interface", name), ("subnet", "\($0)")], number: "\(number)") }
    }
}
