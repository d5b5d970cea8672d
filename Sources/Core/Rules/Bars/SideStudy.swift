/// Works out, bar by bar, what the rules of one side look at.
///
/// Nothing is said before everything is known: the average has its bars, both windows are full.
struct SideStudy: Codable, Sendable {
    private let settings: BarSettings
    private var atr: AverageTrueRange
    private var parabolic: ParabolicSAR
    /// The last closed bars, as many as the longer window has; the oldest is overwritten.
    private var window: [SideBar] = []
    private var oldest = 0
    private var lastClose: Int64?
    private(set) var reading: BarReading?

    init(_ settings: BarSettings) {
        self.settings = settings
        atr = AverageTrueRange(bars: settings.atrBars)
        parabolic = ParabolicSAR(
            stepPermille: settings.parabolicStepPermille, maxPermille: settings.parabolicMaxPermille)
        window.reserveCapacity(depth)
    }

    private var depth: Int { Int(max(settings.chandelierBars, settings.swingBars)) }

    mutating func close(_ bar: SideBar) {
        let reference = lastClose ?? bar.close
        let range =
            lastClose == nil
            ? bar.high - bar.low : max(bar.high, reference) - min(bar.low, reference)
        lastClose = bar.close
        atr.add(range: range)
        parabolic.add(bar)
        if window.count < depth {
            window.append(bar)
        } else {
            window[oldest] = bar
            oldest = (oldest + 1) % depth
        }
        guard let average = atr.value, window.count == depth else { return }
        reading = BarReading(
            atr: average, lastRange: range, highest: highest(settings.chandelierBars),
            lowest: lowest(settings.swingBars), parabolic: parabolic.stop)
    }

    private func highest(_ bars: Int64) -> Int64 {
        var highest = Int64.min
        for age in 0..<Int(bars) { highest = max(highest, bar(age).high) }
        return highest
    }

    private func lowest(_ bars: Int64) -> Int64 {
        var lowest = Int64.max
        for age in 0..<Int(bars) { lowest = min(lowest, bar(age).low) }
        return lowest
    }

    /// `age` 0 is the last one; the window is full.
    private func bar(_ age: Int) -> SideBar { window[(oldest + depth - 1 - age) % depth] }
}
