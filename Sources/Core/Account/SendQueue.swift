/// Those who would be sent in one wake-up: most urgent first, and in the order in which a frame carries them.
///
/// A binary heap, since the window has room for few of many; both lists keep their storage, so that a wake-up
/// allocates nothing once the queue has been as long before. Bound: one entry a position. Owner: the account.
struct SendQueue: Sendable {
    /// A position with something that may go.
    struct Candidate: Sendable, BitwiseCopyable {
        let lane: Lane
        let symbol: SymbolID
        let risk: Money
        let ticket: Ticket
        let place: PositionTable.Place

        /// By lane, the worst risk first.
        func isMoreUrgent(than other: Candidate) -> Bool {
            if lane != other.lane { return lane < other.lane }
            if risk != other.risk { return risk > other.risk }
            return ticket < other.ticket
        }

        /// By lane, those of one symbol together.
        func goesBefore(_ other: Candidate) -> Bool {
            if lane == other.lane, symbol != other.symbol { return symbol < other.symbol }
            return isMoreUrgent(than: other)
        }
    }

    private var heap: [Candidate] = []
    /// Taken from the heap and not yet sent, in the order of the frame.
    private var batch: [Candidate] = []

    init() {}

    mutating func removeAll() {
        heap.removeAll(keepingCapacity: true)
        batch.removeAll(keepingCapacity: true)
    }

    mutating func insert(_ candidate: Candidate) {
        heap.append(candidate)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard candidate.isMoreUrgent(than: heap[parent]) else { break }
            heap[child] = heap[parent]
            child = parent
        }
        heap[child] = candidate
    }

    /// The lane of the most urgent that has not been taken.
    var nextLane: Lane? { heap.first?.lane }

    /// Moves the most urgent to the batch. Those of one symbol and lane come in order already; others are
    /// put where they belong, which a window keeps short.
    mutating func takeNext() {
        guard let next = popFirst() else { return }
        batch.append(next)
        var place = batch.count - 1
        while place > 0, next.goesBefore(batch[place - 1]) {
            batch[place] = batch[place - 1]
            place -= 1
        }
        batch[place] = next
    }

    var batchCount: Int { batch.count }

    func batched(_ number: Int) -> Candidate { batch[number] }

    mutating func clearBatch() { batch.removeAll(keepingCapacity: true) }

    private mutating func popFirst() -> Candidate? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first }
        var hole = 0
        while true {
            var child = 2 * hole + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1].isMoreUrgent(than: heap[child]) { child += 1 }
            guard heap[child].isMoreUrgent(than: last) else { break }
            heap[hole] = heap[child]
            hole = child
        }
        heap[hole] = last
        return first
    }
}

/// Coded as nothing: between two dispatches it holds nothing that counts.
extension SendQueue: Codable {
    init(from decoder: any Decoder) throws { self.init() }

    func encode(to encoder: any Encoder) throws {}
}
