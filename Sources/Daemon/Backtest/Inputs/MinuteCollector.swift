import Broker
import Core

/// Makes minutes of quotes, as a terminal keeps them: what rules on bars begin with.
struct MinuteCollector {
    private var minutes: [[MinuteBar]]
    private static let minute_ms: Int64 = 60_000

    init(symbols: Int) { minutes = Array(repeating: [], count: symbols) }

    mutating func take(_ tick: Broker.Tick) {
        let start = MarketTime(
            milliseconds: tick.time.milliseconds / Self.minute_ms * Self.minute_ms)
        let place = tick.symbol.rawValue
        let bid = tick.quote.bid
        let spread = max(tick.quote.spread, .zero)
        guard let last = minutes[place].indices.last, minutes[place][last].start == start else {
            minutes[place].append(
                MinuteBar(start: start, high: bid, low: bid, close: bid, spread: spread))
            return
        }
        minutes[place][last].high = max(minutes[place][last].high, bid)
        minutes[place][last].low = min(minutes[place][last].low, bid)
        minutes[place][last].close = bid
        minutes[place][last].spread = min(minutes[place][last].spread, spread)
    }

    /// Those that are over by `time`, as many as a terminal is asked for.
    func closed(by time: MarketTime) -> [SymbolIndex: [MinuteBar]] {
        var closed: [SymbolIndex: [MinuteBar]] = [:]
        for (place, all) in minutes.enumerated() {
            let over = all.filter { $0.start.milliseconds + Self.minute_ms <= time.milliseconds }
            if !over.isEmpty { closed[SymbolIndex(place)] = over.suffix(BarHistory.minutesMax) }
        }
        return closed
    }
}
