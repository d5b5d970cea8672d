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
        let problems = reader.problems.count
        let cap = cap(&reader, section, mode: mode)
        let slippage = reader.integer(section, "slippage_points", in: 0...1_000_000) ?? 0
        let commission = reader.money(section, "commission_per_lot") ?? .zero
        var rules = RuleSet(
            name: name ?? "", cap: cap,
            allowance: CostAllowance(
                slippage: Distance(points: slippage), commissionPerLot: commission),
            trailing: trailing(&reader, section), breakEven: breakEven(&reader, section))
        let ladder = ladder(&reader, section)
        rules.profitLock = ladder.locks
        rules.partialCloses = ladder.closes
        rules.unreachable = unreachableCap(&reader, section)
        rules.microLoss = reader.money(section, "micro_loss")
        rules.initial = initialStop(&reader, section)
        rules.guarding = guarding(&reader, section)
        rules.steps = profitSteps(&reader, section)
        rules.share = peakShare(&reader, section)
        rules.bars = bars(&reader, section)
        rules.chandelier = chandelier(&reader, section)
        rules.swing = swing(&reader, section)
        rules.parabolic = parabolic(&reader, section)
        rules.ageBreakEven = ageBreakEven(&reader, section)
        rules.ageTightening = ageTightening(&reader, section)
        rules.sessionEnd = sessionEnd(&reader, section)
        rules.weekEnd = weekEnd(&reader, section)
        // Parts that are missing because they were wrong would be called missing.
        if reader.problems.count == problems { reportProblems(&reader, section, of: rules) }
        return name == nil ? nil : rules
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
        let excluded = reader.integers(section, "exclude_magics", in: 1...Int64.max) ?? []
        for (index, magic) in excluded.enumerated() where magics.contains(magic) {
            reader.report(
                "\(section.path(of: "exclude_magics"))[\(index)]",
                "magic \(magic) stands in \"magics\" and in \"exclude_magics\"")
        }
        let manual = reader.flag(section, "manual") ?? false
        let side = reader.choice(section, "side", Side.allCases.map { ($0.name, $0) })
        let comment = reader.text(section, "comment") ?? ""
        let accounts = reader.integers(section, "accounts", in: 1...Int64.max) ?? []
        return PositionFilter(
            symbols: symbols.map { SymbolPattern($0) }, magics: magics.map { Magic(UInt64($0)) },
            excludedMagics: excluded.map { Magic(UInt64($0)) }, includesManual: manual, side: side,
            comment: comment, accounts: accounts.map { AccountNumber(UInt64($0)) })
    }

    /// The EA's own guard gets all rule sets in one message of limited size.
    private static func checkPolicyFits(
        _ reader: inout ConfigurationReader, _ selections: [Settings.Selection]
    ) {
        let policy = GuardPolicy(
            Settings(mode: .shadow, selections: selections), version: 1, latch: .none, liftsLocalLatch: false)
        guard let excess = policy.excess else { return }
        reader.report("rules", "\(excess.complaint) than the EA's guard takes: \(excess.remedy)")
    }
}

extension GuardPolicy.Excess {
    fileprivate var complaint: String {
        switch self {
        case .entries: "more rule sets"
        case .magics: "more \"magics\" and \"exclude_magics\""
        case .patterns: "more \"symbols\""
        case .text: "a longer \"comment\", or one of \"symbols\","
        case .bytes: "longer filters"
        }
    }

    fileprivate var remedy: String {
        switch self {
        case .entries: "at most \(WireLimits.guardEntries)"
        case .magics: "at most 255 in a list, \(WireLimits.guardMagics) in all"
        case .patterns: "at most 255 in a list, \(WireLimits.guardPatterns) in all; use * to shorten them"
        case .text: "at most \(WireLimits.textBytes) bytes"
        case .bytes:
            "at most \(WireLimits.guardPolicyBytes) bytes in all; use * to shorten \"symbols\""
        }
    }
}
