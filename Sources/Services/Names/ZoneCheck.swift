import DNSWire
import Decisions
import LDNS
import LinuxIO
import NetTypes
import Settings

/// Whether names can be written to the zones of a configuration: each is asked to take away a record that is not there, as
/// the daemon would ask it, with the same key. It changes nothing.
package struct ZoneCheck {
    /// What is wrong and what to do, a line each.
    package let mistakes: [String]

    package init(_ configuration: Configuration) {
        let plan: NamePlan
        do throws(SettingsErrors) {
            plan = try NamePlan(configuration.dns)
        } catch {
            // `Inspection` says what is wrong with the keys.
            mistakes = []
            return
        }
        let troubles = Current<[DNSName: NameTrouble]>([:])
        let isDone = Signal()
        do throws(SystemError) {
            let loop = try EventLoop(name: "check")
            try loop.start()
            defer { loop.stop() }
            loop.enter { ask(plan, on: loop, troubles, isDone) }
            // Each server has at most a few seconds to answer.
            while isDone.count == 0 { isDone.wait(beyond: 0, for: .seconds(60)) }
        } catch {
            mistakes = ["\(configuration.file): dns: \(error)"]
            return
        }
        let found = troubles.value
        mistakes = plan.allZones.compactMap { zone in
            found[zone].map { trouble in
                let servers = plan.way(to: zone)?.servers.map(\.description).joined(separator: ", ") ?? ""
                return "\(configuration.file): dns: zone \(zone) on \(servers): \(trouble); \(trouble.cure)"
            }
        }
    }
}

/// Asks every zone at once; the signal says that the last has answered.
private func ask(_ plan: NamePlan, on loop: EventLoop, _ troubles: Current<[DNSName: NameTrouble]>, _ isDone: Signal) {
    let courier = NameCourier(loop: loop)
    var open = plan.allZones.count
    let end = { (zone: DNSName, trouble: NameTrouble?) in
        if let trouble { troubles.replace(with: troubles.value.merging([zone: trouble]) { $1 }) }
        open -= 1
        if open == 0 {
            courier.stop()
            isDone.broadcast()
        }
    }
    if open == 0 { isDone.broadcast() }
    for zone in plan.allZones {
        guard let way = plan.way(to: zone),
            let request = try? OutgoingRequest(.update(.nothing(in: zone)), key: way.key)
        else {
            end(zone, .outsideZone)
            continue
        }
        courier.carry(request, to: way.servers) { outcome in
            switch outcome {
            case .replied(let reply): end(zone, reply.code == .success ? nil : NameTrouble(reply.code))
            case .failed(let trouble): end(zone, trouble)
            }
        }
    }
}

extension DNSUpdate {
    /// An update that needs the right to change records of the daemon's kinds, and finds none to change.
    fileprivate static func nothing(in zone: DNSName) -> DNSUpdate {
        guard let name = DNSName(labels: [Array("amorce-check".utf8)] + zone.labels) else { return DNSUpdate(of: zone) }
        let isReverse = zone.labels.last == Array("arpa".utf8)
        return DNSUpdate(
            of: zone, [.remove(name, isReverse ? .ptr(name) : .a(IPv4Address(192, 0, 2, 1)))])
    }
}
