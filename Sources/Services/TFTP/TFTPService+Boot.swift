import Decisions
import LinuxIO
import NetTypes
import TFTPWire

extension TFTPContent {
    init(_ content: consuming BootContent.Content) {
        switch consume content {
        case .file(let file): self = .file(file)
        case .kept(let kept): self = .bytes(kept.bytes)
        case .page(let text): self = .bytes(Array(text.utf8))
        case .missing(let why): self = .refused(.fileNotFound, why)
        case .refused(let why): self = .refused(.accessViolation, why)
        }
    }
}

extension BootContent {
    /// What a request came to, on the timeline of the machine that made it.
    func note(_ outcome: TFTPOutcome) {
        let (path, peer) = (outcome.path, outcome.peer)
        switch outcome.result {
        case .done: delivered(path, bytes: outcome.bytes, to: peer, by: "tftp", in: outcome.duration)
        case .probed, .failed(.unconfirmed), .failed(.aborted), .failed(.replaced): break
        case .failed(let failure):
            // Before the first block, it is firmware that only wanted the size, and does not say so.
            guard outcome.bytes > 0 else { return }
            undelivered(
                path, because: "file=\(path) bytes=\(outcome.bytes) error=\"\(failure)\"", isMissing: false, to: peer)
        case .refused(let error):
            undelivered(path, because: "\(error.text)", isMissing: error.code == .fileNotFound, to: peer)
        }
    }
}

extension TFTPOutcome.Result {
    /// Its name in the log and among the counters.
    var name: String {
        switch self {
        case .done: "done"
        case .probed: "probed"
        case .failed: "failed"
        case .refused: "refused"
        }
    }

    /// Loaders probe for many files that need not be there, and firmware for sizes: neither is a fault.
    var level: Log.Level {
        switch self {
        case .done: .info
        case .probed: .debug
        case .refused(let error): error.code == .fileNotFound ? .debug : .warning
        case .failed: .warning
        }
    }
}

extension LogLine {
    init(_ outcome: TFTPOutcome, _ client: Provisioning.Client?) {
        self = LogLine("tftp", outcome.result.name, client).with("peer", outcome.peer).with(
            "path", withoutToken(outcome.path))
        switch outcome.result {
        case .done: self = with("bytes", outcome.bytes).with("time", outcome.duration)
        case .probed: break
        case .failed(let failure): self = with("bytes", outcome.bytes).with("error", "\(failure)")
        case .refused(let error): self = with("error", "\(error)")
        }
    }
}
