import Inventory
import NetTypes
import Synchronization

/// What machines' timelines have been told of late. A loader that asks for the same file again and again says nothing new,
/// and each line of a timeline is a write to the disk.
final class RecentEvents: Sendable {
    private struct Told: Hashable {
        let mac: MACAddress
        let stage: Stage
        let detail: String
    }

    /// Two generations, so that forgetting costs nothing: the older one is dropped as a whole.
    private struct Memory {
        var latest: [Told: Timestamp] = [:]
        var former: [Told: Timestamp] = [:]
        var start = Timestamp(milliseconds: 0)
    }

    private let memory = Mutex(Memory())
    private static let capacity = 4096

    /// Whether an event says what was not said within the last two seconds; of a failure, within the last minute.
    func isNews(_ event: BootEvent) -> Bool {
        let told = Told(mac: event.mac, stage: event.stage, detail: event.detail)
        let last = memory.withLock { $0.latest[told] ?? $0.former[told] }
        guard let last, event.time >= last else { return true }
        return event.time - last >= (event.stage == .failed ? .minutes(1) : .seconds(2))
    }

    /// The event stands in the timeline.
    func note(_ event: BootEvent) {
        let told = Told(mac: event.mac, stage: event.stage, detail: event.detail)
        memory.withLock { memory in
            if memory.latest.count >= Self.capacity || event.time - memory.start > .minutes(1)
                || event.time < memory.start
            {
                memory.former = memory.latest
                memory.latest = [:]
                memory.start = event.time
            }
            memory.latest[told] = event.time
        }
    }
}
