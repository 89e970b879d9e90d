import Images
import LinuxIO
import MicroHTTP
import Settings

/// What a configuration points to, opened: the content folder, the boot files, the secrets, the keys.
package struct ServedFiles: Sendable {
    package let catalog: ProfileCatalog
    package let secrets: Secrets
    /// Boot files that are in no image; `nil` where there are none.
    package let root: RootDirectory?
    package let images: ImageLibrary
    package let names: NamePlan
    /// Where events are posted, with the keys.
    package let webhooks: [Webhook]
    /// What HTTPS is served with, if it is.
    package let identity: TLSIdentity?

    package init(
        catalog: ProfileCatalog, secrets: Secrets, root: RootDirectory?, images: ImageLibrary, names: NamePlan,
        webhooks: [Webhook] = [], identity: TLSIdentity? = nil
    ) {
        self.catalog = catalog
        self.secrets = secrets
        self.root = root
        self.images = images
        self.names = names
        self.webhooks = webhooks
        self.identity = identity
    }

    /// Throws what says which key of the file to change.
    package init(_ configuration: Configuration) throws {
        catalog = try DaemonError.Part.content.opening { () throws(SystemError) in try ProfileCatalog(configuration) }
        secrets = try configuration.secrets.map { try Secrets.open($0) } ?? Secrets()
        root = try DaemonError.Part.bootFiles.opening { () throws(SystemError) in
            try RootDirectory(bootFiles: configuration.tftp)
        }
        images = ImageLibrary(ImageShelf(data: configuration.data))
        names = try NamePlan(configuration.dns)
        webhooks = try Webhook.all(of: configuration, secrets)
        identity = try configuration.http.tls.map { try TLSIdentity.load($0) }
    }
}

extension RootDirectory {
    /// The folder of boot files that are in no image; `nil` where there is none, and the file names none.
    convenience init?(bootFiles tftp: Configuration.TFTP) throws(SystemError) {
        do throws(SystemError) {
            try self.init(tftp.root)
        } catch {
            guard !tftp.isRootNamed, error.isNotFound else { throw error }
            return nil
        }
    }
}
