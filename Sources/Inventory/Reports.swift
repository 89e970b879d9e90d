import NetTypes

// What the control API says, as values: the daemon encodes them, the command line decodes them.

/// A machine with its lease, as `amorce machine list` shows it.
package struct MachineReport: Hashable, Sendable, Codable {
    package let machine: Machine
    package let lease: Lease?
    /// What is wrong with its boot now; `nil` while nothing is.
    package let verdict: Verdict?

    package init(machine: Machine, lease: Lease?, verdict: Verdict? = nil) {
        self.machine = machine
        self.lease = lease
        self.verdict = verdict
    }

    /// The same, with what is wrong with its boot.
    package func with(_ verdict: Verdict?) -> Self { Self(machine: machine, lease: lease, verdict: verdict) }
}

/// A machine with all that is known of it, as `amorce machine show` prints it. The events are in order of time.
package struct MachineDetail: Hashable, Sendable, Codable {
    package let machine: Machine
    package let lease: Lease?
    package let events: [BootEvent]
    /// What is wrong with its boot now; `nil` while nothing is.
    package let verdict: Verdict?
    /// While its installer runs, what that said last.
    package let lastLine: LastLine?

    package init(
        machine: Machine, lease: Lease?, events: [BootEvent], verdict: Verdict? = nil, lastLine: LastLine? = nil
    ) {
        self.machine = machine
        self.lease = lease
        self.events = events
        self.verdict = verdict
        self.lastLine = lastLine
    }
}

/// A lease with the machine that has it, as `amorce lease show` prints it.
package struct LeaseDetail: Hashable, Sendable, Codable {
    package let lease: Lease
    /// `nil` for what never booted from here.
    package let machine: Machine?

    package init(lease: Lease, machine: Machine?) {
        self.lease = lease
        self.machine = machine
    }
}

/// Part of what a machine's installer said: the answer of `GET /api/v1/machines/NAME/log`.
package struct InstallLogPage: Hashable, Sendable, Codable {
    /// When the installation began, in seconds since 1970; `nil` while there is no log of any.
    package let installation: Int64?
    /// Whether it is the installer's own log, sent at its end, and not what came by syslog while it ran.
    package let isWhole: Bool
    /// Without secrets and tokens.
    package let lines: [String]
    /// Ask for what comes from here next time.
    package let next: Int64

    package init(installation: Int64?, isWhole: Bool, lines: [String], next: Int64) {
        self.installation = installation
        self.isWhole = isWhole
        self.lines = lines
        self.next = next
    }
}

/// What a machine is to become: the body of `POST /api/v1/machines`.
package struct NewMachine: Hashable, Sendable, Codable {
    package let mac: MACAddress
    package let name: HostName?
    package let profile: ProfileName?
    package let address: IPv4Address?

    package init(mac: MACAddress, name: HostName?, profile: ProfileName?, address: IPv4Address?) {
        self.mac = mac
        self.name = name
        self.profile = profile
        self.address = address
    }
}

/// What is to change: the body of `PATCH /api/v1/machines/NAME`. What is absent stays.
package struct MachineChange: Hashable, Sendable, Codable {
    package let name: HostName?
    package let profile: ProfileName?
    /// By name; `nil` takes the machine's own away.
    package let variables: [String: String?]?

    package init(name: HostName? = nil, profile: ProfileName? = nil, variables: [String: String?]? = nil) {
        self.name = name
        self.profile = profile
        self.variables = variables
    }
}

/// Events after a given one: the answer of `GET /api/v1/events`.
package struct EventPage: Hashable, Sendable, Codable {
    package let events: [BootEvent]
    /// Ask for what comes after this one next time.
    package let last: Int64
    /// What the machines of the events are called now, by their MAC addresses; those that nobody named are left out.
    package let names: [String: HostName]?

    package init(events: [BootEvent], last: Int64, names: [String: HostName]? = nil) {
        self.events = events
        self.last = last
        self.names = names
    }
}

/// How the daemon does: the answer of `GET /api/v1/status`.
package struct StatusReport: Hashable, Sendable, Codable {
    package let version: String
    package let started: Timestamp
    package let now: Timestamp
    package let interfaces: [Interface]
    /// How many machines are in each state.
    package let machines: [String: Int]
    /// What was counted since the start, by name: `dhcp.in.discover`, `dhcp.quiet.other-server`, `tftp.read`.
    package let counters: [String: Int]
    /// What is wrong now, what began first before the rest.
    package let problems: [StandingProblem]
    /// Other DHCP servers that were noticed since the start.
    package let otherServers: [OtherServer]
    /// Machines whose boot is stuck or has failed, by name; absent in what an older daemon says.
    package let stuck: [StuckMachine]?

    /// An interface on which DHCP is to be served: where it is, and how full its pools are, or why it is not.
    package struct Interface: Hashable, Sendable, Codable {
        package let name: String
        /// `nil` while it is not served, as is the subnet.
        package let address: IPv4Address?
        package let subnet: IPv4Prefix?
        package let poolSize: Int
        package let held: Int
        /// Why it is not served, and what to do; `nil` while it is.
        package let problem: String?

        package init(name: String, address: IPv4Address, subnet: IPv4Prefix, poolSize: Int, held: Int) {
            self.name = name
            self.address = address
            self.subnet = subnet
            self.poolSize = poolSize
            self.held = held
            problem = nil
        }

        /// One that is not served.
        package init(name: String, problem: String) {
            self.name = name
            address = nil
            subnet = nil
            poolSize = 0
            held = 0
            self.problem = problem
        }
    }

    package init(
        version: String, started: Timestamp, now: Timestamp, interfaces: [Interface], machines: [String: Int],
        counters: [String: Int], problems: [StandingProblem] = [], otherServers: [OtherServer] = [],
        stuck: [StuckMachine] = []
    ) {
        self.version = version
        self.started = started
        self.now = now
        self.interfaces = interfaces
        self.machines = machines
        self.counters = counters
        self.problems = problems
        self.otherServers = otherServers
        self.stuck = stuck
    }
}

/// What a reload came to: the answer of `POST /api/v1/reload`.
package struct ReloadReport: Hashable, Sendable, Codable {
    package let file: String
    /// The keys that have changed.
    package let changed: [String]
    /// What of the file waits: interfaces that cannot be served, machines whose name another one has. A line each.
    package let problems: [String]

    package init(file: String, changed: [String], problems: [String]) {
        self.file = file
        self.changed = changed
        self.problems = problems
    }
}

/// Why a request to the control API failed (RFC 9457): the body of every response that is not 2xx.
package struct Problem: Error, Hashable, Sendable, Codable {
    /// What kind of failure: the status' own words.
    package let title: String
    package let status: UInt16
    /// What, where and what to do, for a person.
    package let detail: String

    package init(title: String, status: UInt16, detail: String) {
        self.title = title
        self.status = status
        self.detail = detail
    }
}
