import DNSWire
import Decisions
import LDNS
import LinuxIO
import NetTypes

/// Carries requests to name servers, many at once, each from a port of its own. It lives on one event loop, is called there
/// and calls back there.
package final class NameCourier {
    private let loop: EventLoop
    private let now: () -> Timestamp
    private var errands: [Int: NameErrand] = [:]
    private var nextNumber = 0
    let resolverFile: String
    /// The primaries that were found, by zone.
    package internal(set) var primaries: [DNSName: ZonePrimary] = [:]
    /// Who waits for one to be found.
    var waitingForPrimary: [DNSName: [(PrimarySearchEnd) -> Void]] = [:]

    /// - Parameter resolverFile: says whom to ask for the primaries of zones.
    package init(
        loop: EventLoop, resolverFile: String = "/etc/resolv.conf", now: @escaping () -> Timestamp = Clock.now
    ) {
        self.loop = loop
        self.resolverFile = resolverFile
        self.now = now
    }

    /// How many requests are under way.
    package var count: Int { errands.count }

    /// Asks the servers in their order, until one has answered. What is called back may come before this returns.
    package func carry(
        _ request: OutgoingRequest, to servers: [NameServer], whenEnded: @escaping (NameExchangeEnd) -> Void
    ) {
        let number = nextNumber
        nextNumber += 1
        let errand = NameErrand(request, to: servers, on: loop, now: now) { [weak self] end in
            self?.errands[number] = nil
            whenEnded(end)
        }
        errands[number] = errand
        errand.begin()
    }

    /// Lets go of all that is under way; nobody is called back.
    package func stop() {
        for errand in errands.values { errand.abandon() }
        errands.removeAll()
        waitingForPrimary.removeAll()
    }

    /// What was found is looked for again.
    package func forgetPrimaries() { primaries.removeAll() }
}
