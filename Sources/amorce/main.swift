import CLI
import FoundationEssentials
import Glibc
import Services

let version = "0.1.0"

let status = CLI.run(
    arguments: CommandLine.arguments, environment: ProcessInfo.processInfo.environment, version: version,
    serve: { try Daemon($0, version: version).run() },
    inspect: { Inspection($0).mistakes + InventoryInspection($0).mistakes },
    remarks: { Inspection($0).remarks + InventoryInspection($0).remarks }, profiles: { try ProfileCatalog($0).names() },
    tryZones: {
        let check = ZoneCheck($0)
        return (check.mistakes, check.findings)
    },
    tryBalancers: { BalancerCheck($0).mistakes },
    explainer: { configuration, state, link, ownAddresses in
        var explainer = try Explainer(configuration, knowing: state, link: link, ownAddresses: ownAddresses)
        return { try explainer.explain($0) }
    },
    examine: { examination(of: $0, status: $1, isOffline: $2) },
    simulate: { try Simulation.run($0, tell: $1) },
    lint: { try ProfileLint.report($0, profile: $1, machine: $2, at: $3) })
exit(status)
