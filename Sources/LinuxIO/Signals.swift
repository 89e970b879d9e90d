import Glibc

/// The signals by which a daemon is steered.
package struct ProcessSignal: Hashable, Sendable {
    package let number: Int32
    package let name: String

    package static let terminate = Self(number: SIGTERM, name: "TERM")
    package static let interrupt = Self(number: SIGINT, name: "INT")
    package static let hangUp = Self(number: SIGHUP, name: "HUP")
}

/// Signals that are waited for instead of interrupting. To be made before the first thread starts, so that all threads
/// leave them alone. Writing to a closed connection raises none from then on.
package struct Signals {
    private let watched: [ProcessSignal]

    package init(_ watched: [ProcessSignal]) {
        self.watched = watched
        signal(SIGPIPE, SIG_IGN)
        var set = self.set
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Sleeps until one of them comes.
    package func wait() -> ProcessSignal {
        var set = self.set
        var number: Int32 = 0
        while unsafe sigwait(&set, &number) != 0 {}
        return watched.first { $0.number == number } ?? .terminate
    }

    private var set: sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for signal in watched { unsafe sigaddset(&set, signal.number) }
        return set
    }
}
