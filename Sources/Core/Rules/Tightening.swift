/// Whether a stop may be tightened for profit or by time; first stops, caps and repairs do not ask.
enum Tightening: Hashable, Sendable, BitwiseCopyable {
    case allowed
    /// Mode or latch forbid it.
    case forbidden
    /// The position is too young, until this moment of the server clock.
    case young(until: MarketTime)
    /// It is not known how old the position is.
    case timeless
    /// The last bar was too wide; the next one is judged anew.
    case unquiet

    static func judged(
        mode: ControlMode, latch: KillLevel, guarding: TighteningGuard?, opened: MarketTime,
        time: MarketTime?,
        bars: BarReading?
    ) -> Tightening {
        guard mode != .protect, latch == .none else { return .forbidden }
        guard let guarding else { return .allowed }
        if guarding.ageMin > .zero {
            guard let time else { return .timeless }
            let end = opened + guarding.ageMin
            if time < end { return .young(until: end) }
        }
        return guarding.isCalm(bars) ? .allowed : .unquiet
    }
}

extension MarketTime {
    /// Rounded up to whole milliseconds.
    static func + (time: MarketTime, span: TimeSpan) -> MarketTime {
        MarketTime(milliseconds: time.milliseconds + (span.nanoseconds + 999_999) / 1_000_000)
    }
}
