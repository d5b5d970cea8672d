import Core

/// Says when, on the monotonic clock, each quote of a market is due.
///
/// Market time passes `speed` times as fast as monotonic time. A silence longer than 60 market seconds is
/// skipped: it lasts one market second, and the market clock jumps. In virtual time the speed is 1.
public struct Timeline {
    public static let silenceMax = TimeSpan.seconds(60)
    public static let skippedSilence = TimeSpan.seconds(1)

    public private(set) var market: Market
    /// Thousandths of real speed, at least 1.
    public let speedPermille: Int64
    /// The next quote and when it is due; `nil` at the end of the market.
    public private(set) var next: (tick: Tick, due: Instant)?
    /// Market time played, skipped silences not counted, in milliseconds.
    private var playedMilliseconds: Int64 = 0
    private let start: Instant

    public init(_ market: Market, speedPermille: Int64 = 1_000, start: Instant) {
        self.market = market
        self.speedPermille = max(speedPermille, 1)
        self.start = start
        if let tick = self.market.next() { next = (tick, start) }
    }

    /// Moves on to the following quote.
    public mutating func advance() {
        guard let current = next else { return }
        guard let tick = market.next() else {
            next = nil
            return
        }
        let silence = tick.time.milliseconds - current.tick.time.milliseconds
        playedMilliseconds +=
            silence > Self.silenceMax.milliseconds ? Self.skippedSilence.milliseconds : silence
        // Computed from the start each time: rounding never adds up.
        let elapsed = Int128(playedMilliseconds) * 1_000_000_000 / Int128(speedPermille)
        next = (tick, start + TimeSpan(nanoseconds: Int64(elapsed)))
    }

    /// Passes over all quotes up to and including `time`: a restored broker goes on where it stopped.
    ///
    /// - Parameter note: is given every quote that is passed over.
    /// - Returns: the last quote of each symbol that was passed over: where the market stands.
    public mutating func skip(through time: MarketTime, noting note: (Tick) -> Void = { _ in }) -> [Tick] {
        var latest: [Tick?] = Array(repeating: nil, count: market.contracts.count)
        while let current = next, current.tick.time <= time {
            latest[current.tick.symbol.rawValue] = current.tick
            note(current.tick)
            next = market.next().map { ($0, start) }
        }
        return latest.compactMap { $0 }.sorted { $0.time < $1.time }
    }
}
