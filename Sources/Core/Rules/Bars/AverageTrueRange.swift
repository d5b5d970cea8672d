/// Wilder's average of the true range, in whole 1/4096 of a point.
///
/// Source: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978. The true range of a bar is the
/// greatest of high - low, |high - close before| and |low - close before|; the first average is the mean of the
/// first n, and from then on `average = (average before * (n - 1) + range) / n`.
///
/// Every division rounds down to 1/4096 of a point. Each step so loses less than one unit and keeps (n - 1) / n of
/// what was lost before: the result is never above the exact average and less than n units below it, that
/// is 0.05 points for the longest n.
///
/// MT5's own indicator of this name is a plain mean of the last n ranges, which moves faster.
struct AverageTrueRange: Codable, Sendable, BitwiseCopyable {
    /// Units in a point. `Price.limit` times this fits 63 bits.
    static let scale: Int64 = 4096

    private let bars: Int64
    private var count: Int64 = 0
    /// Points; of the ranges before the first average.
    private var sum: Int64 = 0
    private var average: Int64 = 0

    /// - Parameter bars: 1 to `BarSettings.barsMax`.
    init(bars: Int64) { self.bars = bars }

    /// `nil` until there have been as many ranges as it is an average of.
    var value: Int64? { count == bars ? average : nil }

    /// - Parameter range: 0 to `Price.limit`.
    mutating func add(range: Int64) {
        guard count == bars else {
            sum += range
            count += 1
            if count == bars { average = Int64(Int128(sum) * Int128(Self.scale) / Int128(bars)) }
            return
        }
        let total = Int128(average) * Int128(bars - 1) + Int128(range) * Int128(Self.scale)
        average = Int64(total / Int128(bars))
    }
}
