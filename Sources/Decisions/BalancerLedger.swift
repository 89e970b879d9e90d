import Inventory
import NetTypes

/// What the store keeps of a backend: before steps are taken, and after the state was read back.
package enum BalancerLedger {
    /// A row that changes, and the word for the machine's timeline; `nil` where it has nothing new.
    package struct Entry: Hashable, Sendable {
        package let row: BalancedServer
        /// Whether the row goes.
        package let isEnd: Bool
        package let action: String?

        package init(row: BalancedServer, isEnd: Bool = false, action: String? = nil) {
            self.row = row
            self.isEnd = isEnd
            self.action = action
        }
    }

    /// The rows that have to be on disk before the first step: who adds a server must know that it is its own.
    package static func intents(_ facts: BalancerFacts, at place: BalancerPlace) -> [BalancedServer] {
        let kept = rows(facts)
        let seen = servers(facts)
        return facts.wishes.filter { $0.standing == .ready }.compactMap { wish in
            let server = seen[wish.name.text]
            guard var row = kept[wish.name] else {
                guard server.map({ facts.listed.contains($0.name) }) ?? true else { return nil }
                return BalancedServer(
                    place: place, name: wish.name, mac: wish.mac, words: wish.words, file: wish.file)
            }
            guard server == nil || row.words != wish.words else { return nil }
            switch row.state {
            case .wanted, .lost: return nil
            case .ready: row.state = .lost
            case .drained: row.state = server == nil ? .wanted : .drained
            }
            return row == kept[wish.name] ? nil : row
        }
    }

    /// What has become of each server.
    package static func outcomes(_ facts: BalancerFacts) -> [Entry] {
        let kept = rows(facts)
        let seen = servers(facts)
        let wishes = Dictionary(facts.wishes.map { ($0.name, $0) }) { first, _ in first }
        return kept.values.sorted { $0.name < $1.name }.compactMap { row in
            let server = seen[row.name.text]
            guard let wish = wishes[row.name] else {
                guard server == nil else { return nil }
                return Entry(row: row, isEnd: true, action: row.state == .wanted ? nil : "removed")
            }
            switch wish.standing {
            case .ready: return server.flatMap { ready(row, wish, $0) }
            case .drained, .maintenance:
                guard server.map({ $0.isDrained || $0.isInMaintenance }) ?? true, row.state != .drained else {
                    return nil
                }
                if row.state == .wanted { return server == nil ? Entry(row: row, isEnd: true) : nil }
                var row = row
                row.state = .drained
                return Entry(row: row, action: "drained")
            }
        }
    }

    private static func ready(_ row: BalancedServer, _ wish: BalancerWish, _ server: SeenServer) -> Entry? {
        let isServing = !server.isInMaintenance && !server.isDrained
        // Health was asked for once: what a person turns off later stays off.
        guard row.state == .ready || isServing && (server.isChecked || !wish.isChecked) else { return nil }
        var latest = row
        latest.state = .ready
        latest.mac = wish.mac
        latest.file = wish.file
        // With other words it was not added yet.
        if row.state != .ready { latest.words = wish.words }
        guard latest != row else { return nil }
        let isNews = row.state == .wanted || row.state == .drained || row.mac != wish.mac
        return Entry(row: latest, action: isNews ? "added" : nil)
    }

    private static func rows(_ facts: BalancerFacts) -> [HostName: BalancedServer] {
        Dictionary(facts.kept.map { ($0.name, $0) }) { first, _ in first }
    }

    private static func servers(_ facts: BalancerFacts) -> [String: SeenServer] {
        Dictionary(facts.seen.map { ($0.name.lowercased(), $0) }) { first, _ in first }
    }
}
