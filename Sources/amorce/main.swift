import CLI
import FoundationEssentials
import Glibc

let status = CLI.run(
    arguments: CommandLine.arguments, environment: ProcessInfo.processInfo.environment, version: "0.1.0",
    serve: { _ in throw NotWired() }, inspect: { _ in [] })
exit(status)

/// Stands in until the services are there.
struct NotWired: Error {}
