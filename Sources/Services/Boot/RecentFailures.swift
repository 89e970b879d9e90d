import Inventory
import NetTypes
import Synchronization

/// What has been told of machines' failures of late: a loader that asks for a refused file again and again is one failure,
/// not one for each time.
final class RecentFailures: Sendable {
    private struct Failure: Hashable {
        let mac: MACAddress
        let detail: String
    }

    private let told = Mutex<[Failure: Timestamp]>([:])
    private static let pause = Interval.minutes(1)
    private static let capacity = 1024

    /// Whether an event says what was not said within the last minute. It is taken as said.
    func isNews(_ event: BootEvent) -> Bool {
        told.withLock { told in
            let failure = Failure(mac: event.mac, detail: event.detail)
            if let last = told[failure], event.time >= last, event.time - last < Self.pause { return false }
            if told.count >= Self.capacity {
                told = told.filter { event.time >= $0.value && event.time - $0.value < Self.pause }
                // More kinds of failure in a minute than that are a flood.
                guard told.count < Self.capacity else { return false }
            }
            told[failure] = event.time
            return true
        }
    }
}
