/// Wilder's parabolic stop-and-reverse, in one side's own direction and in whole 1/4096 of a point.
///
/// Source: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978. In a rise the stop for the next bar
/// is `SAR + AF * (EP - SAR)`, where EP is the highest high of the rise and AF starts at a step, grows by it with each
/// new EP and stops at a maximum; it is never above the lows of the last two bars. A bar that reaches it ends the
/// rise: a fall begins whose first SAR is that EP; mirrored from there on.
///
/// Wilder leaves the very first direction to the eye. Here it is that of the second bar's close against the first's
/// (level counts as a rise), its SAR the farther and its EP the nearer extreme of both. Divisions round down.
struct ParabolicSAR: Codable, Sendable, BitwiseCopyable {
    private static let scale = AverageTrueRange.scale

    private let step: Int64
    private let most: Int64
    private var last: SideBar?
    private var isRising = true
    private var isBegun = false
    /// Scaled, and permille.
    private var sar: Int64 = 0
    private var acceleration: Int64
    /// Points.
    private var extreme: Int64 = 0

    init(stepPermille: Int64, maxPermille: Int64) {
        step = stepPermille
        most = maxPermille
        acceleration = stepPermille
    }

    /// The stop under the next bar, in points rounded down; `nil` while the price falls.
    var stop: Int64? { isBegun && isRising ? floored(sar) : nil }

    mutating func add(_ bar: SideBar) {
        defer { last = bar }
        guard let last else { return }
        guard isBegun else {
            begin(last, bar)
            return
        }
        let isHit = isRising ? bar.low * Self.scale <= sar : bar.high * Self.scale >= sar
        if isHit {
            isRising.toggle()
            sar = extreme * Self.scale
            extreme = isRising ? bar.high : bar.low
            acceleration = step
        } else if isRising ? bar.high > extreme : bar.low < extreme {
            extreme = isRising ? bar.high : bar.low
            acceleration = min(acceleration + step, most)
        }
        advance(last, bar)
    }

    private mutating func begin(_ first: SideBar, _ second: SideBar) {
        isBegun = true
        isRising = second.close >= first.close
        extreme = isRising ? max(first.high, second.high) : min(first.low, second.low)
        sar = (isRising ? min(first.low, second.low) : max(first.high, second.high)) * Self.scale
    }

    /// Moves it on, and keeps it outside of the last two bars.
    private mutating func advance(_ before: SideBar, _ bar: SideBar) {
        let way = Int128(extreme) * Int128(Self.scale) - Int128(sar)
        let product = way * Int128(acceleration)
        let quotient = product / 1_000
        sar += Int64(product < 0 && quotient * 1_000 != product ? quotient - 1 : quotient)
        if isRising {
            sar = min(sar, min(before.low, bar.low) * Self.scale)
        } else {
            sar = max(sar, max(before.high, bar.high) * Self.scale)
        }
    }

    private func floored(_ scaled: Int64) -> Int64 {
        let quotient = scaled / Self.scale
        return scaled < 0 && quotient * Self.scale != scaled ? quotient - 1 : quotient
    }
}
