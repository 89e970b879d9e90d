/// Names a timer of an event loop, to cancel it.
package struct TimerID: Hashable, Sendable {
    fileprivate let number: UInt64
}

/// Timers in the order in which they go off: a binary heap of times, with the actions beside it.
struct TimerQueue {
    private var heap: [(due: Int64, id: UInt64)] = []
    private var actions: [UInt64: () -> Void] = [:]
    private var lastID: UInt64 = 0

    /// When the next one goes off, in milliseconds of the monotonic clock. A cancelled one may still be counted.
    var nextDue: Int64? { heap.first?.due }

    mutating func add(at due: Int64, _ action: @escaping () -> Void) -> TimerID {
        lastID += 1
        actions[lastID] = action
        heap.append((due, lastID))
        siftUp(heap.count - 1)
        return TimerID(number: lastID)
    }

    mutating func cancel(_ timer: TimerID) { actions[timer.number] = nil }

    /// The action of the first timer that is due; `nil` when none is.
    mutating func takeDue(at now: Int64) -> (() -> Void)? {
        while let first = heap.first, first.due <= now {
            removeFirst()
            if let action = actions.removeValue(forKey: first.id) { return action }
        }
        return nil
    }

    private mutating func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && precedes(child, least) {
                least = child
            }
            guard least != parent else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }

    private mutating func siftUp(_ index: Int) {
        var child = index
        while child > 0, precedes(child, (child - 1) / 2) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
        (heap[left].due, heap[left].id) < (heap[right].due, heap[right].id)
    }
}
