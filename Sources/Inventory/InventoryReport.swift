import NetTypes

/// The folder that is followed, and where it and the store disagree: the answer of `GET /api/v1/inventory`.
package struct InventoryReport: Hashable, Sendable, Codable {
    /// `nil` where none is followed.
    package let folder: String?
    /// How many files of it hold machines.
    package let files: Int
    package let machines: Int
    /// When it was read last.
    package let read: Timestamp?
    package let drift: [InventoryDrift]

    package init(
        folder: String? = nil, files: Int = 0, machines: Int = 0, read: Timestamp? = nil, drift: [InventoryDrift] = []
    ) {
        self.folder = folder
        self.files = files
        self.machines = machines
        self.read = read
        self.drift = drift
    }
}

/// One machine about which the folder and the store disagree.
package struct InventoryDrift: Hashable, Sendable, Codable {
    package let kind: Kind
    package let mac: MACAddress
    /// What it is called in the store, or else in the folder.
    package let name: HostName?
    /// Where the folder has it; `nil` where it does not.
    package let place: String?
    /// What more there is to say: both names, or whose network card it is.
    package let detail: String?

    package init(
        _ kind: Kind, mac: MACAddress, name: HostName?, place: String? = nil, detail: String? = nil
    ) {
        self.kind = kind
        self.mac = mac
        self.name = name
        self.place = place
        self.detail = detail
    }

    /// How the two disagree.
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// In the folder, and was never heard.
        case neverBooted = "never-booted"
        /// Heard, and in no file.
        case inNoFile = "in-no-file"
        /// The folder has it with another network card than it was heard with.
        case otherCard = "other-card"
        /// The folder says something else of it than the store.
        case differs
    }
}
