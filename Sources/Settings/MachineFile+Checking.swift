import Inventory
import NetTypes

/// The machines that the file declares. Who takes them over arms those that get another profile.
func checkedMachines(of file: ConfigurationFile, _ notebook: inout SettingsNotebook) -> [Machine] {
    let machines = file.machines.map(\.value)
    checkRepeats(of: machines.compactMap(\.mac), cure: "declare each machine once", &notebook)
    checkRepeats(of: machines.compactMap(\.name), cure: "give each machine a name of its own", &notebook)
    checkRepeats(of: machines.compactMap(\.address), cure: "give each machine an address of its own", &notebook)
    for address in machines.compactMap(\.address) { check(address, in: file.subnets, &notebook) }
    return file.machines.compactMap { machine in
        guard let mac = machine.value.mac?.value else {
            if !notebook.hasMistake(in: "\(machine.key).mac") {
                notebook.note("\(machine.key).mac", fact: "is missing", cure: "write mac: 52:54:00:77:00:11")
            }
            return nil
        }
        let profile = machine.value.profile?.value
        return Machine(
            mac: mac, name: machine.value.name?.value, profile: profile, address: machine.value.address?.value,
            origin: .configuration)
    }
}

private func check(
    _ address: Keyed<IPv4Address>, in subnets: [Keyed<SubnetFile>], _ notebook: inout SettingsNotebook
) {
    let known = subnets.compactMap { subnet in subnet.value.subnet.map { ($0.value, subnet.value.routers) } }
    guard known.count == subnets.count, !known.isEmpty else { return }
    guard let (prefix, routers) = known.first(where: { $0.0.contains(address.value) }) else {
        let all = known.map { "\($0.0)" }.joined(separator: ", ")
        notebook.note(
            address.key, fact: "\(address.value) is in none of the subnets", cure: "write an address of \(all)")
        return
    }
    if !prefix.hosts.contains(address.value) {
        notebook.note(
            address.key, fact: "\(address.value) is no host of \(prefix)", cure: "write an address of \(prefix.hosts)")
    } else if routers.contains(where: { $0.value == address.value }) {
        notebook.note(address.key, fact: "\(address.value) is a router's", cure: "give the machine another address")
    }
}
