import Inventory
import NetTypes
import OtherServers
import XML

extension MachineReading {
    /// libvirt's domains: one document, or several after each other.
    init(domainsOf bytes: [UInt8], file: String) {
        self.init()
        let documents = XMLDocuments(bytes)
        for root in documents.roots { add(root, file) }
        if let error = documents.error {
            mistakes.append(FileMistake(Place(file, error.line), fact: error.problem.fact, cure: error.problem.cure))
        }
    }

    private mutating func add(_ root: XMLElement, _ file: String) {
        // What libvirt keeps of a running domain holds the domain.
        let domain = root.name == "domainstatus" ? root.child("domain") : root
        guard let domain, domain.name == "domain" else {
            return remarks.append(
                FileMistake(
                    Place(file, root.line), fact: "<\(shown(root.name))> is no domain",
                    cure: "it is passed over; a machine's XML starts with <domain>"))
        }
        let read = DomainReading(domain, file: file)
        mistakes += read.mistakes
        remarks += read.remarks
        if let machine = read.machine { machines.append(machine) }
    }
}

/// One domain, read (libvirt's formatdomain).
private struct DomainReading {
    private(set) var machine: WantedMachine?
    private(set) var mistakes: [FileMistake] = []
    private(set) var remarks: [FileMistake] = []

    init(_ domain: XMLElement, file: String) {
        var words = MachineWords()
        for element in domain.children("title") + domain.children("description") {
            words.read(element.text, at: Place(file, element.line))
        }
        for element in domain.children("metadata") { read(metadata: element, file, &words) }
        mistakes += words.mistakes

        let title = domain.child("name")
        let name = name(in: title, Place(file, title?.line ?? domain.line), words)
        let cards = cards(of: domain, file)
        guard mistakes.isEmpty, let name else { return }
        guard let boot = NetworkCard.booting(of: cards) else {
            remarks.append(
                FileMistake(
                    Place(file, domain.line), fact: "\(name) has no network card with a MAC address",
                    cure: "it is passed over; libvirt gives a domain its addresses when it is defined"))
            return
        }
        machine = WantedMachine(
            place: "\(Place(file, title?.line ?? domain.line))", mac: boot.mac,
            otherMACs: cards.map(\.mac).filter { $0 != boot.mac }, name: name, profile: words.profile,
            address: words.address)
    }

    /// All texts in it are read for words, and elements of our own for attributes: `<amorce:machine profile="api"/>`.
    private func read(metadata element: XMLElement, _ file: String, _ words: inout MachineWords) {
        words.read(element.text, at: Place(file, element.line))
        if element.name.hasPrefix("amorce:") {
            for (key, value) in element.attributes.sorted(by: { $0.key < $1.key }) {
                words.set(key, value, at: Place(file, element.line))
            }
        }
        for child in element.children { read(metadata: child, file, &words) }
    }

    /// A name that the words give stands in for libvirt's, which allows more than DNS does.
    private mutating func name(in element: XMLElement?, _ place: Place, _ words: MachineWords) -> HostName? {
        if let name = words.name { return name }
        let text = element?.text.trimmedBlanks ?? ""
        if let name = HostName(text) { return name }
        guard !words.mistakes.contains(where: { $0.fact.hasPrefix("name=") }) else { return nil }
        mistakes.append(
            FileMistake(
                place, fact: text.isEmpty ? "the domain has no name" : "\(shown(text)) is no host name",
                cure: "rename the domain, or write name=NAME in its description: letters, digits and hyphens"))
        return nil
    }

    private mutating func cards(of domain: XMLElement, _ file: String) -> [NetworkCard] {
        var cards: [NetworkCard] = []
        for interface in domain.children("devices").flatMap({ $0.children("interface") }) {
            let place = Place(file, interface.line)
            guard let text = interface.child("mac")?.attributes["address"] else { continue }
            guard let mac = MACAddress(text), !mac.isGroup else {
                mistakes.append(
                    FileMistake(
                        place, fact: "\(shown(text)) is not a machine's MAC address",
                        cure: "write <mac address='52:54:00:…'/>, as amorce mac generate gives it"))
                continue
            }
            cards.append(NetworkCard(interface, mac))
        }
        return cards
    }
}

/// A network card of a domain, and whether it boots.
private struct NetworkCard {
    let mac: MACAddress
    /// Its place in the order in which devices are booted from.
    private let order: Int?
    private let canBoot: Bool

    init(_ interface: XMLElement, _ mac: MACAddress) {
        self.mac = mac
        order = interface.child("boot")?.attributes["order"].flatMap { Int($0) }
        let rom = interface.child("rom")?.attributes ?? [:]
        canBoot =
            rom["enabled"] != "no" && rom["bar"] != "off" && interface.attributes["type"] != "user"
            && interface.child("link")?.attributes["state"] != "down"
    }

    /// The one that is booted from: the first in the boot order, else the first that can boot, else the first.
    static func booting(of cards: [Self]) -> Self? {
        cards.filter { $0.order != nil }.min { ($0.order ?? 0) < ($1.order ?? 0) }
            ?? cards.first { $0.canBoot } ?? cards.first
    }
}

extension String {
    /// Without blanks and line ends around it.
    var trimmedBlanks: String {
        let start = drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}
