import Inventory
import NetTypes

extension Command {
    @Sendable static func listLeases(_ session: Session) throws(Failure) {
        let leases: [Lease] = try session.daemon().get("leases")
        let now = session.surroundings.now()

        var table = Table(.text("ADDRESS"), .text("MAC"), .text("NAME"), .text("STATE"), .text("EXPIRES"))
        for lease in leases.sorted(by: { $0.address < $1.address }) {
            let left = lease.expiry - now
            table.add(
                lease.address.description, lease.mac.description, lease.name?.text, lease.state.rawValue,
                left > .seconds(0) ? "in \(left)" : "\(now - lease.expiry) ago")
        }
        try session.print(leases) { table.text(hasHeader: !session.invocation.has(.noHeader), width: 80) }
    }
}
