import Foundation

/// Bars and what Wilder and LeBeau made of them once more, in decimal arithmetic, long and short written out
/// separately, from the published definitions and without a line of the code under test.
struct SlowBars {
    struct Bar {
        var high: Decimal
        var low: Decimal
        var close: Decimal
    }

    let length_ms: Int64
    private(set) var closed: [Bar] = []
    private var current: Bar?
    private var start: Int64 = 0
    private var isFirst = true

    init(minutes: Int64, averageOver bars: Int) {
        length_ms = minutes * 60_000
        averageBars = bars
    }

    /// The bar in which the prices begin is not whole and is left out.
    mutating func add(_ price: Int64, at time: Int64) {
        let value = Decimal(price)
        let begins = time / length_ms * length_ms
        if let bar = current, begins == start {
            current = Bar(high: max(bar.high, value), low: min(bar.low, value), close: value)
            return
        }
        if let bar = current {
            if !isFirst {
                closed.append(bar)
                follow(bar)
            }
            isFirst = false
        }
        current = Bar(high: value, low: value, close: value)
        start = begins
    }

    // MARK: Average true range (Wilder 1978, chapter III)

    private let averageBars: Int
    private var firstRanges: [Decimal] = []
    /// `nil` until there are as many bars.
    private(set) var averageTrueRange: Decimal?

    private mutating func follow(_ bar: Bar) {
        var range = bar.high - bar.low
        if closed.count > 1 {
            let before = closed[closed.count - 2].close
            range = max(range, abs(bar.high - before), abs(bar.low - before))
        }
        if let average = averageTrueRange {
            averageTrueRange = (average * Decimal(averageBars - 1) + range) / Decimal(averageBars)
        } else {
            firstRanges.append(range)
            if firstRanges.count == averageBars {
                averageTrueRange = firstRanges.reduce(0, +) / Decimal(averageBars)
            }
        }
        followParabolic()
    }

    // MARK: Parabolic (Wilder 1978, chapter II)

    private var sar: Decimal = 0
    private var extreme: Decimal = 0
    private var acceleration: Decimal = 0
    private(set) var isLong: Bool?
    private static let step = Decimal(2) / 100
    private static let most = Decimal(20) / 100

    /// The stop of the next bar.
    var parabolic: Decimal { sar }

    /// Which way a level second close points: each side's own way, as its position would hope.
    var levelIsLong = true

    private mutating func followParabolic() {
        guard closed.count >= 2 else { return }
        let before = closed[closed.count - 2]
        let bar = closed[closed.count - 1]
        guard let isLong else {
            let begins = bar.close == before.close ? levelIsLong : bar.close > before.close
            self.isLong = begins
            acceleration = Self.step
            sar = begins ? min(before.low, bar.low) : max(before.high, bar.high)
            extreme = begins ? max(before.high, bar.high) : min(before.low, bar.low)
            return
        }
        if isLong {
            if bar.low <= sar {
                self.isLong = false
                sar = extreme
                extreme = bar.low
                acceleration = Self.step
            } else if bar.high > extreme {
                extreme = bar.high
                acceleration = min(acceleration + Self.step, Self.most)
            }
        } else {
            if bar.high >= sar {
                self.isLong = true
                sar = extreme
                extreme = bar.high
                acceleration = Self.step
            } else if bar.low < extreme {
                extreme = bar.low
                acceleration = min(acceleration + Self.step, Self.most)
            }
        }
        sar += acceleration * (extreme - sar)
        if self.isLong == true {
            sar = min(sar, before.low, bar.low)
        } else {
            sar = max(sar, before.high, bar.high)
        }
    }
}
