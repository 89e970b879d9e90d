import Decisions
import Inventory
import LinuxIO
import NetTypes
import Settings

/// How an interface of the configuration stands: served, or why not.
package struct LinkState: Hashable, Sendable {
    package let name: String
    package let standing: Standing

    /// Whether it is served.
    package enum Standing: Hashable, Sendable {
        case served(ServedNetwork)
        case waiting(DHCPLinkError)
    }

    package init(_ name: String, _ standing: Standing) {
        self.name = name
        self.standing = standing
    }

    /// `nil` while it is not served.
    var network: ServedNetwork? { if case .served(let network) = standing { network } else { nil } }
    /// `nil` while it is served.
    var error: DHCPLinkError? { if case .waiting(let error) = standing { error } else { nil } }
}

/// The interfaces that the configuration names: those that can be served have a link, the others wait.
struct DHCPLinks {
    /// By the interface's name.
    private(set) var links: [String: DHCPLink] = [:]
    /// How each stands, in the configuration's order.
    private(set) var states: [LinkState] = []
    /// The kernel's numbers of those that are there, by name.
    private var indexes: [String: Int32] = [:]

    /// What an adaptation changed.
    struct Changes {
        /// To be listened to from now on.
        var opened: [DHCPLink] = []
        /// To be listened to no more.
        var closed: [DHCPLink] = []
        /// What stands otherwise than before, or on another socket.
        var states: [LinkState] = []
        /// The names that the configuration has no more.
        var dismissed: [String] = []
    }

    /// Opens and closes links, as the configuration and the host's interfaces are now.
    mutating func adapt(
        to dhcp: Configuration.DHCP, reading read: (String) throws(SystemError) -> Interface = Interface.init(named:)
    ) -> Changes {
        let names = dhcp.mode == .off ? [] : dhcp.interfaces
        let former = Dictionary(states.map { ($0.name, $0) }) { first, _ in first }
        var changes = Changes()
        for name in links.keys.sorted() where !names.contains(name) { close(name, &changes) }
        changes.dismissed = states.map(\.name).filter { !names.contains($0) }
        indexes = indexes.filter { names.contains($0.key) }
        states = names.map { name in
            let sockets = changes.opened.count
            let state = LinkState(name, adapt(name, to: dhcp, reading: read, &changes))
            if former[name] != state || changes.opened.count > sockets { changes.states.append(state) }
            return state
        }
        return changes
    }

    /// Whether something that was told may change how an interface stands.
    func areMeant(by notice: InterfaceNotice) -> Bool {
        switch notice {
        case .link(let index, let name): states.contains { $0.name == name } || indexes.values.contains(index)
        case .address(let index): indexes.values.contains(index)
        case .lost: true
        }
    }

    /// What keeps every interface from being served, not only this one: port 67 is another program's, or a right is
    /// missing.
    func checkRights() throws(DHCPLinkError) {
        if let error = states.lazy.compactMap(\.error).first(where: \.isFatal) { throw error }
        // Where no interface is there yet, the loopback tells.
        guard links.isEmpty, !states.isEmpty else { return }
        do throws(SystemError) {
            _ = try DHCPSocket(on: "lo")
        } catch {
            let error = DHCPLinkError("lo", .system(error))
            if error.isFatal { throw error }
        }
    }

    private mutating func adapt(
        _ name: String, to dhcp: Configuration.DHCP, reading read: (String) throws(SystemError) -> Interface,
        _ changes: inout Changes
    ) -> LinkState.Standing {
        let interface: Interface?
        do throws(SystemError) {
            interface = try read(name)
        } catch {
            guard error.isNotFound else {
                close(name, &changes)
                return .waiting(DHCPLinkError(name, .system(error)))
            }
            interface = nil
        }
        indexes[name] = interface?.index
        let isProxy = dhcp.mode == .proxy
        // Where another server lends the addresses, it knows the network: the file need not.
        let own = isProxy ? interface?.prefix.map { [Subnet(prefix: $0)] } ?? [] : []
        if let link = links[name], (link.bootSocket != nil) != isProxy { close(name, &changes) }
        let facts = LinkFacts(
            interface: interface.map { LinkFacts.Interface(index: $0.index, isUp: $0.isUp, address: $0.address) },
            subnets: dhcp.subnets + own, servedIndex: links[name]?.interface.index)
        switch (LinkDecision(for: facts), interface) {
        case (.keep(let network), let interface?):
            links[name] = links[name].map { DHCPLink(keeping: $0, interface, network) }
            return .served(network)
        case (.open(let network), let interface?):
            return open(interface, network, isProxy: isProxy, &changes)
        case (.wait(let obstacle), _):
            close(name, &changes)
            return .waiting(DHCPLinkError(name, .obstacle(obstacle)))
        case (.keep, nil), (.open, nil):
            return .waiting(DHCPLinkError(name, .obstacle(.noInterface)))
        }
    }

    private mutating func open(
        _ interface: Interface, _ network: ServedNetwork, isProxy: Bool, _ changes: inout Changes
    ) -> LinkState.Standing {
        let name = interface.name
        close(name, &changes)
        do throws(SystemError) {
            let link = try DHCPLink(opening: interface, network, isProxy: isProxy)
            links[name] = link
            changes.opened.append(link)
            return .served(network)
        } catch {
            // It may have gone since it was looked at.
            return .waiting(DHCPLinkError(name, error.isNotFound ? .obstacle(.noInterface) : .system(error)))
        }
    }

    private mutating func close(_ name: String, _ changes: inout Changes) {
        if let link = links.removeValue(forKey: name) { changes.closed.append(link) }
    }
}
