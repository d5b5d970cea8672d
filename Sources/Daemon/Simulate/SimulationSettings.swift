import Broker
import Core
import Journal

/// What one simulated run is made of; together with the program's version it decides every byte of it.
struct SimulationSettings: Sendable {
    /// Market time is virtual time: both run as fast as the machine allows.
    var duration = TimeSpan.seconds(3_600)
    var seed: UInt64 = 1
    var positions = 10
    /// Faults strike up to `calm` before the end, whatever their windows say.
    var faults: [FaultSpec] = []
    var latency = TimeSpan.milliseconds(60)
    var marginMode = AccountTerms.MarginMode.hedging
    /// What the guardian is told to do in place of the built-in rules.
    var given: Settings?
    /// What one position may lose, under any rules.
    var cap = Money(units: 3 * Money.unitsPerWhole)
    /// By what every position is guarded; `nil` for rules in points that need no bars.
    var ruleSet: RuleSet?
    /// Tick files to play; none: quotes made up from the seed.
    var tickFiles: [String] = []
    var from: MarketTime?
    /// Prints what happens in a window; it changes nothing.
    var trace: SimulationTrace?
    /// Where the machines' inputs are recorded; it changes nothing either. `nil`: nowhere.
    var inputs: InputPlace?
    /// The state folder in which the trade log and the store are written; likewise. `nil`: nowhere.
    var trades: String?

    /// The last stretch of a run is free of faults, so that convergence can be asked for.
    var calm: TimeSpan { min(.seconds(600), TimeSpan(nanoseconds: duration.nanoseconds / 4)) }

    /// Until when faults may strike.
    var stormEnd: TimeSpan { TimeSpan(nanoseconds: duration.nanoseconds - calm.nanoseconds) }

    /// The faults, their windows cut where the calm begins.
    var boundedFaults: [FaultSpec] {
        faults.compactMap { spec in
            var bounded = spec
            bounded.to = min(spec.to, stormEnd)
            return bounded.from < bounded.to ? bounded : nil
        }
    }

    /// Whether the guardian closes parts at targets: every other seed, so that both are tried.
    var closesParts: Bool { seed % 2 == 0 }

    /// What the guardian is told to do.
    var rules: Settings { given ?? builtIn }

    private var builtIn: Settings {
        Settings(
            mode: .manage,
            selections: [
                Settings.Selection(
                    filter: PositionFilter(includesManual: true), rules: ruleSet ?? usualRules)
            ])
    }

    private var usualRules: RuleSet {
        let trailing = TrailingStop(
            start: Distance(points: 100), step: Distance(points: 20), distance: Distance(points: 150))
        var rules = RuleSet(
            name: "simulated", cap: LossCap(amount: cap),
            allowance: CostAllowance(
                slippage: .zero, commissionPerLot: Money(units: 3 * Money.unitsPerWhole)),
            trailing: trailing,
            breakEven: BreakEven(trigger: Distance(points: 80), offset: Distance(points: 10)),
            profitLock: ProfitLock([
                ProfitLock.Rung(at: Distance(points: 150), lock: Distance(points: 60)),
                ProfitLock.Rung(at: Distance(points: 300), lock: Distance(points: 180)),
            ]))
        rules.microLoss = Money(units: Money.unitsPerWhole / 2)
        if closesParts {
            rules.partialCloses = PartialCloses(
                [(60, 300), (120, 200), (250, 200)].compactMap { at, share in
                    RuleDistance(Distance(points: at)).map { .init(at: $0, sharePermille: share) }
                })
        }
        return rules
    }

    /// The largest share of a position that any rule set closes in parts.
    private var partsMaxPermille: Int64 {
        let shares = rules.selections.map { selection in
            selection.rules.partialCloses?.rungs.reduce(0) { $0 + $1.sharePermille } ?? 0
        }
        return shares.max() ?? 0
    }

    var venue: Venue.Settings {
        Venue.Settings(
            terms: AccountTerms(marginMode: marginMode), seed: seed, latency: latency, faults: boundedFaults,
            schedule: PositionSchedule.Settings(positions: positions, cap: cap), checker: checker)
    }

    /// A broker whose round trip leaves no second after the 700 ms that the EA's guard waits for a daemon is
    /// given the time it takes.
    private var checker: CheckerSettings {
        var checker = CheckerSettings(cap: cap)
        let slowest = TimeSpan.milliseconds(750 + latency.milliseconds * 3 / 2)
        checker.partsMaxPermille = partsMaxPermille
        checker.uncoveredMax = max(checker.uncoveredMax, slowest)
        return checker
    }
}
