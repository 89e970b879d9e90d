/// The name servers that tests run, and how each is told to serve one set of zones.
package enum NameServerSoftware: String, Sendable, CaseIterable, CustomStringConvertible {
    case bind = "BIND"
    case knot = "Knot DNS"
    /// Takes no dynamic updates at all.
    case nsd = "NSD"

    package var description: String { rawValue }

    /// Zones that the key may update, and one that nobody may.
    static let zones = [
        "lab.example.org", "77.10.in-addr.arpa", "0.77.10.in-addr.arpa", "0/25.2.0.192.in-addr.arpa",
    ]
    static let closedZone = "closed.example.org"

    func command(_ configuration: String) -> [String] {
        switch self {
        case .bind: ["named", "-g", "-c", configuration]
        case .knot: ["knotd", "-c", configuration]
        case .nsd: ["nsd", "-d", "-c", configuration]
        }
    }

    /// - Parameter keys: name, algorithm and secret of each.
    func configuration(in folder: String, keys: [TestKey]) -> String {
        let all = Self.zones + [Self.closedZone]
        switch self {
        case .bind:
            let names = keys.map { "grant \($0.name) zonesub ANY;" }.joined(separator: " ")
            return keys.map { "include \"\(folder)/\($0.name).key\";\n" }.joined() + """
                options {
                  directory "\(folder)"; pid-file "\(folder)/named.pid"; session-keyfile "\(folder)/session.key";
                  listen-on port \(NameServerLab.port) { 127.0.0.1; }; listen-on port 53 { 127.0.0.1; }; listen-on-v6 { none; };
                  recursion no; dnssec-validation no; notify no;
                };
                controls {};

                """
                + all.map { zone in
                    let policy = zone == Self.closedZone ? "" : "update-policy { \(names) };"
                    return "zone \"\(zone)\" { type primary; file \"\(NameServerLab.file(of: zone))\"; \(policy) };\n"
                }.joined()
        case .knot:
            return """
                server:
                  rundir: "\(folder)"
                  listen: 127.0.0.1@\(NameServerLab.port)
                database:
                  storage: "\(folder)"
                log:
                  - target: stderr
                    any: info
                key:

                """
                    + keys.map { key in
                        "  - id: \(key.name)\n    algorithm: \(key.algorithm)\n    secret: \(key.secret)\n"
                    }.joined()
                    + "acl:\n  - id: update\n    key: [\(keys.map(\.name).joined(separator: ", "))]\n    action: [update, transfer]\n"
                    + "  - id: transfer\n    address: 127.0.0.1\n    action: transfer\nzone:\n"
                    + all.map { zone in
                        let list = zone == Self.closedZone ? "" : "    acl: [update, transfer]\n"
                        return "  - domain: \(zone)\n    file: \(folder)/\(NameServerLab.file(of: zone))\n\(list)"
                    }.joined()
        case .nsd:
            return """
                server:
                  ip-address: 127.0.0.1@\(NameServerLab.port)
                  zonesdir: "\(folder)"
                  pidfile: "\(folder)/nsd.pid"
                  xfrdfile: "\(folder)/xfrd.state"
                  zonelistfile: "\(folder)/zone.list"
                  xfrdir: "\(folder)"
                  database: ""
                  username: ""
                remote-control:
                  control-enable: no

                """
                    + keys.map { key in
                        "key:\n  name: \(key.name)\n  algorithm: \(key.algorithm)\n  secret: \"\(key.secret)\"\n"
                    }.joined()
                    + all.map { "zone:\n  name: \($0)\n  zonefile: \"\(NameServerLab.file(of: $0))\"\n" }.joined()
        }
    }
}

/// A key that `tsig-keygen` made.
struct TestKey {
    let name: String
    let algorithm: String
    let secret: String
}
