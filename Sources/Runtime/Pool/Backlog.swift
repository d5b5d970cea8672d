import Core

/// What waits for a worker whose ring is full: in order, bounded, ticks conflated.
///
/// The ring's overflow policy. Trade events are never dropped. A tick is merged into the waiting tick of its
/// symbol (last price, high and low of both, `skipped` added up) unless anything else of its account came
/// between them, so that nothing that could trigger a rule is lost and nothing overtakes. A tick that is
/// earlier in market time than the waiting one is not merged: it moves the price but no peak. One that no
/// shard would use is left out. All of it is counted.
///
/// Bound: `limit` messages; beyond it the worker is as good as lost. Owner: the bridge thread.
struct Backlog {
    enum Outcome: Hashable {
        case taken
        /// It is full: the worker must be replaced, which makes all that waited here worthless.
        case overflowed
    }

    private struct Key: Hashable {
        var account: UInt16
        var symbol: SymbolID
    }

    let limit: Int
    /// Ticks merged into others, and ticks left out as unusable.
    private(set) var conflated: UInt64 = 0
    private(set) var leftOut: UInt64 = 0
    private var waiting: [WorkerMessage] = []
    /// Where the oldest lies; what is before it has been handed over.
    private var first = 0
    /// Where the tick of a symbol lies that another may still be merged into.
    private var open: [Key: Int] = [:]

    init(limit: Int) { self.limit = limit }

    var count: Int { waiting.count - first }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ message: WorkerMessage) -> Outcome {
        if case .step(.tick(let tick)) = message.content {
            guard Quote.refusal(of: tick) == nil else {
                leftOut &+= 1
                return .taken
            }
            let key = Key(account: message.account, symbol: tick.symbol)
            if let place = open[key], case .step(.tick(let earlier)) = waiting[place].content,
                tick.time >= earlier.time
            {
                waiting[place].content = .step(.tick(earlier.merged(with: tick)))
                waiting[place].now = message.now
                conflated &+= 1
                return .taken
            }
            guard count < limit else { return .overflowed }
            open[key] = waiting.count
        } else {
            guard count < limit else { return .overflowed }
            open = open.filter { $0.key.account != message.account }
        }
        waiting.append(message)
        return .taken
    }

    /// Puts a message before all that waits. It may exceed the bound by this one.
    mutating func prepend(_ message: WorkerMessage) {
        waiting.insert(message, at: first)
        open = open.mapValues { $0 + 1 }
    }

    /// Hands messages over, oldest first, until `take` refuses one.
    mutating func drain(_ take: (WorkerMessage) -> Bool) {
        while first < waiting.count, take(waiting[first]) { first += 1 }
        if first == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            open.removeAll(keepingCapacity: true)
            first = 0
        } else if first >= limit / 2 {
            waiting.removeFirst(first)
            open = open.compactMapValues { $0 >= first ? $0 - first : nil }
            first = 0
        } else {
            open = open.filter { $0.value >= first }
        }
    }
}

extension Tick {
    /// Both as one: the later one's price, the extremes of both.
    func merged(with later: Tick) -> Tick {
        var whole = later
        whole.bidHigh = max(bidHigh, later.bidHigh)
        whole.bidLow = min(bidLow, later.bidLow)
        whole.askHigh = max(askHigh, later.askHigh)
        whole.askLow = min(askLow, later.askLow)
        whole.skipped = UInt16(clamping: Int(skipped) + Int(later.skipped) + 1)
        return whole
    }
}
