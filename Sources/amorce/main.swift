import CLI
import FoundationEssentials
import Glibc
import Services

let version = "0.1.0"

let status = CLI.run(
    arguments: CommandLine.arguments, environment: ProcessInfo.processInfo.environment, version: version,
    serve: { try Daemon($0, version: version).run() }, inspect: { Inspection($0).mistakes },
    remarks: { Inspection($0).remarks }, profiles: { try ProfileCatalog($0).names() },
    tryZones: {
        let check = ZoneCheck($0)
        return (check.mistakes, check.findings)
    },
    explainer: { configuration, state, link, ownAddresses in
        var explainer = try Explainer(configuration, knowing: state, link: link, ownAddresses: ownAddresses)
        return { try explainer.explain($0) }
    },
    examine: { examination(of: $0, status: $1, isOffline: $2) })
exit(status)
