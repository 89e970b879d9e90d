import Inventory
import NetTypes

/// What grows with whoever asks is bounded: whatever sends from thousands of MAC addresses fills neither memory nor disk.
extension StoreTransaction {
    /// How many machines are kept that nobody has named.
    package static let unknownMachineLimit = 10_000
    /// How many builds are kept of one machine, those that have ended among them.
    package static let buildLimit = 20

    /// Forgets the unknown machines that were heard longest ago once there are too many, a good part of them at a time.
    mutating func forgetUnknownMachines(but newest: MACAddress) throws(StoreError) {
        guard image.unknownMachineCount > Self.unknownMachineLimit else { return }
        let unknown = image.machines.values.filter { !$0.isKnown && $0.mac != newest }
        let oldest = unknown.sorted { ($0.lastSeen ?? .earliest, $0.mac) < ($1.lastSeen ?? .earliest, $1.mac) }
        for machine in oldest.prefix(Self.unknownMachineLimit / 16) { try remove(machine) }
    }

    /// Forgets what a machine's oldest builds opened, once they have ended and there are too many.
    mutating func forgetBuilds(of mac: MACAddress) {
        let builds = image.builds(of: mac)
        guard builds.count > Self.buildLimit else { return }
        let ended = builds.filter { $0.closed != nil }.sorted { ($0.created, $0.token) < ($1.created, $1.token) }
        for build in ended.prefix(builds.count - Self.buildLimit) { remove(build) }
    }
}
