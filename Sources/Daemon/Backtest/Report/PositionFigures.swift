import Core

/// What the positions of one rule set, or all of them, amount to.
struct PositionFigures {
    private let positions: [TestedPosition]
    private let balance: Money

    init(_ positions: [TestedPosition], balance: Money) {
        self.positions = positions
        self.balance = balance
    }

    var figures: FigureSet {
        let closed = positions.filter { $0.ending != nil }
        var figures = FigureSet()
        figures.add("positions", positions.count)
        figures.add("closed", closed.count)
        figures.add("open_at_end", positions.count - closed.count)
        addStops(to: &figures)
        addExits(of: closed, to: &figures)
        figures.add("result_net", sum(closed.map(\.result)))
        figures.add("floating_at_end", sum(positions.filter { $0.ending == nil }.map(\.floating)))
        addProfitKept(of: closed, to: &figures)
        addLosses(of: closed, to: &figures)
        addFirstStops(to: &figures)
        return figures
    }

    private func addStops(to figures: inout FigureSet) {
        var byRule: [String: Int] = [:]
        for position in positions {
            for (rule, count) in position.moves { byRule[rule.key, default: 0] += count }
        }
        figures.add("stops_moved", positions.reduce(0) { $0 + $1.stopsMoved })
        figures.add("stops_by_rule", byRule, in: Rule.allCases.map(\.key))
    }

    private func addExits(of closed: [TestedPosition], to figures: inout FigureSet) {
        var exits: [String: Int] = [:]
        var byRule: [String: Int] = [:]
        var reasons: [String: Int] = [:]
        for case let cause? in closed.map(\.ending?.cause) {
            exits[cause.key, default: 0] += 1
            switch cause {
            case .stop(let source): byRule[source.key, default: 0] += 1
            case .guardian(let reason): reasons[reason.key, default: 0] += 1
            case .takeProfit, .owner, .stopOut: break
            }
        }
        figures.add("exits", exits, in: TestedPosition.Cause.keys)
        figures.add("stop_exits_by_rule", byRule, in: ["own"] + Rule.allCases.map(\.key))
        figures.add(
            "guardian_closes", reasons,
            in: [StopPlan.CloseReason.capReached, .capUnreachable, .flatten].map(\.key))
    }

    /// By price alone: what was earned at the exit against the most that could have been, of closed positions that
    /// were ever in profit.
    private func addProfitKept(of closed: [TestedPosition], to figures: inout FigureSet) {
        let won = closed.filter { $0.peak > .zero }
        let peak = sum(won.map(\.peak))
        let kept = sum(won.map(\.earned))
        figures.add("peak_profit", peak)
        figures.add("kept_of_peak", kept)
        figures.add("kept_share", .permille(share(kept, of: peak)))
        let shares = won.compactMap { share($0.earned, of: $0.peak) }.sorted()
        figures.add("kept_share_median", .permille(shares.isEmpty ? nil : shares[(shares.count - 1) / 2]))
    }

    private func addLosses(of closed: [TestedPosition], to figures: inout FigureSet) {
        var tally = CloseTally()
        var beyond = 0
        for position in closed {
            guard let rules = position.rules else { continue }
            tally.count(position.result, under: rules)
            if let cap = rules.cap?.bounded(by: balance), -position.result > cap.amount { beyond += 1 }
        }
        let counts = tally.ruleSets.map { tally[$0] }
        let closes = counts.reduce(0) { $0 + Int($1.closes) }
        let micro = counts.reduce(0) { $0 + Int($1.microLosses) }
        figures.add("losing_closes", counts.reduce(0) { $0 + Int($1.losses) })
        figures.add("micro_losses", micro)
        figures.add(
            "micro_loss_rate", .permille(closes == 0 ? nil : (micro * 1_000 + closes - 1) / closes))
        figures.add("losses_beyond_cap", beyond)
    }

    private func addFirstStops(to figures: inout FigureSet) {
        let delays = positions.compactMap { $0.firstStopAfter }.map {
            ($0.nanoseconds + 999_999) / 1_000_000
        }.sorted()
        figures.add("first_stops", delays.count)
        figures.add(
            "first_stop_p50", .milliseconds(delays.isEmpty ? nil : delays[(delays.count - 1) / 2]))
        figures.add("first_stop_max", .milliseconds(delays.last))
    }

    private func sum(_ amounts: [Money]) -> Money { amounts.reduce(.zero, +) }

    /// Thousandths, rounded down; `nil` of nothing.
    private func share(_ part: Money, of whole: Money) -> Int? {
        guard whole > .zero else { return nil }
        let product = Int128(part.units) * 1_000
        let quotient = product / Int128(whole.units)
        return Int(product % Int128(whole.units) < 0 ? quotient - 1 : quotient)
    }
}
