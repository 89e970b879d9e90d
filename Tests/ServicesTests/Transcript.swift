import CLI
import FoundationEssentials
import HTTPWire
import Inventory
import NetTypes
import Services
import Settings
import Store
import TestSupport
import YAML

/// A captured exchange as `amorce explain` tells it, and at the end what the store would have of it.
struct Transcript {
    private(set) var text = ""
    private(set) var errors = ""

    /// - Parameter pool: what the capture's own server lent.
    /// - Parameter machines: what a running daemon says that it knows.
    init(of capture: [UInt8], pool: IPv4Range, machines: [Machine]) throws {
        let daemon = CannedDaemon(machines: machines)
        var text = ""
        var errors = ""
        var store: Store?
        let surroundings = Surroundings(
            environment: [:], version: "1.2.3", write: { part throws(Failure) in text += part },
            writeError: { errors += $0 }, connect: { _ in daemon }, now: { .noon }, offset: { _ in .seconds(0) },
            pause: { _ in }, read: { _, _ throws(Failure) in capture },
            load: { file throws(Failure) in try Self.configuration(file, pool) }, serve: { _ in }, inspect: { _ in [] },
            interfaceAddress: { _ in .server },
            explainer: { configuration, state, link, ownAddresses in
                var explainer = try Explainer(
                    configuration, knowing: state, link: link, ownAddresses: ownAddresses)
                store = explainer.store
                return { try explainer.explain($0) }
            })
        _ = CLI.run(["explain", "--options", "capture.pcap"], in: surroundings)
        self.errors = errors
        self.text = text + "\n== in the store\n"
        if let store { try add(store) }
    }

    private static func configuration(_ file: String, _ pool: IPv4Range) throws(Failure) -> Configuration {
        let text = """
            dhcp:
              interfaces: [br0]
              subnets:
                - subnet: 10.77.0.0/24
                  pools: [\(pool.first) - \(pool.last)]
                  routers: [10.77.0.1]
                  dns-servers: [10.77.0.1]
                  ntp-servers: [10.77.0.1]
                  domain: lab.example.org
                  domain-search: [lab.example.org, example.org]
            """
        do throws(SettingsErrors) {
            return try Configuration.read(TextFile(name: file, bytes: Array(text.utf8)))
        } catch {
            throw .configuration(error.mistakes.map(\.description))
        }
    }

    private mutating func add(_ line: String) { text += line + "\n" }

    private mutating func add(_ store: Store) throws {
        let (leases, machines) = store.read { image in
            (
                image.leases.leases.sorted { $0.address < $1.address },
                image.machines.values.sorted { $0.mac < $1.mac }
            )
        }
        for lease in leases {
            add(
                "lease \(lease.address) mac=\(lease.mac) name=\(lease.name.map(\.text) ?? "-") \(lease.state.rawValue)"
                    + " since \(lease.start) until \(lease.expiry)")
        }
        for machine in machines {
            add(
                "machine \(machine.mac) name=\(machine.hostName) \(machine.origin.rawValue) \(machine.state.rawValue)"
                    + " firmware=\(machine.firmware.map(\.rawValue) ?? "-")")
        }
        for event in try store.events(limit: .max) {
            add("event \(event.time) \(event.stage.rawValue) \(event.detail)")
        }
    }
}

/// A daemon that knows machines and no leases.
private struct CannedDaemon: Transport {
    let machines: [Machine]

    func send(_ request: HTTPRequest, timeout: Interval) throws(NoAnswer) -> HTTPResponse {
        guard request.path == "/api/v1/machines" else { return .text(.ok, "[]", type: "application/json") }
        let reports = machines.map { MachineReport(machine: $0, lease: nil) }
        guard let text = try? JSONEncoder().encode(reports) else { throw NoAnswer("no machines") }
        return .text(.ok, String(decoding: text, as: UTF8.self), type: "application/json")
    }
}
