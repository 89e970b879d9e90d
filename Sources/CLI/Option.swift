import Decisions

/// A word of a command line that starts with two hyphens.
package struct Option: Hashable, Sendable {
    /// With its hyphens: `--config`.
    package let name: String
    /// What its value is called, if it takes one: `FILE`.
    package let value: String?
    /// The words that its value may be; none where it may be any.
    let choices: [String]
    package let purpose: String
    /// Whether the command cannot do without it.
    package let isRequired: Bool

    private init(
        _ name: String, _ value: String? = nil, among choices: [String] = [], isRequired: Bool = false,
        says purpose: String
    ) {
        self.name = name
        self.value = value
        self.choices = choices
        self.isRequired = isRequired
        self.purpose = purpose
    }

    /// As it is written: `--config FILE`.
    package var form: String { value.map { "\(name) \($0)" } ?? name }
}

extension Option {
    package static let json = Self("--json", says: "print JSON for programs instead of tables for people")
    package static let config = Self(
        "--config", "FILE", says: "the configuration file (else $AMORCE_CONFIG, else /etc/amorce/amorce.yaml)")
    package static let control = Self(
        "--control", "SOCKET", says: "the daemon's control socket (else $AMORCE_CONTROL, else what the file says)")
    package static let help = Self("--help", says: "show how the command is used")

    /// What every command takes.
    package static let everywhere: [Self] = [.json, .config, .control, .help]

    /// What a single letter stands for.
    static let short: [String: Self] = ["-h": .help, "-f": .follow]

    package static let noHeader = Self("--no-header", says: "leave the table's header out")
    package static let follow = Self("--follow", says: "wait for more, and print it as it comes")
    package static let machine = Self("--machine", "NAME|MAC", says: "of this machine only")
    package static let forMachine = Self("--machine", "NAME|MAC", isRequired: true, says: "the machine to write it for")
    package static let reveal = Self("--reveal", says: "with the secrets, which are named only otherwise")
    package static let origin = Self(
        "--origin", says: "print what it is installed with, and where each part comes from")
    package static let lintMachine = Self(
        "--machine", "NAME|MAC", says: "the machine to write the files for (else one that does not exist)")
    package static let name = Self("--name", "NAME", isRequired: true, says: "its host name")
    package static let profile = Self("--profile", "PROFILE", says: "what its next network boot installs")
    package static let address = Self("--address", "ADDRESS", says: "the address to reserve for it")
    package static let file = Self(
        "--file", "FILE", among: ["menu", "preseed", "postinstall"],
        says: "menu, preseed or postinstall (default: preseed)")
    package static let yes = Self("--yes", says: "do it also while the machine is being installed")
    package static let inUse = Self(
        "--yes", says: "do it also if its system is most likely up, or an installer is at work on it")
    package static let format = Self(
        "--format", "FORMAT", among: LeaseFormat.allCases.map(\.rawValue),
        says: "json, csv or dnsmasq, which is its lease file's form (default: json)")
    package static let interfaces = Self(
        "--interfaces", "NAMES", says: "the network interfaces to serve, with commas between")
    package static let machineFormat = Self(
        "--format", "FORMAT", among: MachineFormat.allCases.map(\.rawValue),
        says: "yaml, which import reads back, ansible or csv (default: yaml)")
    package static let count = Self("--count", "N", says: "how many, at most 1000 (default: 1)")
    package static let strict = Self("--strict", says: "change nothing unless every machine can be taken in")
    package static let arm = Self(
        "--arm", says: "have the next network boot of machines that nobody knew install their profile")
    package static let dryRun = Self("--dry-run", says: "say what would become of each, and change nothing")
    package static let interface = Self("--interface", "NAME", says: "the interface of this host where it was captured")
    package static let ownAddress = Self(
        "--address", "ADDRESS", says: "the daemon's own address where it was captured, if not this host's")
    package static let empty = Self("--empty", says: "begin without leases, and with the file's machines only")
    package static let everyOption = Self(
        "--options", says: "print every field and option, and where each option of an answer comes from")
    package static let offline = Self("--offline", says: "leave out what other servers have to say to it")
    package static let sha256 = Self(
        "--sha256", "SUM|FILE", says: "the SHA-256 that the file has to have, or a list of sums")
    package static let unverified = Self("--unverified", says: "take it also if nobody vouches for it")
    package static let mirror = Self(
        "--mirror", "URL", says: "where apt fetches the package (else an installed one, else this machine's mirror)")
    package static let keyring = Self("--keyring", "FILE", says: "the keys that the mirror signs with, if not Debian's")
    package static let force = Self("--force", says: "do it also while profiles use it")
    package static let simulatedMAC = Self("--mac", "MAC", isRequired: true, says: "the machine to play")
    package static let firmware = Self(
        "--firmware", "FIRMWARE", among: SimulatedClient.Kind.allCases.map(\.rawValue),
        says: "bios, uefi, uefi-http, uefi-arm64 or ipxe (default: bios)")
    package static let simulatedInterface = Self(
        "--interface", "NAME",
        says: "the interface of this host to play it on (default: the first that DHCP is served on)")
    package static let typed = Self("--profile", "PROFILE", says: "what is typed at the menu")
    package static let installs = Self("--install", says: "fetch the preseed file, too, which begins an installation")
    package static let isOff = Self(
        "--yes", says: "do it also for a machine that is armed, or has an address: it has to be off")
    package static let live = Self("--live", says: "what came by syslog, also where the whole log has come")
    package static let output = Self(
        "--output", "FILE", says: "where it is written, as .tar.gz (default: amorce-NAME.tar.gz here)")
    package static let goal = Self(
        "--for", "STEP", among: BootStep.allCases.map(\.rawValue),
        says: "installed, running, or any other step of a timeline (default: installed)")
    package static let timeout = Self("--timeout", "DURATION", says: "how long to wait at the most (default: 1h)")
    package static let quiet = Self("--quiet", says: "print nothing of what comes")
    package static let loader = Self(
        "--loader", "LOADER", among: MenuLoader.allCases.map(\.rawValue), says: "of a menu: pxelinux, grub or ipxe")
}

/// A word of a command line that stands in its own place.
package struct Argument: Hashable, Sendable {
    package let name: String
    package let count: Count

    /// How many words stand in the argument's place: one, or any number.
    package enum Count: Hashable, Sendable { case one, any }

    private init(_ name: String, _ count: Count = .one) {
        self.name = name
        self.count = count
    }

    /// As it is written in a usage line.
    package var form: String { count == .one ? name : "[\(name)…]" }

    package static let machine = Self("NAME|MAC")
    package static let mac = Self("MAC")
    package static let newName = Self("NEW-NAME")
    package static let assignment = Self("VARIABLE=VALUE", .any)
    package static let variable = Self("VARIABLE", .any)
    package static let profile = Self("PROFILE")
    package static let someProfile = Self("PROFILE", .any)
    package static let lease = Self("ADDRESS|NAME|MAC")
    package static let leasedAddress = Self("ADDRESS")
    package static let file = Self("FILE")
    package static let moreFiles = Self("FILE", .any)
    package static let machineFile = Self("FILE|FOLDER|-")
    package static let moreMachineFiles = Self("FILE|FOLDER", .any)
    package static let capture = Self("CAPTURE")
    package static let imageSource = Self("SOURCE")
    package static let release = Self("RELEASE")
    package static let someRelease = Self("RELEASE ARCHITECTURE", .any)
    package static let architecture = Self("ARCHITECTURE", .any)
    package static let shell = Self("SHELL")
    package static let command = Self("COMMAND", .any)
    package static let someWords = Self("WORD", .any)
}
