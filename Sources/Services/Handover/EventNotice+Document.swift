import FoundationEssentials
import Inventory

extension EventNotice {
    /// What hooks read and webhooks are sent: one JSON document, the same bytes each time.
    func document() -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map(Array.init) ?? []
    }
}
