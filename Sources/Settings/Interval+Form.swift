import NetTypes

extension Interval {
    /// A span as the configuration file writes it: `30s`, `10m`, `1h`; `nil` for anything else.
    package init?(form text: String) {
        guard case .value(let interval) = Form<Interval>.duration.read(text) else { return nil }
        self = interval
    }
}
