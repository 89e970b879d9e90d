import Decisions
import Inventory
import Settings
import Store

/// All that is served by: one reading of the configuration, the files that it points to, and how the interfaces stand.
/// It never changes. A reload, and an interface that comes or goes, put another one in its place.
package final class ServingPlan: Sendable {
    package let configuration: Configuration
    let files: ServedFiles
    /// How each interface of the configuration stands.
    let links: [LinkState]
    /// Where machines were seen that another server lends addresses to.
    let sightings: Sightings
    /// What was heard of machines and is in no timeline.
    package let hearings: Hearings
    /// Where installers send what they log; `nil` where nobody listens.
    let syslog: SyslogTarget?
    package let networks: Networks
    package let pages: PageRenderer
    package let provisioning: Provisioning
    package let content: BootContent
    package let installs: InstallDesk
    package let desk: MachineDesk

    /// - Parameter tenants: who is at an address; if nothing is said, whoever leases it or is seen there, by the mode.
    package init(
        _ configuration: Configuration, files: ServedFiles, links: [LinkState], sightings: Sightings = Sightings(),
        hearings: Hearings = Hearings(),
        syslog: SyslogTarget? = nil, tenants: Tenants? = nil, store: Store, log: Log
    ) {
        self.configuration = configuration
        self.files = files
        self.links = links
        self.sightings = sightings
        self.hearings = hearings
        self.syslog = syslog
        networks = Networks(links: links.compactMap(\.network), configuration)
        pages = PageRenderer(
            catalog: files.catalog, boot: configuration.boot, secrets: files.secrets, syslog: syslog)
        provisioning = Provisioning(
            store: store, catalog: files.catalog, pages: pages, boot: configuration.boot,
            unknownMachines: configuration.dhcp.unknownMachines, policy: InstallPolicy(configuration),
            networks: networks,
            tenants: tenants ?? Tenants(configuration.dhcp, links, sightings), log: log)
        let logs = InstallLogs(data: configuration.data)
        content = BootContent(provisioning, images: files.images, root: files.root)
        installs = InstallDesk(provisioning, logs: logs)
        desk = MachineDesk(provisioning, hearings: hearings, logs: logs)
    }

    /// The same, with the interfaces as they stand now.
    func with(_ links: [LinkState]) -> ServingPlan {
        ServingPlan(
            configuration, files: files, links: links, sightings: sightings, hearings: hearings,
            syslog: syslog, store: provisioning.store, log: provisioning.log)
    }
}
