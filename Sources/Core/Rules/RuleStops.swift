/// What each rule asked for when a stop was decided on; nil for a rule that asked for nothing.
public struct RuleStops: Hashable, Codable, Sendable, BitwiseCopyable {
    public var protective: Price?
    public var tightest: Price?
    public var repair: Price?
    public var profitLock: Price?
    public var breakEven: Price?
    public var trailing: Price?

    public init() {}

    public subscript(rule: Rule) -> Price? {
        get {
            switch rule {
            case .protective: protective
            case .tightest: tightest
            case .repair: repair
            case .profitLock: profitLock
            case .breakEven: breakEven
            case .trailing: trailing
            }
        }
        set {
            switch rule {
            case .protective: protective = newValue
            case .tightest: tightest = newValue
            case .repair: repair = newValue
            case .profitLock: profitLock = newValue
            case .breakEven: breakEven = newValue
            case .trailing: trailing = newValue
            }
        }
    }
}
