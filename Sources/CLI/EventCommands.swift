import Inventory
import NetTypes

extension Command {
    @Sendable static func printEvents(_ session: Session) throws(Failure) {
        let invocation = session.invocation
        var query: [String: String] = [:]
        if let machine = invocation[.machine] { query["machine"] = try session.identity(machine) }
        let daemon = try session.daemon()

        let newest: EventPage = try daemon.get("events", query: query)
        if !invocation.has(.json), !invocation.has(.noHeader) { try session.print(header) }
        try session.print(newest)
        if invocation.has(.follow) { try follow(daemon, after: newest.last, query: query, session) }
    }

    /// Prints what comes, until nobody reads it any more.
    private static func follow(
        _ daemon: ControlClient, after first: Int64, query: [String: String], _ session: Session
    ) throws(Failure) {
        var last = first
        var isAway = false
        while true {
            let query = query.merging(["after": "\(last)", "wait": "25"]) { $1 }
            let answer: EventPage? = try session.patiently(&isAway) { () throws(Failure) in
                try daemon.get("events", query: query, timeout: .seconds(40))
            }
            guard let page = answer else { continue }
            try session.print(page)
            last = page.last
        }
    }

    private static let header = line("TIME", "MACHINE", "STAGE", "DETAIL")

    /// Columns of a set width, since nobody knows what comes.
    fileprivate static func line(_ time: String, _ machine: String, _ stage: String, _ detail: String) -> String {
        "\(time.filled(to: 23))  \(machine.filled(to: 17))  \(stage.filled(to: 12))  \(detail)\n"
    }
}

extension Session {
    /// What a daemon answers that may be restarted meanwhile; `nil` while it is away, which is said once.
    func patiently<Answer>(
        _ isAway: inout Bool, _ ask: () throws(Failure) -> Answer
    ) throws(Failure) -> Answer? {
        do throws(Failure) {
            let answer = try ask()
            isAway = false
            return answer
        } catch {
            guard error.mayPass else { throw error }
            if !isAway { complain("the daemon went away; waiting until it is back") }
            isAway = true
            surroundings.pause(.seconds(1))
            return nil
        }
    }

    /// A line each, or for programs a JSON object a line. For people a machine is its name, if anybody gave it one.
    func print(_ page: EventPage) throws(Failure) {
        for event in page.events {
            if invocation.has(.json) {
                try print(try JSONText.line(event) + "\n")
            } else {
                let time = "\(moment(event.time).prefix(10)) \(clock(event.time))"
                try print(
                    Command.line(
                        time, page.names?[event.mac.description]?.text ?? event.mac.description, event.stage.rawValue,
                        event.detail.isEmpty ? "-" : visible(event.detail)))
            }
        }
    }
}

extension Failure {
    /// Whether it is of the kind that a restart of the daemon brings and takes away.
    var mayPass: Bool {
        switch self {
        case .unreachable: true
        case .problem(let problem): problem.status == 503
        case .usage, .configuration, .badAnswer, .daemon, .input, .incomplete, .missing, .output, .outputClosed,
            .timedOut:
            false
        }
    }
}
