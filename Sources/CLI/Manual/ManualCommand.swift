extension Command {
    /// Prints a page of the manual as the tables have it now: `make man`.
    @Sendable static func manual(_ session: Session) throws(Failure) {
        let page = try session.input(session.invocation[.file], atMost: 1 << 20)
        try session.print(ManualPage.renewed(String(decoding: page, as: UTF8.self)))
    }
}
