import Core

/// What whoever guarded a recorded session did, beside what the guardian did with the same positions and prices.
///
/// What the session's own guardian kept is what a position had earned at its last reading; what it brought in the end is
/// not in the file.
struct BotComparison: Encodable, Sendable {
    /// Of the session as recorded.
    let recorded: FigureSet
    /// Of the backtest.
    let backtest: FigureSet

    /// - Parameter events: `nil` where nobody says what was asked of the broker.
    init(_ session: RecordedSession, _ report: BacktestReport, events: BotEvents?) {
        var recorded = FigureSet()
        var backtest = FigureSet()
        var last: [Ticket: Money] = [:]
        var peak: [Ticket: Money] = [:]
        var moves = 0
        var stops: [Ticket: Price] = [:]
        for reading in session.readings {
            last[reading.ticket] = reading.profit
            peak[reading.ticket] = max(peak[reading.ticket] ?? .zero, reading.profit)
            if let before = stops[reading.ticket], reading.stopLoss != before { moves += 1 }
            stops[reading.ticket] = reading.stopLoss
        }
        recorded.add("positions", last.count)
        backtest.add("positions", report.positions.count)
        if let events {
            recorded.add("stop_requests", events.requests)
            recorded.add("stop_requests_accepted", events.accepted)
            recorded.add("accepted_without_a_move", events.idle)
            recorded.add("codes", events.codes, in: events.codes.keys.sorted())
        }
        backtest.copy("stop_requests", from: report.total)
        recorded.add("stops_seen_moved", moves)
        backtest.add("stops_seen_moved", report.positions.reduce(0) { $0 + $1.stopsMoved })
        // Every position counts, also one that the market's end found open.
        let results = report.positions.map { $0.ending == nil ? $0.floating : $0.result }
        recorded.add("result", last.values.reduce(.zero, +))
        backtest.add("result", results.reduce(.zero, +))
        let won = peak.filter { $0.value > .zero }
        Self.addKept(won.map { ($0.value, last[$0.key] ?? .zero) }, to: &recorded)
        Self.addKept(
            zip(report.positions, results).filter { $0.0.peak > .zero }.map { ($0.0.peak, $0.1) },
            to: &backtest)
        if let observer = report.observer {
            recorded.add("stops_beyond_cap_readings", observer.theirsBeyondCap)
            recorded.add("stops_beyond_cap_positions", observer.theirPositionsBeyondCap.count)
            backtest.copy("stops_beyond_cap", from: report.total)
            recorded.add("readings", observer.theirs.readings)
            recorded.add("readings_with_a_stale_stop", observer.theirs.ages.count)
            recorded.add("spells_of_staleness", observer.theirs.spells)
            for (name, permille) in [("p50", 500), ("p90", 900), ("p99", 990), ("max", 1_000)] {
                recorded.add("staleness.\(name)", .milliseconds(observer.theirs.percentile(permille)))
            }
            backtest.copy("decisions_checked", from: report.total)
            backtest.copy("decisions_called_for", from: report.total)
            backtest.copy("decisions_late", from: report.total)
            backtest.copy("decision_delay_max_samples", from: report.total)
            recorded.add("valuation_error_max", observer.valuationErrorMax)
        }
        self.recorded = recorded
        self.backtest = backtest
    }

    private static func addKept(_ positions: [(peak: Money, kept: Money)], to figures: inout FigureSet) {
        let peak = positions.map(\.peak).reduce(.zero, +)
        let kept = positions.map(\.kept).reduce(.zero, +)
        figures.add("positions_ever_in_profit", positions.count)
        figures.add("peak_profit", peak)
        figures.add("kept_of_peak", kept)
        figures.add("kept_share", .permille(share(kept, of: peak)))
        let shares = positions.compactMap { share($0.kept, of: $0.peak) }.sorted()
        figures.add("kept_share_median", .permille(shares.isEmpty ? nil : shares[(shares.count - 1) / 2]))
    }

    private static func share(_ part: Money, of whole: Money) -> Int? {
        whole > .zero ? Int(Int128(part.units) * 1_000 / Int128(whole.units)) : nil
    }
}

extension FigureSet {
    fileprivate mutating func copy(_ name: String, from other: FigureSet) {
        if let value = other[name] { add(name, value) }
    }
}
