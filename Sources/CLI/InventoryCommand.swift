import Inventory
import NetTypes

extension Command {
    @Sendable static func showDrift(_ session: Session) throws(Failure) {
        let report: InventoryReport = try session.daemon().get("inventory")
        try session.print(report) { session.text(of: report) }
    }
}

extension Session {
    fileprivate func text(of report: InventoryReport) -> String {
        guard let folder = report.folder else {
            return "no folder is followed; write inventory: FOLDER in the configuration file\n"
        }
        var table = Table(.text("NAME"), .text("MAC"), .text("DRIFT"), .text("WHERE"))
        for drift in report.drift {
            table.add(
                drift.name?.text, drift.mac.description, drift.detail ?? drift.kind.words, drift.place)
        }
        let read = report.read.map { ", read at \(moment($0))" } ?? ", not read yet"
        return (report.drift.isEmpty ? "" : table.text(hasHeader: !invocation.has(.noHeader)))
            + "\(visible(folder)): \(report.machines) machines in \(report.files) files\(read); "
            + "\(report.drift.isEmpty ? "no" : "\(report.drift.count)") drift\n"
    }
}

extension InventoryDrift.Kind {
    fileprivate var words: String {
        switch self {
        case .neverBooted: "never booted"
        case .inNoFile: "booted, and in no file"
        case .otherCard: "booted with another network card"
        case .differs: "differs"
        }
    }
}
