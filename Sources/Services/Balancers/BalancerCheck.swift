import Decisions
import Inventory
import LinuxIO
import NetTypes
import Settings

/// Whether the load balancers of a configuration answer, have their backends, let amorce change them, and have files that it
/// can keep up. It changes nothing.
package struct BalancerCheck {
    /// What is wrong and what to do, a line each.
    package let mistakes: [String]

    package init(_ configuration: Configuration) {
        let balancers = configuration.balancers.sorted { $0.key < $1.key }
        var mistakes: [String] = []
        let note = { (profile: ProfileName, trouble: BalancerTrouble) in
            mistakes.append("\(configuration.file): profiles.\(profile).haproxy: \(trouble); \(trouble.cure)")
        }
        for (profile, balancer) in balancers {
            guard let file = balancer.file else { continue }
            do throws(BalancerTrouble) {
                _ = try BackendFiles.read(file, backend: balancer.place.backend)
            } catch {
                note(profile, error)
            }
        }
        do throws(SystemError) {
            let answers = try Self.ask(Set(balancers.map(\.value.place)))
            for (profile, balancer) in balancers {
                if let trouble = answers[balancer.place] { note(profile, trouble) }
            }
        } catch {
            mistakes.append("\(configuration.file): profiles: \(error)")
        }
        self.mistakes = mistakes
    }

    /// The second command is for who may change servers only, and there is no server of that name.
    private static func commands(for place: BalancerPlace) -> [String] {
        let step = HostName("amorce-check").map { BalancerStep.drain($0).command(in: place.backend) }
        return ["show servers state \(place.backend)"] + (step.map { [$0] } ?? [])
    }

    private static func ask(_ places: Set<BalancerPlace>) throws(SystemError) -> [BalancerPlace: BalancerTrouble] {
        guard !places.isEmpty else { return [:] }
        let troubles = Current<[BalancerPlace: BalancerTrouble]>([:])
        let answered = Signal()
        let loop = try EventLoop(name: "check")
        try loop.start()
        defer { loop.stop() }
        loop.enter {
            for place in places {
                BalancerExchange(commands(for: place), to: place.socket, on: loop) { result in
                    var latest = troubles.value
                    latest[place] = trouble(in: result)
                    troubles.replace(with: latest)
                    answered.broadcast()
                }.begin()
            }
        }
        // Each is silent for ten seconds at the most.
        var count: UInt64 = 0
        while count < places.count {
            answered.wait(beyond: count, for: .seconds(60))
            count = answered.count
        }
        return troubles.value
    }

    private static func trouble(in result: Result<[String], BalancerTrouble>) -> BalancerTrouble? {
        do throws(BalancerTrouble) {
            let answers = try result.get()
            _ = try SeenServer.all(in: answers.first ?? "")
            if case .denied = BalancerTrouble(refusal: answers.last ?? "") { throw .denied }
            return nil
        } catch {
            return error
        }
    }
}
