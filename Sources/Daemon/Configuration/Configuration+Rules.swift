import Core

extension Configuration {
    static func rules(
        _ reader: inout ConfigurationReader, _ top: ConfigurationReader.Section, mode: ControlMode?
    ) -> [Settings.Selection] {
        guard let sections = reader.sections(top, "rules"), !sections.isEmpty else {
            if !reader.has(top, "rules") {
                reader.report("", "[[rules]] is missing: nothing would be managed")
            }
            return []
        }
        var selections: [Settings.Selection] = []
        var names: Set<String> = []
        for section in sections {
            reader.refuseUnknownKeys(section)
            let filter = filter(&reader, section)
            guard let rules = ruleSet(&reader, section, mode: mode) else { continue }
            if !names.insert(rules.name).inserted {
                reader.report(section.path(of: "name"), "two [[rules]] are named \"\(rules.name)\"")
            }
            selections.append(Settings.Selection(filter: filter, rules: rules))
        }
        checkPolicyFits(&reader, selections)
        return selections
    }

    private static func ruleSet(
        _ reader: inout ConfigurationReader, _ section: ConfigurationReader.Section, mode: ControlMode?
    ) -> RuleSet? {
        let name = reader.text(section, "name")
        if !reader.has(section, "name") { reader.report(section.path, "\"name\" is missing in [[rules]]") }
        let cap = cap(&reader, section, mode: mode)
        let slippage = reader.integer(section, "slippage_points", in: 0...1_000_000) ?? 0
        let commission = reader.money(section, "commission_per_lot") ?? .zero
        let trailing = trailing(&reader, section)
        let breakEven = breakEven(&reader, section)
        let profitLock = profitLock(&reader, section)
        guard let name else { return nil }
        return RuleSet(
            name: name, cap: cap,
            allowance: CostAllowance(
                slippage: Distance(points: slippage), commissionPerLot: commission),
            trailing: trailing, breakEven: breakEven, profitLock: profitLock)
    }

    /// There is no default: what a person can bear to lose nobody else can know.
    private static func cap(
        _ reader: inout ConfigurationReader, _ section: ConfigurationReader.Section, mode: ControlMode?
    ) -> LossCap? {
        let margin = reader.integer(section, "cap_margin_permille", in: 1...1_000) ?? 950
        guard reader.has(section, "cap") else {
            if let mode, mode != .shadow {
                reader.report(
                    section.path,
                    "\"cap\" is missing in [[rules]]: mode \"\(mode.name)\" needs the most one position may lose"
                )
            }
            return nil
        }
        guard let amount = reader.money(section, "cap") else { return nil }
        guard let cap = LossCap(amount: amount, marginPermille: margin) else {
            reader.report(section.path(of: "cap"), "\"cap\" must be greater than zero")
            return nil
        }
        return cap
    }

    private static func trailing(
        _ reader: inout ConfigurationReader, _ parent: ConfigurationReader.Section
    ) -> TrailingStop? {
        guard let section = reader.section(parent, "trailing") else { return nil }
        reader.refuseUnknownKeys(section)
        let points: ClosedRange<Int64> = 1...1_000_000_000
        let start = reader.integer(section, "start_points", in: 0...1_000_000_000)
        let step = reader.integer(section, "step_points", in: points)
        let distance = reader.integer(section, "distance_points", in: points)
        for key in ["start_points", "step_points", "distance_points"] where !reader.has(section, key) {
            reader.report(section.path, "\"\(key)\" is missing in trailing")
        }
        guard let start, let step, let distance else { return nil }
        return TrailingStop(
            start: Distance(points: start), step: Distance(points: step), distance: Distance(points: distance)
        )
    }

    private static func filter(
        _ reader: inout ConfigurationReader, _ section: ConfigurationReader.Section
    ) -> PositionFilter {
        let symbols = reader.texts(section, "symbols") ?? []
        for (index, symbol) in symbols.enumerated() where symbol.contains(",") {
            reader.report(
                "\(section.path(of: "symbols"))[\(index)]", "a symbol pattern cannot contain a comma")
        }
        // Magic 0 is a person's: "manual" asks for those.
        let magics = reader.integers(section, "magics", in: 1...Int64.max) ?? []
        return PositionFilter(
            symbols: symbols.map { SymbolPattern($0) }, magics: magics.map { Magic(UInt64($0)) },
            includesManual: reader.flag(section, "manual") ?? false)
    }

    /// The EA's own guard gets all filters in one message of limited size.
    private static func checkPolicyFits(
        _ reader: inout ConfigurationReader, _ selections: [Settings.Selection]
    ) {
        let policy = GuardPolicy(
            Settings(mode: .shadow, selections: selections), version: 1, latch: .none, liftsLocalLatch: false)
        if policy.symbols.utf8.count > WireLimits.textBytes {
            reader.report(
                "rules",
                "all \"symbols\" together are \(policy.symbols.utf8.count) bytes long; the EA's guard takes "
                    + "\(WireLimits.textBytes): use * to shorten them")
        }
        if policy.magics.count > WireLimits.magics {
            reader.report(
                "rules",
                "\(policy.magics.count) \"magics\" in all; the EA's guard takes \(WireLimits.magics)")
        }
    }
}
