import Decisions
import Images
import Inventory
import NetTypes

extension Command {
    @Sendable static func completion(_ session: Session) throws(Failure) {
        let named = session.invocation[.shell]
        guard let shell = Shell(rawValue: named) else {
            let known = Shell.allCases.map(\.rawValue)
            throw .usage(
                session.invocation.command.misused(
                    "\"\(named)\" is none of \(known.joined(separator: ", "))",
                    suggestion: nearest(to: named, among: known)))
        }
        try session.print(shell.script)
    }

    /// What may come next, for a shell: a word and what it is for a line, or that a file may. What the daemon does not say is
    /// left out: a shell has nowhere to show why.
    @Sendable static func complete(_ session: Session) throws(Failure) {
        switch Completion(of: session.invocation.repeated, among: all) {
        case .files: try session.print(":files\n")
        case .words(let words): try session.print(words)
        case .names(let noun):
            guard let words = try? session.names(noun) else { return }
            try session.print(words)
        }
    }
}

extension Session {
    fileprivate func print(_ words: [Completion.Word]) throws(Failure) {
        try print(words.map { "\($0.text)\t\($0.purpose)\n" }.joined())
    }

    fileprivate func names(_ noun: Completion.Noun) throws(Failure) -> [Completion.Word] {
        switch noun {
        case .machine:
            let reports: [MachineReport] = try daemon().get("machines")
            return reports.map { report in
                let machine = report.machine
                let facts = [machine.mac.description, machine.profile?.text, machine.state.rawValue]
                return Completion.Word(
                    text: machine.hostName.text, purpose: facts.compactMap { $0 }.joined(separator: ", "))
            }
        case .profile:
            let profiles: [Profile] = try daemon().get("profiles")
            return profiles.map { Completion.Word(text: $0.name.text, purpose: $0.description) }
        case .variable:
            let machines: [MachineReport] = try daemon().get("machines")
            return Set(machines.flatMap { $0.machine.variables?.keys.map(\.self) ?? [] }).sorted().map {
                Completion.Word(text: $0, purpose: "")
            }
        case .lease:
            let leases: [Lease] = try daemon().get("leases")
            return leases.map { lease in
                Completion.Word(text: lease.address.description, purpose: lease.name?.text ?? lease.mac.description)
            }
        case .image:
            let releases = try images().0.choice.images.map(\.release.name)
            return Set(releases).sorted().map { Completion.Word(text: $0, purpose: "") }
        }
    }
}
