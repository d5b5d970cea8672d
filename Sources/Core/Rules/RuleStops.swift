/// What each rule asked for when a stop was decided on; nil for a rule that asked for nothing.
///
/// Why not a field of an optional price each: it travels with every proposal, and each would take twice the room. A
/// rule that asks for nothing is kept as a price that cannot be.
public struct RuleStops: Hashable, Codable, Sendable, BitwiseCopyable {
    private static let none = Int64.min

    private var protectivePoints = none
    private var tightestPoints = none
    private var repairPoints = none
    private var initialPoints = none
    private var profitLockPoints = none
    private var profitStepsPoints = none
    private var peakSharePoints = none
    private var breakEvenPoints = none
    private var ageBreakEvenPoints = none
    private var trailingPoints = none
    private var chandelierPoints = none
    private var swingPoints = none
    private var parabolicPoints = none
    private var ageTighteningPoints = none
    private var sessionEndPoints = none
    private var weekEndPoints = none

    public init() {}

    private static func price(_ points: Int64) -> Price? { points == none ? nil : Price(points: points) }

    public subscript(rule: Rule) -> Price? {
        get {
            switch rule {
            case .protective: Self.price(protectivePoints)
            case .tightest: Self.price(tightestPoints)
            case .repair: Self.price(repairPoints)
            case .initial: Self.price(initialPoints)
            case .profitLock: Self.price(profitLockPoints)
            case .profitSteps: Self.price(profitStepsPoints)
            case .peakShare: Self.price(peakSharePoints)
            case .breakEven: Self.price(breakEvenPoints)
            case .ageBreakEven: Self.price(ageBreakEvenPoints)
            case .trailing: Self.price(trailingPoints)
            case .chandelier: Self.price(chandelierPoints)
            case .swing: Self.price(swingPoints)
            case .parabolic: Self.price(parabolicPoints)
            case .ageTightening: Self.price(ageTighteningPoints)
            case .sessionEnd: Self.price(sessionEndPoints)
            case .weekEnd: Self.price(weekEndPoints)
            }
        }
        set {
            let points = newValue?.points ?? Self.none
            switch rule {
            case .protective: protectivePoints = points
            case .tightest: tightestPoints = points
            case .repair: repairPoints = points
            case .initial: initialPoints = points
            case .profitLock: profitLockPoints = points
            case .profitSteps: profitStepsPoints = points
            case .peakShare: peakSharePoints = points
            case .breakEven: breakEvenPoints = points
            case .ageBreakEven: ageBreakEvenPoints = points
            case .trailing: trailingPoints = points
            case .chandelier: chandelierPoints = points
            case .swing: swingPoints = points
            case .parabolic: parabolicPoints = points
            case .ageTightening: ageTighteningPoints = points
            case .sessionEnd: sessionEndPoints = points
            case .weekEnd: weekEndPoints = points
            }
        }
    }
}

extension RuleStops {
    public var protective: Price? {
        get { Self.price(protectivePoints) }
        set { protectivePoints = newValue?.points ?? Self.none }
    }

    public var tightest: Price? {
        get { Self.price(tightestPoints) }
        set { tightestPoints = newValue?.points ?? Self.none }
    }

    public var repair: Price? {
        get { Self.price(repairPoints) }
        set { repairPoints = newValue?.points ?? Self.none }
    }

    public var initial: Price? {
        get { Self.price(initialPoints) }
        set { initialPoints = newValue?.points ?? Self.none }
    }

    public var profitLock: Price? {
        get { Self.price(profitLockPoints) }
        set { profitLockPoints = newValue?.points ?? Self.none }
    }

    public var profitSteps: Price? {
        get { Self.price(profitStepsPoints) }
        set { profitStepsPoints = newValue?.points ?? Self.none }
    }

    public var peakShare: Price? {
        get { Self.price(peakSharePoints) }
        set { peakSharePoints = newValue?.points ?? Self.none }
    }

    public var breakEven: Price? {
        get { Self.price(breakEvenPoints) }
        set { breakEvenPoints = newValue?.points ?? Self.none }
    }

    public var ageBreakEven: Price? {
        get { Self.price(ageBreakEvenPoints) }
        set { ageBreakEvenPoints = newValue?.points ?? Self.none }
    }

    public var trailing: Price? {
        get { Self.price(trailingPoints) }
        set { trailingPoints = newValue?.points ?? Self.none }
    }

    public var chandelier: Price? {
        get { Self.price(chandelierPoints) }
        set { chandelierPoints = newValue?.points ?? Self.none }
    }

    public var swing: Price? {
        get { Self.price(swingPoints) }
        set { swingPoints = newValue?.points ?? Self.none }
    }

    public var parabolic: Price? {
        get { Self.price(parabolicPoints) }
        set { parabolicPoints = newValue?.points ?? Self.none }
    }

    public var ageTightening: Price? {
        get { Self.price(ageTighteningPoints) }
        set { ageTighteningPoints = newValue?.points ?? Self.none }
    }

    public var sessionEnd: Price? {
        get { Self.price(sessionEndPoints) }
        set { sessionEndPoints = newValue?.points ?? Self.none }
    }

    public var weekEnd: Price? {
        get { Self.price(weekEndPoints) }
        set { weekEndPoints = newValue?.points ?? Self.none }
    }
}
