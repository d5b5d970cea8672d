import Broker
import Core

/// What one price unit of a symbol is worth per lot, derived from what the broker said its positions had earned.
///
/// Where one power of ten explains every reading within a cent, it is the contract's size. Otherwise the symbol
/// earns in something whose own price moves, and its worth at a moment is taken from the other readings within a
/// minute: the sum of |profit| over the sum of |price move| x lots, which is what a terminal's own profit
/// calculation would have said about then. The readings of the moment itself take no part.
struct SymbolWorth {
    /// Money per price unit and lot, in units of 1e-8.
    enum Kind: Equatable {
        case fixed(units: Int64)
        /// Ascending times.
        case drifting([(time: MarketTime, units: Int64)])

        static func == (left: Kind, right: Kind) -> Bool {
            switch (left, right) {
            case (.fixed(let one), .fixed(let other)): one == other
            case (.drifting(let one), .drifting(let other)): one.elementsEqual(other, by: ==)
            case (.fixed, .drifting), (.drifting, .fixed): false
            }
        }
    }

    private static let window_ms: Int64 = 60_000
    private static let cent = Money(units: Money.unitsPerWhole / 100)

    let kind: Kind

    /// - Parameter readings: of one symbol, in the order of their times.
    /// - Returns: `nil` when no reading says anything, because no price has moved.
    init?(_ readings: [SessionReading], digits: Int) {
        var scale: Int128 = Int128(Volume.unitsPerLot)
        for _ in 0..<digits { scale *= 10 }
        let all = Sum(readings)
        guard let overall = all.worth(scale) else { return nil }
        if let size = Self.fixed(near: overall), readings.allSatisfy({ Self.explains($0, size, scale) }) {
            kind = .fixed(units: size)
            return
        }
        var drifting: [(time: MarketTime, units: Int64)] = []
        var first = 0
        var after = 0
        var near = Sum()
        var place = 0
        while place < readings.count {
            let time = readings[place].time
            while after < readings.count,
                readings[after].time.milliseconds <= time.milliseconds + Self.window_ms
            {
                near.add(readings[after])
                after += 1
            }
            while readings[first].time.milliseconds < time.milliseconds - Self.window_ms {
                near.remove(readings[first])
                first += 1
            }
            var others = near
            while place < readings.count, readings[place].time == time {
                others.remove(readings[place])
                place += 1
            }
            drifting.append((time, others.worth(scale) ?? overall))
        }
        kind = .drifting(drifting)
    }

    private struct Sum {
        var profit: Int128 = 0
        var moved: Int128 = 0

        init(_ readings: [SessionReading] = []) {
            for reading in readings { add(reading) }
        }

        mutating func add(_ reading: SessionReading) {
            profit += Int128(abs(reading.profit.units))
            moved += reading.moved
        }

        mutating func remove(_ reading: SessionReading) {
            profit -= Int128(abs(reading.profit.units))
            moved -= reading.moved
        }

        func worth(_ scale: Int128) -> Int64? {
            guard moved > 0, profit > 0 else { return nil }
            return Int64(exactly: profit * scale / moved)
        }
    }

    /// The power of ten within a fiftieth, at least 1.
    private static func fixed(near worth: Int64) -> Int64? {
        var size = Money.unitsPerWhole
        while size <= 1_000_000 * Money.unitsPerWhole {
            if abs(worth - size) <= size / 50 { return size }
            size *= 10
        }
        return nil
    }

    private static func explains(_ reading: SessionReading, _ worth: Int64, _ scale: Int128) -> Bool {
        let points = Int128((reading.price.points - reading.openPrice.points) * reading.side.sign)
        let profit = Money(saturating: points * Int128(reading.volume.units) * Int128(worth) / scale)
        let difference = profit - reading.profit
        return max(difference, -difference) <= cent
    }
}
