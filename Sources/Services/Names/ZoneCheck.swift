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
    /// What was found out, a line each: the primary of a zone whose servers nobody named.
    package let findings: [String]

    package init(_ configuration: Configuration) {
        let plan: NamePlan
        do throws(SettingsErrors) {
            plan = try NamePlan(configuration.dns)
        } catch {
            // `Inspection` says what is wrong with the keys.
            (mistakes, findings) = ([], [])
            return
        }
        let answers = Current(ZoneAnswers())
        let isDone = Signal()
        do throws(SystemError) {
            let loop = try EventLoop(name: "check")
            try loop.start()
            defer { loop.stop() }
            loop.enter { ask(plan, on: loop, answers, isDone) }
            // Each server has at most a few seconds to answer.
            while isDone.count == 0 { isDone.wait(beyond: 0, for: .seconds(60)) }
        } catch {
            (mistakes, findings) = (["\(configuration.file): dns: \(error)"], [])
            return
        }
        let found = answers.value
        mistakes = plan.allZones.compactMap { zone in
            found.troubles[zone].map { trouble in
                let servers = plan.way(to: zone)?.servers ?? []
                let place = servers.isEmpty ? found.primaries[zone]?.servers ?? [] : servers
                let at = place.isEmpty ? "" : " on \(place.map(\.description).joined(separator: ", "))"
                return "\(configuration.file): dns: zone \(zone)\(at): \(trouble); \(trouble.cure)"
            }
        }
        findings = plan.allZones.compactMap { zone in
            found.primaries[zone].map { "dns: zone \(zone): its SOA names \($0)" }
        }
    }
}

/// What the zones' servers said.
private struct ZoneAnswers: Sendable {
    var troubles: [DNSName: NameTrouble] = [:]
    var primaries: [DNSName: ZonePrimary] = [:]
}

/// Asks every zone at once; the signal says that the last has answered.
private func ask(_ plan: NamePlan, on loop: EventLoop, _ answers: Current<ZoneAnswers>, _ isDone: Signal) {
    let courier = NameCourier(loop: loop)
    var open = plan.allZones.count
    let end = { (zone: DNSName, trouble: NameTrouble?) in
        var latest = answers.value
        latest.troubles[zone] = trouble
        answers.replace(with: latest)
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
        let carry = {
            courier.carry(request, to: zone, by: way) { outcome in
                switch outcome {
                case .replied(let reply): end(zone, reply.code == .success ? nil : NameTrouble(reply.code))
                case .failed(let trouble): end(zone, trouble)
                }
            }
        }
        // A primary that does not answer is forgotten: it is noted before.
        guard way.servers.isEmpty else { carry(); continue }
        courier.findPrimary(of: zone) { found in
            if case .found(let primary) = found {
                var latest = answers.value
                latest.primaries[zone] = primary
                answers.replace(with: latest)
            }
            carry()
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
