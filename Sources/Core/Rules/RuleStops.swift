/// What each rule asked for when a stop was decided on; nil for a rule that asked for nothing.
public struct RuleStops: Hashable, Codable, Sendable, BitwiseCopyable {
    public var protective: Price?
    public var tightest: Price?
    public var repair: Price?
    public var initial: Price?
    public var profitLock: Price?
    public var profitSteps: Price?
    public var peakShare: Price?
    public var breakEven: Price?
    public var ageBreakEven: Price?
    public var trailing: Price?
    public var chandelier: Price?
    public var swing: Price?
    public var parabolic: Price?
    public var ageTightening: Price?
    public var sessionEnd: Price?
    public var weekEnd: Price?

    public init() {}

    public subscript(rule: Rule) -> Price? {
        get {
            switch rule {
            case .protective: protective
            case .tightest: tightest
            case .repair: repair
            case .initial: initial
            case .profitLock: profitLock
            case .profitSteps: profitSteps
            case .peakShare: peakShare
            case .breakEven: breakEven
            case .ageBreakEven: ageBreakEven
            case .trailing: trailing
            case .chandelier: chandelier
            case .swing: swing
            case .parabolic: parabolic
            case .ageTightening: ageTightening
            case .sessionEnd: sessionEnd
            case .weekEnd: weekEnd
            }
        }
        set {
            switch rule {
            case .protective: protective = newValue
            case .tightest: tightest = newValue
            case .repair: repair = newValue
            case .initial: initial = newValue
            case .profitLock: profitLock = newValue
            case .profitSteps: profitSteps = newValue
            case .peakShare: peakShare = newValue
            case .breakEven: breakEven = newValue
            case .ageBreakEven: ageBreakEven = newValue
            case .trailing: trailing = newValue
            case .chandelier: chandelier = newValue
            case .swing: swing = newValue
            case .parabolic: parabolic = newValue
            case .ageTightening: ageTightening = newValue
            case .sessionEnd: sessionEnd = newValue
            case .weekEnd: weekEnd = newValue
            }
        }
    }
}
