import Decisions
import NetTypes
import Synchronization

/// Where machines were seen that another server lends addresses to. The DHCP thread writes it, all that serve pages read
/// it.
package final class Sightings: Sendable {
    private let book = Mutex(SightingBook(capacity: 8192))

    package init() {}

    /// Notes that a machine was told what to boot.
    func add(_ file: String, offeredTo mac: MACAddress, at now: Timestamp) {
        book.withLock { $0.add(file, offeredTo: mac, at: now) }
    }

    /// Notes where a machine was seen; `nil` if the same request was heard already.
    func add(_ sighting: Sighting) -> SightingBook.News? { book.withLock { $0.add(sighting) } }

    /// The machine that was seen at an address last.
    package func mac(at address: IPv4Address, _ now: Timestamp) -> MACAddress? {
        book.withLock { $0.mac(at: address, now) }
    }
}
