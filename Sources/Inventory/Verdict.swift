import NetTypes

/// What can be said of a boot that takes too long, or that has failed. It is about one moment, and kept nowhere.
package struct Verdict: Hashable, Sendable, Codable {
    package let kind: Kind
    /// The last step that was seen: `initrd`, `partitioned`.
    package let step: String
    /// The event that showed it; for a failure, the failure.
    package let seen: BootEvent
    /// What should have come next; it goes after "waiting for".
    package let awaited: String
    /// Since when nothing has come.
    package let since: Timestamp
    /// When the verdict was found.
    package let now: Timestamp
    /// How long this step is given, in seconds.
    package let patience: Int
    /// How long it takes where all is well, where one can say: `10 to 30 s`.
    package let typical: String?
    /// The likeliest first.
    package let causes: [Cause]

    /// What a verdict says.
    package enum Kind: String, Hashable, Sendable, Codable { case stuck, failed }

    /// Something that may have gone wrong, and what to do about it.
    package struct Cause: Hashable, Sendable, Codable {
        package let what: String
        package let cure: String

        package init(what: String, cure: String) {
            self.what = what
            self.cure = cure
        }
    }

    package init(
        _ kind: Kind, step: String, seen: BootEvent, awaited: String, since: Timestamp, now: Timestamp,
        patience: Interval, typical: String?, causes: [Cause]
    ) {
        self.kind = kind
        self.step = step
        self.seen = seen
        self.awaited = awaited
        self.since = since
        self.now = now
        self.patience = patience.seconds
        self.typical = typical
        self.causes = causes
    }

    /// One line: `stuck after initrd: waiting for the installer's DHCP for 13m30s (10 to 30 s is usual)`.
    package var headline: String {
        switch kind {
        case .failed: "failed after \(step): \(seen.detail.isEmpty ? seen.stage.rawValue : seen.detail)"
        case .stuck:
            "stuck after \(step): waiting for \(awaited) for \(now - since)"
                + (typical.map { " (\($0) is usual)" } ?? "")
        }
    }
}

/// A machine that is stuck or has failed, as `amorce status` lists it.
package struct StuckMachine: Hashable, Sendable, Codable {
    package let mac: MACAddress
    package let name: HostName
    package let verdict: Verdict

    package init(_ machine: Machine, _ verdict: Verdict) {
        mac = machine.mac
        name = machine.hostName
        self.verdict = verdict
    }
}
