/// What should happen to one position's stop, and why.
public enum StopPlan: Hashable, Sendable, BitwiseCopyable {
    case keep(KeepReason)
    case move(StopMove)
    case close(CloseReason)

    /// Why nothing is proposed.
    public enum KeepReason: Hashable, Sendable, BitwiseCopyable {
        /// The stop is where it belongs, or an improvement is under way.
        case settled
        /// The broker's freeze level forbids any change; asked again as the price moves.
        case frozen
        /// Not enough is known yet: no quote and no valuation.
        case blind
        /// A kill level or the mode forbids it.
        case forbidden
        /// The market leaves no better stop than the present one.
        case noRoom
        /// What would tighten is held back: the position is young, or the market is not calm.
        case guarded
        /// The market has reached the stop or the target at the broker: its closure is on its way.
        case levelReached
    }

    public enum CloseReason: UInt8, Hashable, Codable, Sendable, BitwiseCopyable {
        /// The floating loss has reached the cap, and no stop rests at the broker that keeps within it.
        case capReached
        case flatten
        /// The market leaves no room for a stop that keeps within the cap, and the rules then want it closed.
        case capUnreachable
    }
}

/// A stop that should rest at the broker, and what it means in money.
public struct StopMove: Hashable, Codable, Sendable, BitwiseCopyable {
    public var stop: Price
    public var lane: Lane
    public var rule: Rule
    /// The cap's own stop cannot be placed; this is the best the market allows.
    public var isCapUnreachable: Bool

    public init(stop: Price, lane: Lane, rule: Rule, isCapUnreachable: Bool) {
        self.stop = stop
        self.lane = lane
        self.rule = rule
        self.isCapUnreachable = isCapUnreachable
    }
}

/// What proposed a stop.
public enum Rule: UInt8, Hashable, Codable, Sendable, BitwiseCopyable, CaseIterable {
    case protective
    case trailing
    /// Restores a stop that an old request, executed late, had loosened.
    case repair
    /// The tightest stop the broker allows, for want of a valuation.
    case tightest
    /// Takes the risk out of a position that has earned enough.
    case breakEven
    /// Keeps a part of a profit: a ladder.
    case profitLock
    /// The first stop that the rules set, besides the cap.
    case initial
    /// Keeps a profit by equal steps.
    case profitSteps
    /// Keeps a share of the peak.
    case peakShare
    case chandelier
    case swing
    case parabolic
    /// Break-even by age.
    case ageBreakEven
    /// Follows closely by age.
    case ageTightening
    /// Follows closely before the day's trading ends.
    case sessionEnd
    /// The same before the week's.
    case weekEnd
}
