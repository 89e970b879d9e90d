import Inventory
import NetTypes
import Store

/// The MAC address with this number at its end: 52:54:00:00:00:01.
func mac(_ number: UInt64) throws -> MACAddress {
    guard let mac = MACAddress(number: 0x5254_0000_0000 + number) else { throw SampleError.notValid("\(number)") }
    return mac
}

func name(_ text: String) throws -> HostName {
    guard let name = HostName(text) else { throw SampleError.notValid(text) }
    return name
}

func profile(_ text: String) throws -> ProfileName {
    guard let profile = ProfileName(text) else { throw SampleError.notValid(text) }
    return profile
}

enum SampleError: Error { case notValid(String), onPurpose }

extension Timestamp {
    static let noon = Timestamp(milliseconds: 1_700_000_000_123)
}

extension IPv4Address {
    /// 10.77.0.0 and so many on.
    static func sample(_ number: UInt32) -> Self { Self(number: 0x0a4d_0000 + number) }
}

extension Lease {
    static func sample(_ number: UInt32) throws -> Self {
        Self(
            address: .sample(number), mac: try StoreTests.mac(UInt64(number)), start: .noon,
            expiry: .noon + .hours(1))
    }
}

/// All that a store shows of itself.
struct Snapshot: Hashable {
    let machines: [MACAddress: Machine]
    let leases: Set<Lease>
    /// The lease that each machine has, or had last.
    let latest: [MACAddress: Lease]
    let builds: Set<Build>
    let events: [BootEvent]

    init(of store: Store) throws {
        (machines, leases, latest, builds) = store.read { image in
            let macs = Set(image.machines.keys).union(image.leases.leases.map(\.mac))
            let latest = macs.map { ($0, image.leases[$0]) }
            return (
                image.machines, Set(image.leases.leases),
                Dictionary(uniqueKeysWithValues: latest).compactMapValues { $0 },
                Set(image.machines.keys.flatMap { image.builds(of: $0) })
            )
        }
        events = try store.events(limit: .max)
    }
}
