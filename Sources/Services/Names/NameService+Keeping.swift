import Inventory
import LinuxIO
import NetTypes
import Store

/// What names have met is kept over restarts: when it is another trouble than before, or twice as many attempts, and at most
/// once a second for all of them together. What goes well costs nothing.
extension NameService {
    /// What the store has of it.
    func keptTrial(of mac: MACAddress) -> NameTrial? {
        store.read { image in image.names[mac]?.lazy.compactMap(\.trial).first }
    }

    func keepTrial(of mac: MACAddress) {
        guard let trial = records[mac]?.trial, trial.isNews(beside: keptTrial(of: mac)) else { return }
        tried.insert(mac)
        if !isKeeping { commitTrials() }
    }

    private func commitTrials() {
        isKeeping = !tried.isEmpty
        guard isKeeping else { return }
        let trials = tried.compactMap { mac in records[mac].map { (mac, $0.trial) } }
        do {
            try store.transaction { transaction in for (mac, trial) in trials { transaction.note(trial, of: mac) } }
            tried = []
        } catch {
            // `StoreWatch` says why.
        }
        loop.after(.seconds(1)) { [weak self] in self?.assumeIsolated { $0.commitTrials() } }
    }
}
