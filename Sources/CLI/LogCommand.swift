import Inventory
import NetTypes

extension Command {
    /// The newest installation's log: the installer's own if it has come, or what it sent by syslog while it ran.
    @Sendable static func printLog(_ session: Session) throws(Failure) {
        let identity = try session.identity(session.invocation[.machine])
        let daemon = try session.daemon()
        guard session.invocation.has(.follow) else {
            let kind = session.invocation.has(.live) ? "live" : nil
            let isThere = try session.eachPage(of: identity, daemon, kind: kind) { page throws(Failure) in
                try session.print(page)
            }
            if !isThere {
                throw .missing(
                    "\(identity) has no installer's log: none was sent by syslog or at the end of an installation")
            }
            return
        }
        var place = LogPlace()
        var isAway = false
        while true {
            let answer: InstallLogPage? = try session.patiently(&isAway) { () throws(Failure) in
                try daemon.log(of: identity, kind: "live", from: place)
            }
            guard let page = answer else { continue }
            place = LogPlace(page)
            try session.print(page)
            if page.lines.isEmpty { session.surroundings.pause(.seconds(1)) }
        }
    }
}

/// How far a log has been read.
struct LogPlace {
    var installation: Int64?
    var next: Int64 = 0

    init() {}

    init(_ page: InstallLogPage) {
        installation = page.installation
        next = page.next
    }
}

extension ControlClient {
    /// A page of the log from a place on, from the start where another installation has begun.
    func log(of identity: String, kind: String?, from place: LogPlace) throws(Failure) -> InstallLogPage {
        var query: [String: String] = [:]
        query["kind"] = kind
        query["installation"] = place.installation.map { "\($0)" }
        query["from"] = "\(place.next)"
        return try get("machines/\(identity)/log", query: query)
    }
}

extension Session {
    /// Goes through a log to its end; answers whether there is one.
    func eachPage(
        of identity: String, _ daemon: ControlClient, kind: String? = nil,
        _ body: (InstallLogPage) throws(Failure) -> Void
    ) throws(Failure) -> Bool {
        var place = LogPlace()
        var kind = kind
        while true {
            let page = try daemon.log(of: identity, kind: kind, from: place)
            guard page.installation != nil else { return place.installation != nil }
            // The whole log may come while the other one is read.
            kind = page.isWhole ? "whole" : "live"
            guard page.next > place.next else { return true }
            try body(page)
            place = LogPlace(page)
        }
    }

    fileprivate func print(_ page: InstallLogPage) throws(Failure) {
        for line in page.lines {
            if invocation.has(.json) {
                try print(try JSONText.line(["line": line]) + "\n")
            } else {
                try print(visible(line) + "\n")
            }
        }
    }
}
