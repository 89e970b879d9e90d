import LinuxIO
import NetTypes
import Settings
import Store

extension Daemon {
    /// What a problem with the port is filed under.
    static let syslogSubject = "syslog"

    /// `nil` where it is turned off, or where another program has the port: installations go on without.
    func openSyslog() -> SyslogSocket? {
        let syslog = configuration.syslog
        guard syslog.isEnabled else { return nil }
        do throws(SystemError) {
            return SyslogSocket(try UDPSocket(address: syslog.address, port: syslog.port))
        } catch {
            log(.warning, LogLine("syslog", "not-heard").with("error", error))
            problems.post(
                Self.syslogSubject, "installers' logs are not received: \(error)",
                cure: "stop what has the port, or say another one with syslog.listen, or syslog.enabled: false; then "
                    + "restart amorce", at: Clock.now())
            return nil
        }
    }

    /// Installers' lines are heard on the thread of the names: no machine waits for either.
    func syslog(
        _ socket: SyslogSocket?, _ current: Current<ServingPlan>, store: Store, loop: EventLoop
    ) throws(SystemError) -> SyslogService? {
        guard let socket else { return nil }
        let desk = SyslogDesk(
            InstallLogs(data: configuration.data), hearings: current.value.hearings, store: store, counters: counters,
            log: log)
        return try SyslogService(socket, on: loop, current: current, desk: desk)
    }
}

extension Configuration.Syslog {
    /// What installers are told.
    func target(port: UInt16) -> SyslogTarget { SyslogTarget(address: address == .any ? nil : address, port: port) }
}
