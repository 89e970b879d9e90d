/// What a daemon knows of machines and addresses at one moment.
package struct KnownState: Sendable {
    package var machines: [Machine]
    package var leases: [Lease]

    package init(machines: [Machine] = [], leases: [Lease] = []) {
        self.machines = machines
        self.leases = leases
    }
}
