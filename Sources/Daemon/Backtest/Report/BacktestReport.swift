import Broker
import Core

/// What one backtest amounts to. Nothing in it depends on the machine it ran on or on how long it took.
struct BacktestReport: Sendable {
    /// The rule sets that had positions, in the order of the configuration, and "(no rule set)".
    let ruleSets: [(name: String, figures: FigureSet)]
    /// All of it, and what belongs to no rule set: requests, budget, decisions.
    let total: FigureSet
    let positions: [TestedPosition]
    let limits: [String]
    let notes: [String]
    let ticks: Int
    let from: MarketTime?
    let to: MarketTime
    let contracts: [Contract]
    let writtenMode: ControlMode
    let observer: SessionObserver?

    static let unmanaged = "(no rule set)"

    /// - Parameter run: played to its end.
    init(_ run: BacktestRun, notes: [String]) {
        let inputs = run.inputs
        var ruleSets: [(name: String, figures: FigureSet)] = []
        for name in inputs.settings.selections.map(\.rules.name) + [Self.unmanaged] {
            let own = run.ledger.positions.filter { ($0.rules?.name ?? Self.unmanaged) == name }
            guard !own.isEmpty else { continue }
            ruleSets.append((name, PositionFigures(own, balance: inputs.balance).figures))
        }
        self.ruleSets = ruleSets
        var total = PositionFigures(run.ledger.positions, balance: inputs.balance).figures
        total.add(run.ledger, budget: inputs.settings.flow.budget)
        if let observer = run.observer { total.add(observer.ours) }
        self.total = total
        positions = run.ledger.positions
        limits = run.ledger.limits
        self.notes = notes
        ticks = run.ticks
        from = run.firstTime
        to = run.clock.time
        contracts = inputs.contracts
        writtenMode = inputs.writtenMode
        observer = run.observer
    }
}

extension FigureSet {
    fileprivate mutating func add(_ ledger: BacktestLedger, budget: Int) {
        add("stops_beyond_cap", ledger.audit.beyond)
        add("stops_cap_unreachable", ledger.audit.unreachable)
        add("stop_requests", ledger.stopRequests)
        add("close_requests", ledger.closeRequests)
        let gone = ledger.verdicts[.positionClosed] ?? 0
        let failed = ledger.verdicts.filter { !$0.key.isSuccess && $0.key != .positionClosed }
        add("rejected", failed.values.reduce(0, +))
        let codes = failed.map { (String($0.key.rawValue), $0.value) }
        add("rejected_by_code", Dictionary(codes) { $0 + $1 }, in: codes.map(\.0).sorted())
        add("closed_in_flight", gone)
        add("refused_by_terminal", ledger.refused)
        let busiest = ledger.requestsByDay.max { ($0.value, $1.key) < ($1.value, $0.key) }
        add("days_with_requests", ledger.requestsByDay.count)
        add("busiest_day", .word(busiest.map { MarketTime.text(ofDay: $0.key) }))
        add("busiest_day_requests", busiest?.value ?? 0)
        add("budget_per_day", budget)
        for (day, count) in ledger.requestsByDay.sorted(by: { $0.key < $1.key }) {
            add("requests_by_day.\(MarketTime.text(ofDay: day))", count)
        }
    }

    fileprivate mutating func add(_ audit: DecisionAudit) {
        add("decisions_checked", audit.evaluations)
        add("decisions_called_for", audit.calls)
        add("decisions_late", audit.late)
        add("decision_delay_max_samples", audit.delayMax)
    }
}

extension BacktestReport: Encodable {
    private enum Keys: String, CodingKey {
        case ruleSets, total, positions, limits, notes, ticks, from, to, writtenMode, judgedAs
    }

    private struct RuleSetEntry: Encodable {
        let name: String
        let figures: FigureSet
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(
            ruleSets.map { RuleSetEntry(name: $0.name, figures: $0.figures) }, forKey: .ruleSets)
        try container.encode(total, forKey: .total)
        try container.encode(positions.map { PositionEntry($0, contracts) }, forKey: .positions)
        try container.encode(limits, forKey: .limits)
        try container.encode(notes, forKey: .notes)
        try container.encode(ticks, forKey: .ticks)
        try container.encode(from?.text, forKey: .from)
        try container.encode(to.text, forKey: .to)
        try container.encode(writtenMode.name, forKey: .writtenMode)
        try container.encode(ControlMode.manage.name, forKey: .judgedAs)
    }
}
