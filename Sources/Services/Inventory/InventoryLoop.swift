import LinuxIO
import MachineFiles
import NetTypes

/// When the folder of an inventory is looked at: shortly after something changed in it, and once a minute.
///
/// Everything here happens on the loop's thread.
package actor InventoryLoop {
    nonisolated let loop: EventLoop
    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    private let watch: InventoryWatch
    private let log: Log
    private let notices: FolderNotices
    private var pending: TimerID?
    /// In milliseconds of the monotonic clock.
    private var pendingSince: Int64?
    private var isDeaf = false

    /// A checkout writes many files: the folder is looked at when nothing more comes.
    private static let quiet = Interval(milliseconds: 300)
    /// But not put off for longer than this.
    private static let longest = Interval.seconds(5)
    private static let slow = Interval.minutes(1)

    package init(_ watch: InventoryWatch, loop: EventLoop, log: Log) throws(SystemError) {
        self.watch = watch
        self.loop = loop
        self.log = log
        notices = try FolderNotices()
    }

    /// Begins to look and to hear. To be called on the loop.
    package func start() throws(SystemError) {
        try loop.watch(notices.descriptor) { [unowned self] in assumeIsolated { $0.hear() } }
        look()
        again()
    }

    /// Looks now: another folder is followed. To be called on the loop.
    package func look() {
        pendingSince = nil
        // Before it is read: what changes meanwhile is heard.
        listen()
        watch.look()
    }

    private func again() {
        loop.after(Self.slow) { [unowned self] in
            assumeIsolated { own in
                own.look()
                own.again()
            }
        }
    }

    private func hear() {
        guard notices.receive() else { return }
        let now = Clock.monotonic().milliseconds
        let since = pendingSince ?? now
        pendingSince = since
        if let pending { loop.cancel(pending) }
        pending = loop.after(now - since > Self.longest.milliseconds ? .seconds(0) : Self.quiet) { [unowned self] in
            assumeIsolated { own in
                own.pending = nil
                own.look()
            }
        }
    }

    /// Without notices the slow look finds what changed.
    private func listen() {
        guard let folder = watch.folder, let folders = try? MachineFolder.folders(of: folder) else { return }
        var trouble: SystemError?
        for path in folders {
            do throws(SystemError) {
                try notices.watch(path.isEmpty ? folder : "\(folder)/\(path)")
            } catch {
                trouble = error
            }
        }
        if let trouble, !isDeaf {
            log(
                .warning,
                LogLine("inventory", "deaf").with("error", "\(trouble)")
                    .with("cure", "the folder is read once a minute; raise fs.inotify.max_user_watches"))
        }
        isDeaf = trouble != nil
    }
}
