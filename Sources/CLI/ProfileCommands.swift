import Inventory
import NetTypes

extension Command {
    @Sendable static func listProfiles(_ session: Session) throws(Failure) {
        let profiles: [Profile] = try session.daemon().get("profiles")

        var table = Table(.text("NAME"), .prose("DESCRIPTION"))
        for profile in profiles.sorted(by: { $0.name < $1.name }) { table.add(profile.name.text, profile.description) }
        try session.print(profiles) { table.text(hasHeader: !session.invocation.has(.noHeader), width: 80) }
    }

    @Sendable static func previewProfile(_ session: Session) throws(Failure) {
        let invocation = session.invocation
        let profile = try session.parsed(invocation[.profile], as: "a profile's name", ProfileName.init)
        let file = try session.choice(.file) ?? "preseed"
        let loader = try session.choice(.loader)
        guard loader == nil || file == "menu" else {
            throw .usage(invocation.command.misused("--loader is for --file menu only"))
        }

        var query = ["machine": try session.identity(invocation[.forMachine] ?? ""), "file": file]
        query["loader"] = loader
        if invocation.has(.reveal) { query["reveal"] = "yes" }
        let text = try session.daemon().text("profiles/\(profile)/preview", query: query)
        try session.print(Preview(file: file, text: text)) { text.hasSuffix("\n") ? text : text + "\n" }
    }

    private struct Preview: Encodable {
        let file: String
        let text: String
    }
}
