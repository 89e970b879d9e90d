import Inventory
import NetTypes
import Settings

/// What is around a command: all that it sees or touches of the world.
package struct Surroundings {
    /// Environment variables by name.
    package var environment: [String: String]
    package var version: String
    /// Writes to standard output, at once.
    package var write: (String) throws(Failure) -> Void
    package var writeError: (String) -> Void
    /// The way to the daemon whose control socket is at a path.
    package var connect: (String) -> any Transport
    package var now: () -> Timestamp
    /// How far local clocks are ahead of UTC at a moment.
    package var offset: (Timestamp) -> Interval
    package var pause: (Interval) -> Void
    /// A file's bytes, or a failure that says why not; one longer than so many bytes is a failure.
    package var read: (String, Int) throws(Failure) -> [UInt8]
    /// The files of machines in a folder, by their whole paths; `nil` for what is no folder.
    package var machineFiles: (String) throws(Failure) -> [String]?
    package var load: (String) throws(Failure) -> Configuration
    /// Runs the daemon until it is told to stop.
    package var serve: (Configuration) throws -> Void
    /// What is wrong with what a valid configuration points to, a line each.
    package var inspect: (Configuration) -> [String]
    /// What is worth knowing of that, and is not wrong, a line each.
    package var remarks: (Configuration) -> [String]
    /// The profiles there are, or what keeps one from knowing.
    package var profiles: (Configuration) throws -> [ProfileName]
    /// What name servers say against writing to a valid configuration's zones, a line each.
    package var tryZones: (Configuration) -> ZoneVerdict
    /// What load balancers say against adding machines by a valid configuration, a line each.
    package var tryBalancers: (Configuration) -> [String]
    /// The address of an interface of this host; `nil` where there is none.
    package var interfaceAddress: (String) -> IPv4Address?
    package var explainer: MakeExplainer
    /// Writes files, in a folder of that name, as one archive to a path.
    package var pack: PackFiles
    /// What is found out about the host of a configuration, with the daemon's status where it answers; whether others are left
    /// alone.
    package var examine: (Configuration, StatusReport?, Bool) -> [Finding]
    /// Plays a machine against a server on the wire.
    package var simulate: Simulate
    /// What is wrong with what profiles are rendered to: of one or all, for a machine or an example, at an address.
    package var lint: LintProfiles

    package init(
        environment: [String: String], version: String, write: @escaping (String) throws(Failure) -> Void,
        writeError: @escaping (String) -> Void, connect: @escaping (String) -> any Transport,
        now: @escaping () -> Timestamp, offset: @escaping (Timestamp) -> Interval,
        pause: @escaping (Interval) -> Void, read: @escaping (String, Int) throws(Failure) -> [UInt8],
        machineFiles: @escaping (String) throws(Failure) -> [String]? = { _ in nil },
        load: @escaping (String) throws(Failure) -> Configuration,
        serve: @escaping (Configuration) throws -> Void, inspect: @escaping (Configuration) -> [String],
        remarks: @escaping (Configuration) -> [String] = { _ in [] },
        profiles: @escaping (Configuration) throws -> [ProfileName] = { _ in [] },
        tryZones: @escaping (Configuration) -> ZoneVerdict = { _ in ([], []) },
        tryBalancers: @escaping (Configuration) -> [String] = { _ in [] },
        interfaceAddress: @escaping (String) -> IPv4Address?, explainer: @escaping MakeExplainer,
        examine: @escaping (Configuration, StatusReport?, Bool) -> [Finding] = { _, _, _ in [] },
        simulate: @escaping Simulate = { _, _ in },
        lint: @escaping LintProfiles = { _, _, _, _ in LintReport(profiles: [], findings: [], remarks: []) },
        pack: @escaping PackFiles = { _, _, path throws(Failure) in throw .input("\(path): nothing packs here") }
    ) {
        self.environment = environment
        self.version = version
        self.write = write
        self.writeError = writeError
        self.connect = connect
        self.now = now
        self.offset = offset
        self.pause = pause
        self.read = read
        self.machineFiles = machineFiles
        self.load = load
        self.serve = serve
        self.inspect = inspect
        self.remarks = remarks
        self.profiles = profiles
        self.tryZones = tryZones
        self.tryBalancers = tryBalancers
        self.interfaceAddress = interfaceAddress
        self.explainer = explainer
        self.pack = pack
        self.examine = examine
        self.simulate = simulate
        self.lint = lint
    }
}

/// Looks over a profile, or all, as they are rendered for a machine at an address, or for an example.
package typealias LintProfiles = (Configuration, ProfileName?, Machine?, IPv4Address?) throws -> LintReport
/// How files become one archive: the folder in it, the files, and where it is written.
package typealias PackFiles = (String, [BundledFile], String) throws(Failure) -> Void

/// What name servers have against a configuration, and what was found out on the way, a line each.
package typealias ZoneVerdict = (mistakes: [String], findings: [String])
