import Decisions
import Inventory
import NetTypes
import Store

extension InstallDesk {
    /// Says in the log and on a timeline why a token was of no use: on that of the machine which it was made for, or else of
    /// the one that asks, where one is known.
    func tell(_ denial: BuildDenial, _ token: String, _ peer: IPv4Address) {
        let client = owner(of: token, peer) ?? provisioning.client(at: peer)
        provisioning.log(
            .warning, LogLine("install", "refused", client).with("peer", peer).with("reason", denial))
        if let client { provisioning.record(.failed, "\(denial)", of: client) }
    }

    private func owner(of token: String, _ peer: IPv4Address) -> Provisioning.Client? {
        provisioning.store.read { image in
            guard let build = image.build(token), let machine = image.machines[build.mac] else { return nil }
            return Provisioning.Client(machine: machine, address: peer)
        }
    }
}
