import Core

/// Keys about how positions are protected.
extension ConfigurationKey {
    static let ruleSets: [ConfigurationKey] = selecting + protecting + keepingProfit + following + timing

    private static let selecting: [ConfigurationKey] = [
        key("", "rules", .tables, nil),
        key("rules", "name", .text, nil),
        key("rules", "symbols", .texts, "[]"),
        key("rules", "magics", .integers, "[]"),
        key("rules", "exclude_magics", .integers, "[]"),
        key("rules", "manual", .flag, "false"),
        key("rules", "side", .text, nil),
        key("rules", "comment", .text, nil),
        key("rules", "accounts", .integers, "[]"),
    ]

    private static let protecting: [ConfigurationKey] = [
        key("rules", "cap", .money, nil),
        key("rules", "cap_balance_percent", .decimal, nil),
        key("rules", "cap_margin_permille", .integer, "950"),
        key("rules", "when_cap_unreachable", .text, "\"tightest\""),
        key("rules", "slippage_points", .integer, "0"),
        key("rules", "commission_per_lot", .money, "\"0.00\""),
        key("rules", "micro_loss", .money, nil),
        key("rules", "initial_stop", .table, nil),
        distance("rules.initial_stop", "distance", in: [.points, .money, .entryMillionths]),
        key("rules.initial_stop", "distance_atr", .decimal, nil),
        key("rules.initial_stop", "distance_balance_percent", .decimal, nil),
        key("rules.initial_stop", "existing", .text, "\"respected\""),
        key("rules", "guarding", .table, nil),
        key("rules.guarding", "age_min_seconds", .integer, "0"),
        key("rules.guarding", "buffer_spreads", .decimal, "\"0\""),
        distance("rules.guarding", "buffer", "0"),
        key("rules.guarding", "floor_atr", .decimal, "\"0\""),
        key("rules.guarding", "calm_atr", .decimal, nil),
    ]

    private static let keepingProfit: [ConfigurationKey] = [
        key("rules", "break_even", .table, nil),
        distance("rules.break_even", "trigger"),
        distance("rules.break_even", "offset", "0"),
        key("rules.break_even", "costs", .text, "\"ignored\""),
        key("rules", "profit_lock", .tables, nil),
        distance("rules.profit_lock", "at"),
        distance("rules.profit_lock", "lock"),
        key("rules.profit_lock", "close_percent", .decimal, nil),
        key("rules", "profit_steps", .table, nil),
        distance("rules.profit_steps", "every"),
        distance("rules.profit_steps", "behind"),
        distance("rules.profit_steps", "start"),
        distance("rules.profit_steps", "most"),
        key("rules", "peak_share", .table, nil),
        distance("rules.peak_share", "step"),
        distance("rules.peak_share", "most"),
        key("rules.peak_share", "tiers", .tables, nil),
        distance("rules.peak_share.tiers", "at"),
        key("rules.peak_share.tiers", "pullback_percent", .decimal, nil),
    ]

    private static let following: [ConfigurationKey] = [
        key("rules", "trailing", .table, nil),
        distance("rules.trailing", "start"),
        key("rules.trailing", "step_points", .integer, nil),
        distance("rules.trailing", "distance"),
        distance("rules.trailing", "most"),
        key("rules", "bars", .table, nil),
        key("rules.bars", "period", .text, nil),
        key("rules.bars", "atr_bars", .integer, "14"),
        key("rules.bars", "chandelier_bars", .integer, "22"),
        key("rules.bars", "swing_bars", .integer, "5"),
        key("rules.bars", "parabolic_step", .decimal, "\"0.02\""),
        key("rules.bars", "parabolic_most", .decimal, "\"0.2\""),
        key("rules", "chandelier", .table, nil),
        key("rules.chandelier", "distance_atr", .decimal, "\"3\""),
        distance("rules.chandelier", "start", "0"),
        key("rules.chandelier", "step_points", .integer, nil),
        key("rules", "swing", .table, nil),
        distance("rules.swing", "buffer", "0"),
        distance("rules.swing", "start", "0"),
        key("rules.swing", "step_points", .integer, nil),
        key("rules", "parabolic", .table, nil),
        distance("rules.parabolic", "start", "0"),
        key("rules.parabolic", "step_points", .integer, nil),
    ]

    private static let timing: [ConfigurationKey] = [
        key("rules", "age_break_even", .table, nil),
        key("rules.age_break_even", "after_minutes", .integer, nil),
        distance("rules.age_break_even", "offset", "0"),
        key("rules.age_break_even", "costs", .text, "\"ignored\""),
        key("rules", "age_tightening", .table, nil),
        key("rules.age_tightening", "after_minutes", .integer, nil),
        distance("rules.age_tightening", "distance"),
        key("rules.age_tightening", "step_points", .integer, nil),
        key("rules", "session_end", .table, nil),
        key("rules.session_end", "time", .text, nil),
        key("rules.session_end", "lead_minutes", .integer, nil),
        distance("rules.session_end", "distance"),
        key("rules.session_end", "step_points", .integer, nil),
        key("rules", "week_end", .table, nil),
        key("rules.week_end", "day", .text, "\"friday\""),
        key("rules.week_end", "time", .text, nil),
        key("rules.week_end", "lead_minutes", .integer, nil),
        distance("rules.week_end", "distance"),
        key("rules.week_end", "step_points", .integer, nil),
    ]
}
