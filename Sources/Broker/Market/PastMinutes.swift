import Core

/// What a made-up market did before its first quote: minutes that lead up to where it starts.
///
/// A series of its own from the same seed, so that the quotes to come do not depend on whether anybody looks back.
/// Worked out backwards from the starting price; as wide as the market's quiet minutes.
struct PastMinutes {
    /// A week's worth of trading.
    static let count = 7_200

    let symbol: SymbolIndex
    let contract: Contract
    let temper: RandomWalk.Temper
    let start: MarketTime
    let seed: UInt64

    /// The oldest first; the last one ends before the market starts.
    func made() -> [MarketMinute] {
        var random = Generator(seed: seed, purpose: 0x9A57 + UInt64(symbol.rawValue))
        // The steps of one minute add up as their number's root.
        let steps = max(1, MarketMinute.length_ms / max(1, temper.intervalMilliseconds))
        let width = max(1, temper.stepMilliPoints * Self.root(steps) / 1_000)
        var close = temper.anchor.points - contract.usualSpread / 2
        var time = MarketMinute.start(of: start)
        var minutes: [MarketMinute] = []
        while minutes.count < Self.count {
            time = MarketTime(milliseconds: time.milliseconds - MarketMinute.length_ms)
            if !contract.sessions.isOpen(at: time) { continue }
            let open = max(temper.anchor.points / 10, close + random.bell(deviation: width))
            let high = max(open, close) + random.between(0, width)
            let low = min(open, close) - random.between(0, width)
            minutes.append(
                MarketMinute(
                    start: time, open: onGrid(open), high: onGrid(high), low: onGrid(low),
                    close: onGrid(close),
                    spread: Distance(points: contract.usualSpread), ticks: steps))
            close = open
        }
        return minutes.reversed()
    }

    private func onGrid(_ points: Int64) -> Price {
        Price(points: max(1, points / contract.tickSize) * contract.tickSize)
    }

    /// The whole part of the square root.
    private static func root(_ number: Int64) -> Int64 {
        var root: Int64 = 1
        while (root + 1) * (root + 1) <= number { root += 1 }
        return root
    }
}
