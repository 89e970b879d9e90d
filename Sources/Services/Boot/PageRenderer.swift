import Decisions
import Inventory
import NetTypes
import Settings
import Templates

/// Writes the pages of one machine: menus, preseed files, post-install scripts. Every page is a template of the content
/// folder; what the templates may use stands here.
package struct PageRenderer: Sendable {
    private let catalog: ProfileCatalog
    private let boot: Configuration.Boot
    private let secrets: Secrets
    private let syslog: SyslogTarget?

    /// - Parameter syslog: where installers send what they log; `nil` where nobody listens.
    package init(
        catalog: ProfileCatalog, boot: Configuration.Boot, secrets: Secrets, syslog: SyslogTarget? = nil
    ) {
        self.catalog = catalog
        self.boot = boot
        self.secrets = secrets
        self.syslog = syslog
    }

    /// Writes the same pages with each secret's name in its place, for people to read.
    package var withoutSecrets: PageRenderer {
        let names = secrets.values.keys.map { ($0, "(secret \($0))") }
        return PageRenderer(
            catalog: catalog, boot: boot, secrets: Secrets(Dictionary(uniqueKeysWithValues: names)), syslog: syslog)
    }

    /// What there is in `{{secret.NAME}}`.
    package var secretNames: [String] { secrets.values.keys.sorted() }

    /// A text with each secret's name in the place of what it says.
    package func withoutSecrets(in text: String) -> String {
        String(decoding: withoutSecrets(in: Array(text.utf8)), as: UTF8.self)
    }

    /// The same for what somebody sent, whatever its encoding is.
    package func withoutSecrets(in bytes: [UInt8]) -> [UInt8] { SecretRedaction(of: secrets.values).apply(to: bytes) }

    /// Who a page is for, and what it points to.
    package struct Subject: Sendable {
        package let machine: Machine
        package let address: IPv4Address?
        package let network: Networks.Network
        package let token: String

        package init(machine: Machine, address: IPv4Address?, network: Networks.Network, token: String) {
            self.machine = machine
            self.address = address
            self.network = network
            self.token = token
        }

        /// The domain of its network; empty where there is none.
        var domain: String { network.subnet?.domain?.text ?? "" }
        /// Its name with its domain.
        var fullName: String {
            domain.isEmpty ? machine.hostName.text : "\(machine.hostName).\(domain)"
        }
        /// Who it is, a line for each fact: for scripts of the installed system, and of its clones.
        var identity: String { "name=\(machine.hostName)\nfqdn=\(fullName)\ndomain=\(domain)\n" }

        var buildURL: String { "\(network.url)/build/\(token)" }
    }

    // MARK: Menus

    /// A menu in the language of one loader, from one description of the machine's choices.
    package func menu(_ loader: MenuLoader, _ decision: MenuDecision, for subject: Subject) throws(PageError) -> String
    {
        var values = common(subject)
        let timeout: Interval
        switch decision {
        case .install(let profile):
            timeout = boot.assignedTimeout
            values["assigned"] = true
            values["reason"] = .text("profile \(profile) is assigned")
            values["default"] = .text(profile.text)
            values["choices"] = .list([try choice(profile, key: 1, default: profile, subject)])
        case .prompt(let preferred):
            timeout = boot.promptTimeout
            values["reason"] = "no profile is assigned"
            values["default"] = .text(preferred.text)
            var choices: [TemplateValue] = []
            for (place, profile) in try names().enumerated() {
                choices.append(try choice(profile, key: place + 1, default: preferred, subject))
            }
            values["choices"] = .list(choices)
        case .localBoot(let reason):
            timeout = .seconds(0)
            values["local-boot"] = true
            values["reason"] = .text("\(reason)")
        }
        values["image"] = .text(Architecture.amd64.folder)
        values["timeout"] = .text("\(timeout.seconds)")
        values["timeout-deciseconds"] = .text("\(timeout.milliseconds / 100)")
        values["timeout-milliseconds"] = .text("\(timeout.milliseconds)")
        return try render("pxe/\(loader.file)", folder: "pxe", .object(values))
    }

    private func choice(
        _ name: ProfileName, key: Int, default preferred: ProfileName, _ subject: Subject
    ) throws(PageError) -> TemplateValue {
        let profile = try profile(name)
        let parameters = KernelParameters(
            preseed: "\(subject.buildURL)/\(name)/preseed.cfg", consoles: boot.console,
            syslog: syslog.map { (host: $0.address ?? subject.network.address, port: $0.port) },
            extra: try variables(of: name, for: subject)["kernel-parameters"]?.value ?? "")
        if let excess = parameters.excess { throw .kernelParameters(name, excess) }
        return [
            "name": .text(name.text), "description": .text(unquotable(profile.description)), "key": .text("\(key)"),
            "kernel": .text(BootPath.kernelPath(of: name)), "initrd": .text(BootPath.initrdPath(of: name)),
            "parameters": .text(parameters.text), "is-default": .flag(name == preferred),
        ]
    }

    // MARK: Preseed and post-install

    /// The answers to the installer's questions: `preseed/PROFILE.cfg`, filled in.
    package func preseed(_ profile: ProfileName, for subject: Subject) throws(PageError) -> String {
        try page(.preseed, profile, subject)
    }

    /// What runs in the installed system: `postinstall/PROFILE.sh`, filled in.
    package func postInstall(_ profile: ProfileName, for subject: Subject) throws(PageError) -> String {
        try page(.postinstall, profile, subject)
    }

    /// The variables of a machine as a profile, and where each comes from.
    package func variables(of name: ProfileName, for subject: Subject) throws(PageError) -> VariableStack {
        do throws(CatalogError) {
            return try catalog.variables(
                of: name, in: subject.network.subnet?.prefix, for: subject.machine)
        } catch {
            throw .catalog(error)
        }
    }

    /// A profile's page line by line, each with its place in the templates.
    func lines(of page: ProfilePage, _ name: ProfileName, for subject: Subject) throws(PageError) -> [TracedLine] {
        let (path, values) = try values(of: page, name, subject)
        let template: Result<Template, TemplateError>
        do throws(CatalogError) {
            template = try catalog.template(path, folder: page.folder, isTraced: true)
        } catch {
            throw .catalog(error)
        }
        do throws(TemplateError) { return try template.get().renderLines(values) } catch { throw .template(error) }
    }

    private func page(_ page: ProfilePage, _ name: ProfileName, _ subject: Subject) throws(PageError) -> String {
        let (path, values) = try values(of: page, name, subject)
        return try render(path, folder: page.folder, values)
    }

    /// The file that a page is made of, and what its templates are given.
    private func values(
        of page: ProfilePage, _ name: ProfileName, _ subject: Subject
    ) throws(PageError) -> (path: String, values: TemplateValue) {
        let profile = try profile(name)
        var values: [String: TemplateValue] = try variables(of: name, for: subject).values.mapValues { .text($0) }
        values.merge(common(subject)) { $1 }
        values["profile"] = ["name": .text(name.text), "description": .text(profile.description)]
        values["build"] = [
            "url": .text("\(subject.buildURL)/\(name)"), "report": .text("\(subject.buildURL)/report"),
        ]
        values["secret"] = .object(secrets.values.mapValues { .text($0) })
        let path: String
        do throws(CatalogError) { path = try catalog.path(page, of: name) } catch { throw .catalog(error) }
        return (path, .object(values))
    }

    // MARK: What all pages share

    private func common(_ subject: Subject) -> [String: TemplateValue] {
        let machine = subject.machine
        return [
            "machine": [
                "mac": .text(machine.mac.description), "name": .text(machine.hostName.text),
                "domain": .text(subject.domain),
                "fqdn": .text(subject.fullName),
                "address": .text(subject.address?.description ?? ""), "state": .text(machine.state.rawValue),
            ],
            "server": [
                "address": .text(subject.network.address.description), "url": .text(subject.network.url),
                "grub": .text(grubPath(of: subject.network.url)),
            ],
            "assigned": false, "local-boot": false,
        ]
    }

    private func names() throws(PageError) -> [ProfileName] {
        do { return try catalog.names() } catch { throw .catalog(error) }
    }

    private func profile(_ name: ProfileName) throws(PageError) -> Profile {
        do { return try catalog.profile(name) } catch { throw .catalog(error) }
    }

    private func render(_ path: String, folder: String, _ values: TemplateValue) throws(PageError) -> String {
        let template: Result<Template, TemplateError>
        do { template = try catalog.template(path, folder: folder) } catch { throw .catalog(error) }
        do throws(TemplateError) { return try template.get().render(values) } catch { throw .template(error) }
    }
}

/// Without what would end a quoted text in a loader's script.
private func unquotable(_ text: String) -> String { text.filter { !"\"'$\\\n\r{}".contains($0) } }

extension MenuLoader {
    /// Its template, below `pxe/`.
    package var file: String {
        switch self {
        case .pxelinux: "pxelinux.cfg"
        case .grub: "grub.cfg"
        case .ipxe: "boot.ipxe"
        }
    }
}

/// Why a page cannot be written.
package enum PageError: Error, Sendable {
    case catalog(CatalogError)
    case template(TemplateError)
    case kernelParameters(ProfileName, String)
}

extension PageError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .catalog(let error): "\(error)"
        case .template(let error): "\(error)"
        case .kernelParameters(let profile, let excess):
            "profile \(profile): the kernel command line has \(excess); shorten the variable kernel-parameters"
        }
    }
}
