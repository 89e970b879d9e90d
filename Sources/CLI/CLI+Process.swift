import Curl
import Inventory
import LinuxIO
import MachineFiles
import NetTypes
import Settings

extension CLI {
    /// Does what the command line says, on this machine, and gives the exit status.
    ///
    /// `serve` runs the daemon until it is told to stop; `inspect` says what is wrong with what a valid configuration
    /// points to, a line each, and `remarks` what is worth knowing; `profiles` are those there are; `tryZones` and
    /// `tryBalancers` say what name servers and load balancers have against it, and
    /// `explainer` answers captured messages as the daemon would, `examine` looks at the host, and
    /// `simulate` plays a machine; `lint` looks over what profiles are rendered to.
    package static func run(
        arguments: [String], environment: [String: String], version: String,
        serve: @escaping (Configuration) throws -> Void, inspect: @escaping (Configuration) -> [String],
        remarks: @escaping (Configuration) -> [String], profiles: @escaping (Configuration) throws -> [ProfileName],
        tryZones: @escaping (Configuration) -> ZoneVerdict, tryBalancers: @escaping (Configuration) -> [String],
        explainer: @escaping MakeExplainer,
        examine: @escaping (Configuration, StatusReport?, Bool) -> [Finding], simulate: @escaping Simulate,
        lint: @escaping LintProfiles
    ) -> Int32 {
        StandardOutput.outliveReader()
        let surroundings = Surroundings(
            environment: environment, version: version, write: write,
            writeError: { text in text.split(separator: "\n").forEach { StandardError.write(line: String($0)) } },
            connect: { UnixSocket(path: $0) }, now: Clock.now, offset: LocalTime.offset, pause: Clock.pause, read: read,
            machineFiles: machineFiles,
            load: { file throws(Failure) in
                do throws(SettingsErrors) {
                    return try Configuration.load(file: file)
                } catch {
                    throw .configuration(error.mistakes.map(\.description))
                }
            }, serve: serve, inspect: inspect, remarks: remarks, profiles: profiles, tryZones: tryZones,
            tryBalancers: tryBalancers,
            interfaceAddress: { try? Interface(named: $0).address },
            explainer: explainer, examine: examine, simulate: simulate, lint: lint,
            pack: { folder, files, path throws(Failure) in
                try BundleArchive.write(files, in: folder, to: path)
            })
        return run(Array(arguments.dropFirst()), in: surroundings).rawValue
    }

    private static func read(_ path: String, atMost limit: Int) throws(Failure) -> [UInt8] {
        do {
            if let bytes = try InputFile.read(path, atMost: limit) { return bytes }
        } catch {
            throw .input("\(path): cannot be read: \(error)")
        }
        throw .input("\(path): is larger than \(limit >> 20) MiB; split it, or take out what is not needed")
    }

    private static func machineFiles(_ path: String) throws(Failure) -> [String]? {
        do {
            guard try FileTree.target(of: path) == .folder else { return nil }
            return try MachineFolder.files(of: path).map { "\(path)/\($0)" }
        } catch {
            throw .input("\(path): cannot be read: \(error)")
        }
    }

    private static func write(_ text: String) throws(Failure) {
        do {
            try StandardOutput.write(text)
        } catch {
            throw error.isReaderGone ? .outputClosed : .output("\(error)")
        }
    }
}
