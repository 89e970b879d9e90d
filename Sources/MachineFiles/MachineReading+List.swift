import Inventory
import OtherServers
import Settings
import YAML

extension MachineReading {
    /// YAML: what stands below `machines:` of the configuration, and what `amorce machine export` prints.
    init(listOf bytes: [UInt8], file: String) {
        self.init()
        guard bytes.count <= TextFile.limit else {
            mistakes.append(
                FileMistake(
                    Place(file, 0), fact: "is larger than \(TextFile.limit >> 20) MiB",
                    cure: "split it in several files"))
            return
        }
        let list = MachineList(TextFile(name: file, bytes: bytes))
        machines = list.machines.map { line, machine in
            WantedMachine(
                place: "\(Place(file, line))", mac: machine.mac, name: machine.name, profile: machine.profile,
                address: machine.address, variables: machine.variables)
        }
        mistakes = list.mistakes.map { mistake in
            FileMistake(
                Place(mistake.file, mistake.line),
                fact: mistake.key.isEmpty ? mistake.fact : "\(mistake.key): \(mistake.fact)", cure: mistake.cure)
        }
    }
}
