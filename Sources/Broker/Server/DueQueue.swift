import Core

/// Holds what is to happen later; gives it back in the order of its time, equal times in order of arrival.
///
/// A binary heap. Bounded by whoever fills it.
struct DueQueue<Element> {
    private struct Entry {
        var due: Instant
        var sequence: UInt64
        var element: Element
    }

    private var heap: [Entry] = []
    private var nextSequence: UInt64 = 0

    var count: Int { heap.count }
    var isEmpty: Bool { heap.isEmpty }
    /// When the first element is due; `never` when there is none.
    var nextDue: Instant { heap.isEmpty ? .never : heap[0].due }
    var elements: [Element] { heap.map(\.element) }

    mutating func insert(_ element: Element, due: Instant) {
        heap.append(Entry(due: due, sequence: nextSequence, element: element))
        nextSequence += 1
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard precedes(child, parent) else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Removes the first element due at or before `now`.
    mutating func pop(until now: Instant) -> (element: Element, due: Instant)? {
        guard nextDue <= now, let first = heap.first else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return (first.element, first.due)
    }

    mutating func removeAll() { heap.removeAll(keepingCapacity: true) }

    private mutating func sink() {
        var parent = 0
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if precedes(child, smallest) { smallest = child }
            }
            if smallest == parent { return }
            heap.swapAt(parent, smallest)
            parent = smallest
        }
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
        (heap[left].due, heap[left].sequence) < (heap[right].due, heap[right].sequence)
    }
}
