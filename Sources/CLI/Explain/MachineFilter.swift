import DHCPWire
import Inventory
import NetTypes
import Settings

/// Which machine's messages are told; `--machine` says so.
struct MachineFilter {
    /// As it was typed; `nil` for all machines.
    let identity: String?
    /// What machines are called that somebody has named, or the daemon.
    private let names: [MACAddress: HostName]
    private let template: HostNameTemplate

    init(_ identity: String?, _ state: KnownState, _ configuration: Configuration) {
        self.identity = identity
        template = configuration.dhcp.provisionalName
        let machines = state.machines + configuration.machines
        names = Dictionary(machines.map { ($0.mac, $0.hostName) }) { $1 }
    }

    /// Whether a message is sent by the machine or to it; one that cannot be read is nobody's.
    func takes(_ message: DHCPMessage?) -> Bool {
        guard let identity else { return true }
        guard let mac = message?.mac else { return false }
        return mac.description == identity || (names[mac] ?? template.name(of: mac)).text == identity
    }
}
