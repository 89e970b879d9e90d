import Decisions
import Inventory
import LinuxIO
import MicroHTTP
import NetTypes
import Settings

/// Whether what a valid configuration points to is there: folders, loaders, images, and templates that render for each
/// profile. What `amorce check` adds to the reading of the file.
package struct Inspection {
    /// What is wrong and what to do, a line each.
    package let mistakes: [String]
    /// What is worth knowing, and keeps nobody from starting, a line each.
    package let remarks: [String]

    package init(_ configuration: Configuration) {
        var mistakes: [String] = []
        let note = { (what: String) in mistakes.append("\(configuration.file): \(what)") }
        do {
            try Inspection.readPages(configuration, note)
        } catch let errors as SettingsErrors {
            note("secrets: \(errors)")
        } catch {
            note("content: \(error); it holds pxe/, preseed/ and postinstall/: name the folder where amorce's are")
        }
        // What is wrong with the secrets themselves is said above.
        let secrets = configuration.secrets.flatMap { try? Secrets.open($0) } ?? Secrets()
        do throws(SettingsErrors) {
            _ = try NamePlan(configuration.dns)
        } catch {
            note("dns: \(error)")
        }
        do {
            _ = try Webhook.all(of: configuration, secrets)
        } catch {
            note("webhooks: \(error)")
        }
        do throws(SettingsErrors) {
            if let tls = configuration.http.tls { _ = try TLSIdentity.load(tls) }
        } catch {
            note("http.tls: \(error)")
        }
        var remarks =
            Inspection.missingInterfaces(configuration) + Inspection.placeholders(configuration)
            + Inspection.openPasswords(secrets)
        do throws(SystemError) {
            let images = try ImageInspection(configuration)
            images.mistakes.forEach(note)
            remarks += images.remarks
        } catch {
            note("tftp.root: \(error); make this folder, or leave the key out if all boot files are in images")
        }
        self.mistakes = mistakes
        self.remarks = remarks.map { "\(configuration.file): \($0)" }
    }

    /// An interface may come up after the daemon, which waits for it; or its name is misspelt.
    private static func missingInterfaces(_ configuration: Configuration) -> [String] {
        configuration.dhcp.interfaces.filter { (try? Interface(named: $0)) == nil }.map {
            "dhcp.interfaces: this host has no \($0) now; amorce waits for it, so see that it is spelt right"
        }
    }

    /// Secrets that stand for the hash of a password and are none: what they say would be written to /etc/shadow, where
    /// nobody could log in with it, and some could read it.
    private static func openPasswords(_ secrets: Secrets) -> [String] {
        let isHash = { (value: String) in ["$", "!", "*"].contains { value.hasPrefix($0) } }
        return secrets.values.filter { $0.key.hasSuffix("password-hash") && !isHash($0.value) }.keys.sorted().map {
            "secrets: \($0) is no hash of crypt(3), which begins with $; write what mkpasswd makes of the password"
        }
    }

    /// What the shipped files say in place of what nobody but an admin knows.
    private static func placeholders(_ configuration: Configuration) -> [String] {
        let profile = try? ProfileCatalog(configuration).profile(configuration.boot.defaultProfile)
        guard let host = profile?.variables["mirror-host"], host.hasSuffix(".example.org") else { return [] }
        return ["variables.mirror-host: \(host) is an example; name the Debian mirror that machines install from"]
    }

    /// Every page of every profile, for a machine that does not exist.
    private static func readPages(_ configuration: Configuration, _ note: (String) -> Void) throws {
        let catalog = try ProfileCatalog(configuration)
        let secrets = try configuration.secrets.map { try Secrets.open($0) } ?? Secrets()
        let pages = PageRenderer(catalog: catalog, boot: configuration.boot, secrets: secrets)
        let profiles = try catalog.names()
        if !profiles.contains(configuration.boot.defaultProfile) {
            note(
                "boot.default-profile: there is no preseed/\(configuration.boot.defaultProfile).cfg in "
                    + "\(configuration.content); write it, or name one of \(profiles.map(\.text).joined(separator: ", "))"
            )
        }
        let named = configuration.machines.compactMap(\.profile) + configuration.profiles.keys
        for profile in Set(named).subtracting(profiles).sorted() {
            do throws(CatalogError) {
                _ = try catalog.profile(profile)
            } catch .noProfile {
                note(
                    "profiles: \(profile) is used, and there is no preseed/\(profile).cfg in \(configuration.content)")
            } catch {
                note("profiles: \(error)")
            }
        }
        guard let subject = example(configuration) else { return }
        // One mistake is told once, however many pages it is on.
        var told: Set<String> = []
        func look(_ page: () throws(PageError) -> String) {
            do throws(PageError) {
                _ = try page()
            } catch {
                if told.insert("\(error)").inserted { note("\(error)") }
            }
        }
        for profile in profiles {
            look { () throws(PageError) in try pages.preseed(profile, for: subject) }
            look { () throws(PageError) in try pages.postInstall(profile, for: subject) }
            for loader in MenuLoader.allCases {
                let decisions: [MenuDecision] = [
                    .install(profile), .prompt(default: profile), .localBoot(.state(.installed)),
                ]
                for decision in decisions {
                    look { () throws(PageError) in try pages.menu(loader, decision, for: subject) }
                }
            }
        }
    }

    /// A machine to write pages for, with a token that opens nothing; one that does not exist where none is named.
    static func example(
        _ configuration: Configuration, machine: Machine? = nil, at known: IPv4Address? = nil
    ) -> PageRenderer.Subject? {
        let served = configuration.dhcp.subnets.map { ServedNetwork(address: $0.prefix.hosts.first, subnet: $0) }
        let networks = Networks(served, http: configuration.http, boot: configuration.boot)
        let address = known ?? served.first?.subnet.pools.first?.first
        guard let mac = MACAddress(number: 0x5254_0000_0001) else { return nil }
        return PageRenderer.Subject(
            machine: machine ?? Machine(mac: mac, state: .armed), address: address,
            network: networks.network(of: address),
            token: String(repeating: "0", count: 32))
    }
}
