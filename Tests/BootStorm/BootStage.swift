/// The stages of a simulated boot, in their order.
package enum BootStage: Int, CaseIterable, Sendable {
    case address, loader, menu, kernel, initrd, preseed, report

    /// The one that follows; `nil` behind the last.
    package var next: Self? { Self(rawValue: rawValue + 1) }

    /// How long silence lasts until the machine tries again, in seconds, for each time; behind the last it gives up.
    ///
    /// - Parameter share: from 0 to 1, which is different for each machine: DHCP's pauses vary by a second either way
    ///   (RFC 2131 §4.1), lest all ask at once again.
    package func pauses(share: Double) -> [Double] {
        switch self {
        case .address: [4, 8, 16, 32].map { $0 + 2 * share - 1 }
        case .loader, .menu: [Double](repeating: 1, count: 60)
        // TCP itself asks again.
        case .kernel, .initrd, .preseed, .report: [60]
        }
    }
}
