import CLI
import HTTPWire
import Inventory
import NetTypes
import Settings
import TestSupport
import YAML

/// The command line with a configuration and a shelf of its own. The profiles are `api`, and `ui`, which names bookworm.
struct CommandBench {
    let workshop: Workshop
    private let configuration: Configuration

    /// What came of a command line.
    struct Outcome {
        var status = ExitStatus.done
        var output = ""
        var errors = ""
    }

    init() throws {
        workshop = try Workshop()
        configuration = try Configuration.read(
            TextFile(
                name: "amorce.yaml",
                bytes: Array(
                    "data: \(workshop.folder)/data\ndhcp: { mode: off }\nprofiles: { ui: { release: 12 } }\n".utf8)))
    }

    /// Imports a made-up tree as it is.
    func amorce(importing made: MadeUpImage) -> Outcome { amorce("image import \(made.path) --unverified") }

    func amorce(_ line: String) -> Outcome {
        var outcome = Outcome()
        let surroundings = Surroundings(
            environment: [:], version: "1", write: { text throws(Failure) in outcome.output += text },
            writeError: { outcome.errors += $0 }, connect: { _ in NoDaemon() }, now: { Timestamp(seconds: 0) },
            offset: { _ in .seconds(0) }, pause: { _ in },
            read: { path, _ throws(Failure) in throw .input(path) }, load: { _ throws(Failure) in configuration },
            serve: { _ in }, inspect: { _ in [] }, profiles: { _ in ["api", "ui"].compactMap { ProfileName($0) } },
            interfaceAddress: { _ in nil }, explainer: { _, _, _, _ in throw Failure.missing("no explainer") })
        outcome.status = CLI.run(line.split(separator: " ").map(String.init), in: surroundings)
        return outcome
    }
}

/// Nobody listens.
private struct NoDaemon: Transport {
    func send(_ request: HTTPRequest, timeout: Interval) throws(NoAnswer) -> HTTPResponse {
        throw NoAnswer("no daemon")
    }
}
