import Core

/// Where a moment and a price are in a picture, in tenths of a pixel: integers, so that every machine draws the same.
struct PictureScale {
    let width: Int64
    let height: Int64
    let left: Int64
    let top: Int64
    let from: MarketTime
    let to: MarketTime
    let low: Int64
    let high: Int64

    /// - Parameters:
    ///   - plot: the area in pixels.
    ///   - prices: all that must be seen, at least one; a margin is added.
    init(
        plot: (left: Int64, top: Int64, width: Int64, height: Int64), from: MarketTime, to: MarketTime,
        prices: [Int64]
    ) {
        left = plot.left * 10
        top = plot.top * 10
        width = plot.width * 10
        height = plot.height * 10
        self.from = from
        self.to = MarketTime(milliseconds: max(to.milliseconds, from.milliseconds + 1))
        let least = prices.min() ?? 0
        let most = prices.max() ?? 0
        let margin = max((most - least) / 20, 1)
        low = least - margin
        high = most + margin
    }

    func x(_ time: MarketTime) -> Int64 {
        let clamped = min(max(time.milliseconds, from.milliseconds), to.milliseconds)
        let span = Int128(to.milliseconds - from.milliseconds)
        return left + Int64(Int128(clamped - from.milliseconds) * Int128(width) / span)
    }

    func y(_ points: Int64) -> Int64 {
        top + Int64(Int128(high - points) * Int128(height) / Int128(high - low))
    }

    /// Prices for grid lines: whole multiples of a round step, about five of them.
    var gridPrices: [Int64] {
        let step = Self.roundStep((high - low) / 5)
        var prices: [Int64] = []
        var price = (low + step - 1) / step * step
        while price <= high {
            prices.append(price)
            price += step
        }
        return prices
    }

    /// Moments for grid lines, on round ones.
    var gridTimes: [MarketTime] {
        let span = to.milliseconds - from.milliseconds
        let steps: [Int64] = [
            1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000,
            7_200_000, 21_600_000, 43_200_000, 86_400_000, 172_800_000, 604_800_000,
        ]
        let step = steps.first { span / $0 <= 7 } ?? max(span / 7, 1)
        var times: [MarketTime] = []
        var time = (from.milliseconds + step - 1) / step * step
        while time <= to.milliseconds {
            times.append(MarketTime(milliseconds: time))
            time += step
        }
        return times
    }

    /// 1, 2 or 5 times a power of ten, at least 1.
    private static func roundStep(_ rough: Int64) -> Int64 {
        var step: Int64 = 1
        while true {
            for factor in [1, 2, 5] as [Int64] where step * factor >= rough { return step * factor }
            step *= 10
        }
    }

    /// Pixels with one decimal.
    static func text(_ tenths: Int64) -> String { DecimalText.format(tenths, decimals: 1, keeping: 0) }
}
