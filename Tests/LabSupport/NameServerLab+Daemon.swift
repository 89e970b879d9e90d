import Foundation

extension NameServerLab {
    /// Lets a name server live in the network of a lab, beside the daemon, whose configuration is given its zones.
    package static func with(
        _ software: NameServerSoftware, in lab: Lab, key: String = "amorce", dns: String = "",
        _ body: (NameServerLab) async throws -> Void
    ) async throws {
        if let obstacle { throw LabError(obstacle) }
        let names = NameServerLab(in: lab, software: software)
        try await names.writeFiles()
        let zones = NameServerSoftware.zones
        let text =
            try String(contentsOf: lab.configuration, encoding: .utf8) + """

                dns:
                  servers: [127.0.0.1:\(port)]
                  key-file: \(lab.folder.path)/\(key).key
                  forward-zones: [\(zones[0])]
                  reverse-zones: [\(zones.dropFirst().joined(separator: ", "))]
                \(dns)
                """
        try Data(text.utf8).write(to: lab.configuration)
        try await run(["chmod", "640", lab.folder.appending(path: "\(key).key").path])
        try await body(names)
    }
}
