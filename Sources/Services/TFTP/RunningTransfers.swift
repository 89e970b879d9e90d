import LinuxIO
import NetTypes

/// The transfers that are running, and those that ended a moment ago.
struct RunningTransfers {
    private var byKey: [TransferKey: TFTPTransfer] = [:]
    private var bySource: [IPv4Address: [TFTPTransfer]] = [:]
    private var ended: Set<TransferKey> = []
    /// In the order in which they ended, in a ring.
    private var order: [TransferKey] = []
    private var oldest = 0
    private static let mostEnded = 4096

    var count: Int { byKey.count }
    var all: some Collection<TFTPTransfer> { byKey.values }

    subscript(key: TransferKey) -> TFTPTransfer? { byKey[key] }

    /// Whether late packets of an ended transfer may still arrive, for which nobody is to be told anything.
    func hasEnded(_ key: TransferKey) -> Bool { ended.contains(key) }

    func count(of source: IPv4Address) -> Int { bySource[source]?.count ?? 0 }

    func first(of source: IPv4Address, where matches: (TFTPTransfer) -> Bool) -> TFTPTransfer? {
        bySource[source]?.first(where: matches)
    }

    mutating func insert(_ transfer: TFTPTransfer) {
        byKey[transfer.key] = transfer
        bySource[transfer.peer.peer, default: []].append(transfer)
    }

    mutating func remove(_ transfer: TFTPTransfer) {
        byKey[transfer.key] = nil
        let source = transfer.peer.peer
        bySource[source]?.removeAll { $0 === transfer }
        if bySource[source]?.isEmpty == true { bySource[source] = nil }
        remember(transfer.key)
    }

    private mutating func remember(_ key: TransferKey) {
        guard ended.insert(key).inserted else { return }
        if order.count < Self.mostEnded {
            order.append(key)
        } else {
            ended.remove(order[oldest])
            order[oldest] = key
            oldest = (oldest + 1) % order.count
        }
    }
}
