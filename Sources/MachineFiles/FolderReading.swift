import Inventory
import NetTypes
import OtherServers

/// What the files of a folder say, file by file. A file that cannot be read whole keeps what it said before.
package struct FolderReading: Hashable, Sendable {
    private var files: [String: MachineReading] = [:]
    /// Why the folder itself cannot be read; `nil` while it can.
    package private(set) var trouble: FileMistake?

    package init() {}

    /// How many files hold machines.
    package var fileCount: Int { files.values.count { !$0.machines.isEmpty } }
    /// In the order of the files.
    package var machines: [WantedMachine] { inOrder.flatMap(\.machines) }
    /// What is wrong, the folder's own trouble first.
    package var mistakes: [FileMistake] { [trouble].compactMap { $0 } + inOrder.flatMap(\.mistakes) }
    /// What is passed over.
    package var remarks: [FileMistake] { inOrder.flatMap(\.remarks) }

    /// The same folder, read again.
    package mutating func take(_ latest: [String: MachineReading]) {
        trouble = nil
        files = latest.reduce(into: [:]) { files, file in
            files[file.key] = file.value.keeping(self.files[file.key]?.machines ?? [])
        }
    }

    /// The folder cannot be read: all that it said stays.
    package mutating func fail(_ trouble: FileMistake) { self.trouble = trouble }

    private var inOrder: [MachineReading] { files.sorted { $0.key < $1.key }.map(\.value) }
}

extension MachineReading {
    /// With machines that a file had before and has no longer, if it cannot be read whole now: nobody can say whether they
    /// are gone.
    fileprivate func keeping(_ former: [WantedMachine]) -> MachineReading {
        guard !mistakes.isEmpty else { return self }
        let known = Set(machines.map(\.mac))
        return self + MachineReading(machines: former.filter { !known.contains($0.mac) })
    }
}
