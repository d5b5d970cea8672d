/// Why a rule set cannot be used, beyond what its parts refuse by themselves.
public enum RuleProblem: String, Hashable, Codable, Sendable, CaseIterable {
    /// Something is stated in average true ranges, or hangs on bars, and no bars are named.
    case barsMissing = "bars_missing"
    /// No cap, and a rule that is to send stops.
    case capMissing = "cap_missing"
    /// R is measured from the first stop, and nothing says where that is.
    case riskUnknown = "risk_unknown"
    case microLossNegative = "micro_loss_negative"
    case sessionEndNotDaily = "session_end_not_daily"
    case weekEndNotWeekly = "week_end_not_weekly"
}

extension RuleSet {
    /// Everything that is wrong with it as a whole, in the order of `RuleProblem`; empty for a sound one.
    public var problems: [RuleProblem] {
        var problems: [RuleProblem] = []
        if needsBars, bars == nil { problems.append(.barsMissing) }
        if cap == nil, tightens { problems.append(.capMissing) }
        if cap == nil, initial == nil, distances.contains(where: { $0.unit == .riskPermille }) {
            problems.append(.riskUnknown)
        }
        if let microLoss, microLoss < .zero { problems.append(.microLossNegative) }
        if let sessionEnd, sessionEnd.recurrence != .daily { problems.append(.sessionEndNotDaily) }
        if let weekEnd, weekEnd.recurrence != .weekly { problems.append(.weekEndNotWeekly) }
        return problems
    }

    private var tightens: Bool {
        initial != nil || breakEven != nil || profitLock != nil || steps != nil || share != nil
            || trailing != nil || chandelier != nil || swing != nil || parabolic != nil
            || ageBreakEven != nil || ageTightening != nil || sessionEnd != nil || weekEnd != nil
    }

    private var needsBars: Bool {
        chandelier != nil || swing != nil || parabolic != nil || initial?.atrPermille != nil
            || guarding?.needsBars == true || distances.contains { $0.unit == .atrPermille }
    }

    var looksAtBalance: Bool {
        cap?.balanceMillionths != nil || initial?.balanceMillionths != nil
            || distances.contains { $0.unit == .balanceMillionths }
    }

    private var distances: [RuleDistance] {
        let optional = [
            initial?.distance, breakEven?.trigger, breakEven?.offset, steps?.every, share?.step,
            trailing?.start, trailing?.distance, trailing?.most, chandelier?.start, swing?.start,
            swing?.buffer, parabolic?.start, ageBreakEven?.offset, ageTightening?.distance,
            sessionEnd?.distance, weekEnd?.distance, guarding?.buffer,
        ]
        return optional.compactMap { $0 } + (profitLock?.rungs.map(\.at) ?? [])
            + (partialCloses?.rungs.map(\.at) ?? [])
    }
}
