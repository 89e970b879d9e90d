import Inventory
import NetTypes

extension Configuration {
    /// What a file means; `nil` where a mistake was noted, then or now.
    init?(_ shape: ConfigurationFile, noting notebook: inout SettingsNotebook) {
        shape.check(&notebook)
        let leaseTime = shape.leaseTime?.value ?? .hours(1)
        let maxLeaseTime = shape.maxLeaseTime?.value ?? .hours(24)
        let subnets = shape.subnets.compactMap {
            $0.value.checked($0.key, leaseTime: leaseTime, max: maxLeaseTime, &notebook)
        }
        let profiles = Dictionary(uniqueKeysWithValues: shape.profiles.map { ($0, $1.value.profile(named: $0)) })
        checkLines(of: shape.profiles, profiles, &notebook)
        let profileOptions = profiles.inherited(
            shape.profiles.mapValues { Settings.checked($0.value.options, &notebook) })
        let machineOptions = shape.machines.compactMap { machine in
            machine.value.mac.map { ($0.value, Settings.checked(machine.value.options, &notebook)) }
        }
        checkOverlaps(of: shape.subnets, &notebook)
        let machines = checkedMachines(of: shape, &notebook)
        let dns = shape.checkedDNS(subnets: subnets, &notebook)
        let http = shape.checkedHTTP(&notebook)
        let balancers = shape.checkedBalancers(&notebook)
        let webhooks = shape.checkedWebhooks(&notebook)
        guard notebook.mistakes.isEmpty, let data = shape.data, let control = shape.control,
            let content = shape.content, let mode = shape.mode, let authoritative = shape.authoritative,
            let probing = shape.probeBeforeOffer, let looking = shape.lookForServers,
            let unknown = shape.unknownMachines,
            let tftpEnabled = shape.tftpEnabled, let tftpListen = shape.tftpListen, let tftpRoot = shape.tftpRoot,
            let singlePort = shape.tftpSinglePort, let maxTransfers = shape.maxTransfers,
            let maxTransfersPerClient = shape.maxTransfersPerClient,
            let syslogEnabled = shape.syslogEnabled, let syslogListen = shape.syslogListen,
            let http, let defaultProfile = shape.defaultProfile,
            let promptTimeout = shape.promptTimeout, let assignedTimeout = shape.assignedTimeout,
            let armLifetime = shape.armLifetime, let maxAttempts = shape.maxAttempts
        else { return nil }

        file = notebook.file
        self.data = data.value
        self.control = control.value
        self.content = content.value
        dhcp = DHCP(
            mode: mode.value, interfaces: shape.interfaces.map(\.value), authoritative: authoritative.value,
            probesBeforeOffer: probing.value, looksForServers: looking.value, unknownMachines: unknown.value,
            provisionalName: shape.provisionalName?.value ?? .usual, subnets: subnets,
            profileOptions: profileOptions, machineOptions: Dictionary(machineOptions) { first, _ in first })
        tftp = TFTP(
            isEnabled: tftpEnabled.value, address: tftpListen.value.address, port: tftpListen.value.port,
            root: tftpRoot.value, isRootNamed: notebook.has(tftpRoot.key), isSinglePort: singlePort.value,
            maxTransfers: maxTransfers.value,
            maxTransfersPerClient: maxTransfersPerClient.value)
        syslog = Syslog(
            isEnabled: syslogEnabled.value, address: syslogListen.value.address, port: syslogListen.value.port)
        self.http = http
        self.dns = dns
        boot = Boot(
            defaultProfile: defaultProfile.value, promptTimeout: promptTimeout.value,
            assignedTimeout: assignedTimeout.value, armLifetime: armLifetime.value, maxAttempts: maxAttempts.value,
            loaders: shape.loadersOfMode.mapValues(\.value),
            console: shape.console.map(\.value))
        secrets = shape.secrets?.value
        inventory = shape.inventory?.value
        variables = shape.variables.mapValues(\.value)
        subnetVariables = shape.subnetVariables
        machineVariables = shape.machineVariables
        self.profiles = profiles
        self.balancers = balancers
        self.webhooks = webhooks
        hooks = shape.hookFolder.map { Hooks(folder: $0.value, timeout: shape.hookTimeout?.value ?? .minutes(1)) }
        self.machines = machines
    }
}

extension ConfigurationFile {
    /// What single values say together.
    fileprivate func check(_ notebook: inout SettingsNotebook) {
        if let mode, mode.value != .off, interfaces.isEmpty, !notebook.hasMistake(in: "dhcp.interfaces") {
            notebook.note("dhcp.interfaces", fact: "names no interface", cure: "write [NAME], such as [br0]")
        }
        if mode?.value == .server, subnets.isEmpty, !notebook.hasMistake(in: "dhcp.subnets") {
            notebook.note("dhcp.subnets", fact: "has no subnet", cure: "write - subnet: 10.77.0.0/24 below it")
        }
        checkProxy(&notebook)
        checkRepeats(of: interfaces, cure: "name each interface once", &notebook)
        if let leaseTime, let maxLeaseTime, leaseTime.value > maxLeaseTime.value {
            notebook.note(
                notebook.has(leaseTime.key) ? leaseTime.key : maxLeaseTime.key,
                fact: "lease-time is longer than max-lease-time",
                cure: "make max-lease-time at least as long as lease-time")
        }
        for timeout in [promptTimeout, assignedTimeout].compactMap({ $0 }) where timeout.value > .seconds(3599) {
            // pxelinux counts TIMEOUT in tenths of a second and reads no more than 35996 of them.
            notebook.note(timeout.key, fact: "is longer than pxelinux can wait", cure: "write at most 59m, or 3599s")
        }
        if console.isEmpty && !notebook.hasMistake(in: "boot.console") {
            notebook.note("boot.console", fact: "names no console", cure: "write [tty0], or leave the key out")
        }
        checkLoaders(&notebook)
        if let hookTimeout, hookFolder == nil, notebook.has(hookTimeout.key) {
            notebook.note(
                hookTimeout.key, fact: "stands without hooks.folder",
                cure: "write folder: /etc/amorce/hooks.d beside it")
        }
    }

    private func checkLoaders(_ notebook: inout SettingsNotebook) {
        for (loader, file) in loaders.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let isURL = file.value.hasPrefix("http://")
            switch loader {
            case .uefiX64HTTP, .uefiARM64HTTP:
                guard !isURL else { continue }
                notebook.note(
                    file.key, fact: "\(quoted(file.value)) is not an http URL, and this firmware takes nothing else",
                    cure: "write http://HOST/boot/FILE")
            case .bios, .uefiX64, .uefiARM64:
                guard file.value.contains("://") else { continue }
                notebook.note(
                    file.key, fact: "\(quoted(file.value)) is a URL, and this firmware fetches by TFTP",
                    cure: "write a file below tftp.root, such as pxelinux.0")
            case .ipxe: continue
            }
        }
    }
}

extension ProfileFile {
    fileprivate func profile(named name: ProfileName) -> Profile {
        Profile(
            name: name, description: description?.value ?? "", variables: variables.mapValues(\.value),
            release: release?.value, extends: extends?.value, retries: retries?.value)
    }
}

/// Notes each value that stands a second time.
func checkRepeats<Value: Hashable>(of values: [Keyed<Value>], cure: String, _ notebook: inout SettingsNotebook) {
    var first: [Value: String] = [:]
    for value in values {
        if let key = first[value.value] {
            notebook.note(value.key, fact: "\(value.value) stands at \(key) already", cure: cure)
        } else {
            first[value.value] = value.key
        }
    }
}
