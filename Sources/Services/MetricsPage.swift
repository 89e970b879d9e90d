import HTTPWire
import Inventory

/// Every metric as Prometheus reads it: its text format, version 0.0.4. Served at `/metrics`.
package struct MetricsPage: Sendable {
    package let text: String

    package init(of report: StatusReport) {
        text = Metric.all.map { metric in
            "# HELP \(metric.name) \(metric.help)\n# TYPE \(metric.name) \(metric.kind.rawValue)\n"
                + metric.samples(report).map { "\(metric.name)\($0.labelText) \($0.number)\n" }.joined()
        }.joined()
    }

    /// What is answered to who asks for it.
    var response: HTTPResponse { .text(.ok, text, type: "text/plain; version=0.0.4; charset=utf-8") }
}

extension Metric.Sample {
    /// `{direction="in",type="discover"}`, or nothing.
    fileprivate var labelText: String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ",") + "}"
    }
}

/// A label's value without what would end it.
private func escaped(_ value: String) -> String {
    value.map { character in
        switch character {
        case "\\": "\\\\"
        case "\"": "\\\""
        case "\n": "\\n"
        default: String(character)
        }
    }.joined()
}
