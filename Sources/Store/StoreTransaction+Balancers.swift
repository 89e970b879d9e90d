import Inventory

/// What amorce has put into load balancers, or is about to.
extension StoreTransaction {
    /// Keeps a server in its place.
    package mutating func save(_ server: BalancedServer) {
        guard image.balanced[server.key] != server else { return }
        keep(server, at: server.key)
    }

    /// Forgets a server that is not there any more.
    package mutating func forget(_ server: BalancedServer) {
        guard image.balanced[server.key] != nil else { return }
        keep(nil, at: server.key)
    }
}
