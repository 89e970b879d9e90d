import Decisions
import HTTPWire
import Inventory
import NetTypes
import Settings

extension MachineDesk {
    /// What a machine is installed with, and where each field comes from: what it is first, then its variables, then the
    /// names of the secrets.
    func origins(_ id: String) throws -> [FieldOrigin] {
        let machine = try find(id)
        let subject = subject(machine)
        let profile = machine.profile ?? provisioning.boot.defaultProfile
        let said = machine.origin == .configuration ? "configuration" : "store"

        let name = FieldOrigin(
            "name", from: machine.name == nil ? "dhcp.provisional-name" : said, machine.hostName.text)
        let chosen = FieldOrigin(
            "profile", from: machine.profile == nil ? "boot.default-profile" : said, profile.text)
        let release = provisioning.catalog.releaseOrigin(of: profile).map {
            FieldOrigin("release", from: "profile \($0.profile)", $0.release.description)
        }
        let address = FieldOrigin(
            "address", from: machine.address == nil ? "lease" : said, subject.address?.description)
        return [name, chosen, release ?? FieldOrigin("release", from: "default image", nil), address]
            + (try variables(of: profile, for: subject))
            + provisioning.pages.secretNames.map {
                FieldOrigin("secret.\($0)", from: "secrets", nil)
            }
    }

    private func variables(
        of profile: ProfileName, for subject: PageRenderer.Subject
    ) throws(Problem) -> [FieldOrigin] {
        do throws(PageError) {
            return try provisioning.pages.variables(of: profile, for: subject).all.map {
                FieldOrigin($0.name, from: "\($0.placed.level)", provisioning.pages.withoutSecrets(in: $0.placed.value))
            }
        } catch {
            throw Problem(.unprocessable, "\(error)")
        }
    }
}
