import Inventory
import NetTypes

/// One change of a backend, by one command of HAProxy's runtime API.
package enum BalancerStep: Hashable, Sendable {
    /// The new server is in maintenance, and unchecked; it inherits nothing of `default-server`.
    case add(BalancerWish)
    case enable(HostName)
    case enableHealth(HostName)
    /// Out of drain and maintenance alike.
    case makeReady(HostName)
    case move(HostName, IPv4Address, port: UInt16)
    case drain(HostName)
    case maintain(HostName)
    case endSessions(HostName)
    /// Only what is in maintenance, and has no connection any more, can be deleted.
    case delete(HostName)

    /// The command, without its line's end.
    package func command(in backend: String) -> String {
        switch self {
        case .add(let wish):
            "add server \(backend)/\(wish.name) \(wish.address):\(wish.port)"
                + (wish.words.isEmpty ? "" : " \(wish.words)")
        case .enable(let name): "enable server \(backend)/\(name)"
        case .enableHealth(let name): "enable health \(backend)/\(name)"
        case .makeReady(let name): "set server \(backend)/\(name) state ready"
        case .move(let name, let address, let port): "set server \(backend)/\(name) addr \(address) port \(port)"
        case .drain(let name): "set server \(backend)/\(name) state drain"
        case .maintain(let name): "disable server \(backend)/\(name)"
        case .endSessions(let name): "shutdown sessions server \(backend)/\(name)"
        case .delete(let name): "del server \(backend)/\(name)"
        }
    }
}
