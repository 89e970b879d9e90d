/// One thing that a machine does on its way to the installer, as `amorce simulate` plays it.
package struct SimulationStep: Hashable, Sendable, Codable {
    package let service: Service
    /// What the machine asks for: `discover`, a path, a URL.
    package let asked: String
    /// What it gets.
    package let got: String
    /// Why, a sentence each, as far as it is known.
    package var reasons: [String]
    /// Whether a machine would stop here.
    package let isFailure: Bool
    /// From the question to the end of the answer, in milliseconds.
    package let milliseconds: Int64

    /// Who is asked.
    package enum Service: String, Hashable, Sendable, Codable {
        case dhcp, tftp, http
        /// Nobody: the machine reads what it got.
        case machine
    }

    package init(
        _ service: Service, _ asked: String, _ got: String, reasons: [String] = [], isFailure: Bool = false,
        milliseconds: Int64 = 0
    ) {
        self.service = service
        self.asked = asked
        self.got = got
        self.reasons = reasons
        self.isFailure = isFailure
        self.milliseconds = milliseconds
    }
}
