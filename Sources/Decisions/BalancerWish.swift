import Inventory
import NetTypes

/// What a load balancer shall have of a machine, by what the store says of it.
package struct BalancerWish: Hashable, Sendable {
    package let name: HostName
    package let mac: MACAddress
    package let address: IPv4Address
    package let port: UInt16
    package let words: String
    package let file: String?
    package let standing: Standing

    /// How a server shall stand.
    package enum Standing: String, Hashable, Sendable {
        /// It takes connections.
        case ready
        /// It keeps those that it has: the machine may still serve them.
        case drained
        /// It has none: there is no system on the machine that could.
        case maintenance
    }

    /// - Parameter address: where the machine is.
    package init(_ machine: Machine, at address: IPv4Address, _ balancer: Balancer) {
        name = machine.hostName
        mac = machine.mac
        self.address = address
        port = balancer.port
        words = balancer.words
        file = balancer.file
        standing = Standing(of: machine.state)
    }

    /// The line of HAProxy's configuration that says the same, with words that HAProxy took.
    package func line(_ words: String) -> String {
        "server \(name) \(address):\(port)" + (words.isEmpty ? "" : " \(words)")
    }

    /// Whether HAProxy is to look whether it is up.
    package var isChecked: Bool { words.split(separator: " ").contains("check") }
}

extension BalancerWish.Standing {
    /// Only what was installed serves. What is armed may still run what was installed before.
    package init(of state: InstallState) {
        self =
            if state == .installed || state == .running { .ready } else if state == .armed { .drained } else {
                .maintenance
            }
    }
}
