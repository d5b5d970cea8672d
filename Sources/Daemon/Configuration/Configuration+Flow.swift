import Core

extension Configuration {
    /// How much may be sent; what is not given is as `FlowLimits.standard` has it.
    static func flow(
        _ reader: inout ConfigurationReader, _ top: ConfigurationReader.Section
    ) -> FlowLimits? {
        let standard = FlowLimits.standard
        guard reader.has(top, "flow") else { return standard }
        guard let section = reader.section(top, "flow") else { return nil }
        reader.refuseUnknownKeys(section)
        let window = reader.integer(section, "window", in: 1...256) ?? Int64(standard.window)
        let reserved = reader.integer(section, "reserved", in: 0...255) ?? Int64(standard.reserved)
        let rate = reader.integer(section, "rate_per_second", in: 1...1_000) ?? Int64(standard.ratePerSecond)
        let budget = reader.integer(section, "budget_per_day", in: 1...10_000_000) ?? Int64(standard.budget)
        let reserve =
            reader.integer(section, "budget_reserve", in: 0...10_000_000) ?? Int64(standard.budgetReserve)
        let lowRisk = reader.money(section, "low_risk_lock") ?? standard.lowRiskLock
        if reserved >= window {
            reader.report(
                section.path(of: "reserved"),
                "\"reserved\" is \(reserved); it must be less than \"window\" (\(window))")
        }
        if reserve >= budget {
            reader.report(
                section.path(of: "budget_reserve"),
                "\"budget_reserve\" is \(reserve); it must be less than \"budget_per_day\" (\(budget))")
        }
        guard reserved < window, reserve < budget else { return nil }
        return FlowLimits(
            window: Int(window), reserved: Int(reserved), ratePerSecond: Int(rate), budget: Int(budget),
            budgetReserve: Int(reserve), lowRiskLock: lowRisk)
    }
}
