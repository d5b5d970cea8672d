import Core

extension Rule {
    /// As in the trade log.
    var key: String {
        switch self {
        case .protective: "protective"
        case .tightest: "tightest"
        case .repair: "repair"
        case .initial: "initial"
        case .profitLock: "profit_lock"
        case .profitSteps: "profit_steps"
        case .peakShare: "peak_share"
        case .breakEven: "break_even"
        case .ageBreakEven: "age_break_even"
        case .trailing: "trailing"
        case .chandelier: "chandelier"
        case .swing: "swing"
        case .parabolic: "parabolic"
        case .ageTightening: "age_tightening"
        case .sessionEnd: "session_end"
        case .weekEnd: "week_end"
        }
    }
}

extension StopPlan.CloseReason {
    /// As in the trade log.
    var key: String {
        switch self {
        case .capReached: "cap_reached"
        case .flatten: "flatten"
        case .capUnreachable: "cap_unreachable"
        }
    }
}
