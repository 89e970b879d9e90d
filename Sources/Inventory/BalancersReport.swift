import NetTypes

/// How machines stand in their load balancers: the answer of `GET /api/v1/balancers`, and what `amorce balancer status`
/// shows.
package struct BalancersReport: Hashable, Sendable, Codable {
    package let now: Timestamp
    /// None where no profile has `haproxy`.
    package let backends: [Backend]

    /// One backend of an HAProxy.
    package struct Backend: Hashable, Sendable, Codable {
        package let place: BalancerPlace
        /// When it was last as it shall be; `nil` while it was not since the start.
        package let reached: Timestamp?
        /// Why it is not, since when, and what to do; `nil` while it is.
        package let problem: StandingProblem?
        /// How often in a row it was tried without success.
        package let failures: Int
        package let servers: [Server]

        package init(
            place: BalancerPlace, reached: Timestamp?, problem: StandingProblem?, failures: Int, servers: [Server]
        ) {
            self.place = place
            self.reached = reached
            self.problem = problem
            self.failures = failures
            self.servers = servers
        }
    }

    /// A machine's server, as it shall be and as it was last seen.
    package struct Server: Hashable, Sendable, Codable {
        package let name: HostName
        package let mac: MACAddress
        package let address: IPv4Address?
        /// `ready`, `drained`, `maintenance`; or `gone`.
        package let wanted: String
        /// The same words, or `missing`.
        package let there: String
        /// Whether HAProxy's health check finds it up; `nil` where that is not known.
        package let isUp: Bool?

        package init(
            name: HostName, mac: MACAddress, address: IPv4Address?, wanted: String, there: String, isUp: Bool?
        ) {
            self.name = name
            self.mac = mac
            self.address = address
            self.wanted = wanted
            self.there = there
            self.isUp = isUp
        }
    }

    package init(now: Timestamp, backends: [Backend] = []) {
        self.now = now
        self.backends = backends
    }
}
