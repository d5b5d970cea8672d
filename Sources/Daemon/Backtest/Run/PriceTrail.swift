import Core

/// What a price did, in bounded memory: spans of equally many quotes, each with its extremes.
///
/// When there are twice as many as asked for, neighbours are joined; no extreme is lost.
struct PriceTrail: Sendable {
    struct Span: Sendable, Equatable {
        var from: MarketTime
        var to: MarketTime
        var low: Price
        var high: Price
        var last: Price
    }

    private(set) var spans: [Span] = []
    private let most: Int
    private var quotesPerSpan = 1
    private var quotesInLast = 0

    /// - Parameter most: at least 1.
    init(most: Int) { self.most = max(most, 1) }

    mutating func add(_ price: Price, at time: MarketTime) {
        if let last = spans.indices.last, quotesInLast < quotesPerSpan {
            spans[last].to = time
            spans[last].low = min(spans[last].low, price)
            spans[last].high = max(spans[last].high, price)
            spans[last].last = price
            quotesInLast += 1
            return
        }
        if spans.count >= 2 * most { join() }
        spans.append(Span(from: time, to: time, low: price, high: price, last: price))
        quotesInLast = 1
    }

    private mutating func join() {
        spans = stride(from: 0, to: spans.count, by: 2).map { place in
            var joined = spans[place]
            guard place + 1 < spans.count else { return joined }
            let next = spans[place + 1]
            joined.to = next.to
            joined.low = min(joined.low, next.low)
            joined.high = max(joined.high, next.high)
            joined.last = next.last
            return joined
        }
        quotesPerSpan *= 2
    }
}
