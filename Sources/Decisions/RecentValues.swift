/// What was put in of late, by key, bounded in number: the older half is forgotten when there is too much of it.
package struct RecentValues<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]
    private let capacity: Int

    /// - Parameter capacity: how many values are kept at the most.
    package init(capacity: Int) { self.capacity = max(2, capacity) }

    var count: Int { young.count + old.count }

    /// The value of a key; setting it makes it the youngest.
    package subscript(key: Key) -> Value? {
        get { young[key] ?? old[key] }
        set {
            old[key] = nil
            young[key] = newValue
            if young.count >= capacity / 2 { (old, young) = (young, [:]) }
        }
    }
}
