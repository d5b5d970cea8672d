@testable import Core

/// Rule sets of every kind, drawn from a seed.
struct RandomRules {
    /// What may be drawn.
    enum Range {
        case everything
        /// Nothing that average true ranges are rounded into: what scales exactly with the price.
        case withoutAverages
    }

    let range: Range
    /// Points in what the distances below call a point.
    var scale: Int64 = 1

    func draw(_ dice: inout Dice) -> RuleSet {
        var rules = Sample.rules(cap: Sample.cap(dice.roll(150...900)))
        rules.cap = LossCap(
            amount: Money(units: dice.roll(150...900) * Money.unitsPerWhole),
            balanceMillionths: dice.chance(20) ? dice.roll(10_000...80_000) : nil)
        rules.allowance = CostAllowance(
            slippage: Distance(points: dice.roll(0...3) * scale),
            commissionPerLot: Money(units: dice.roll(0...7) * Money.unitsPerWhole))
        rules.unreachable = dice.one(of: [.tightest, .tightest, .close])
        rules.bars = BarSettings(
            period: dice.one(of: [.m1, .m5]), atrBars: dice.roll(1...6), chandelierBars: dice.roll(1...6),
            swingBars: dice.roll(1...6))
        if dice.chance(40) { rules.initial = initial(&dice) }
        if dice.chance(50) { rules.breakEven = breakEven(&dice) }
        if dice.chance(40) { rules.profitLock = ladder(&dice) }
        if dice.chance(40) { rules.steps = steps(&dice) }
        if dice.chance(40) { rules.share = share(&dice) }
        if dice.chance(60) { rules.trailing = trailing(&dice) }
        if range == .everything {
            if dice.chance(30) {
                rules.chandelier = ChandelierStop(
                    multiplePermille: dice.roll(500...4_000), start: distance(0...60, .points, &dice),
                    step: step(&dice))
            }
            if dice.chance(30) {
                rules.parabolic = ParabolicStop(start: distance(0...60, .points, &dice), step: step(&dice))
            }
        }
        if dice.chance(30) {
            rules.swing = SwingStop(
                buffer: distance(0...30, .points, &dice), start: distance(0...60, .points, &dice),
                step: step(&dice))
        }
        if dice.chance(30) { rules.ageBreakEven = AgeBreakEven(after: time(&dice), offset: even(&dice)) }
        if dice.chance(30) {
            rules.ageTightening = AgeTightening(
                after: time(&dice), distance: distance(20...200, .points, &dice), step: step(&dice))
        }
        if dice.chance(20) { rules.sessionEnd = ending(.daily, &dice) }
        if dice.chance(20) { rules.weekEnd = ending(.weekly, &dice) }
        if dice.chance(40) { rules.guarding = guarding(&dice) }
        if dice.chance(40) { rules.partialCloses = parts(&dice) }
        return rules
    }

    private func time(_ dice: inout Dice) -> TimeSpan { .milliseconds(dice.roll(1...1_500_000)) }
    private func step(_ dice: inout Dice) -> Distance { Distance(points: dice.roll(1...20) * scale) }
    private func even(_ dice: inout Dice) -> RuleDistance { distance(0...20, .points, &dice) }

    private func distance(
        _ points: ClosedRange<Int64>, _ unit: RuleDistance.Unit, _ dice: inout Dice
    ) -> RuleDistance {
        let roll = dice.roll(points)
        let amount: Int64 =
            switch unit {
            case .points: roll * scale
            case .money: roll * Money.unitsPerWhole
            case .riskPermille: roll * 10
            case .entryMillionths: roll * 10
            case .atrPermille: roll * 50
            case .balanceMillionths: roll * 100
            }
        return RuleDistance(unit: unit, amount: amount)
    }

    private func unit(_ dice: inout Dice) -> RuleDistance.Unit {
        let exact: [RuleDistance.Unit] = [
            .points, .money, .riskPermille, .entryMillionths, .balanceMillionths,
        ]
        return dice.one(of: range == .everything ? RuleDistance.Unit.allCases : exact)
    }

    private func initial(_ dice: inout Dice) -> InitialStop? {
        InitialStop(
            distance: dice.chance(60)
                ? distance(30...300, dice.one(of: [.points, .money, .entryMillionths]), &dice) : nil,
            atrPermille: range == .everything && dice.chance(40) ? dice.roll(500...5_000) : nil,
            balanceMillionths: dice.chance(40) ? dice.roll(5_000...50_000) : nil,
            existing: dice.one(of: InitialStop.Existing.allCases))
    }

    private func breakEven(_ dice: inout Dice) -> BreakEven? {
        let unit = unit(&dice)
        return BreakEven(
            trigger: distance(21...120, unit, &dice), offset: distance(0...20, unit, &dice),
            costs: isRoundedOnce(unit) ? dice.one(of: BreakEven.Costs.allCases) : .ignored)
    }

    /// Costs and an offset in another unit than money are rounded apart, which does not scale exactly.
    private func isRoundedOnce(_ unit: RuleDistance.Unit) -> Bool {
        range == .everything || unit == .points || unit == .money
    }

    private func ladder(_ dice: inout Dice) -> ProfitLock? {
        let unit = unit(&dice)
        return ProfitLock([
            .init(at: distance(31...60, unit, &dice), lock: distance(1...30, unit, &dice)),
            .init(at: distance(61...100, unit, &dice), lock: distance(31...60, unit, &dice)),
            .init(at: distance(101...180, unit, &dice), lock: distance(61...100, unit, &dice)),
        ])
    }

    private func parts(_ dice: inout Dice) -> PartialCloses? {
        let unit = unit(&dice)
        return PartialCloses([
            .init(at: distance(20...60, unit, &dice), sharePermille: dice.roll(1...450)),
            .init(at: distance(61...120, unit, &dice), sharePermille: dice.roll(1...450)),
        ])
    }

    private func steps(_ dice: inout Dice) -> ProfitSteps? {
        let unit = unit(&dice)
        return ProfitSteps(
            every: distance(5...40, unit, &dice), behind: distance(0...40, unit, &dice),
            start: dice.chance(50) ? distance(0...80, unit, &dice) : nil,
            most: dice.chance(40) ? distance(20...150, unit, &dice) : nil)
    }

    private func share(_ dice: inout Dice) -> PeakShare? {
        let unit = unit(&dice)
        return PeakShare(
            [
                .init(at: distance(10...40, unit, &dice), keepPermille: dice.roll(300...700)),
                .init(at: distance(80...160, unit, &dice), keepPermille: dice.roll(701...999)),
            ], step: distance(1...20, unit, &dice),
            most: dice.chance(40) ? distance(20...150, unit, &dice) : nil)
    }

    private func trailing(_ dice: inout Dice) -> TrailingStop? {
        TrailingStop(
            start: distance(0...80, unit(&dice), &dice), step: step(&dice),
            distance: distance(10...120, unit(&dice), &dice),
            most: dice.chance(30) ? distance(30...200, unit(&dice), &dice) : nil)
    }

    private func ending(_ recurrence: ClosingTime.Recurrence, _ dice: inout Dice) -> ClosingTime? {
        ClosingTime(
            recurrence, minute: dice.roll(1...60), lead: .seconds(dice.roll(1...20) * 60),
            distance: distance(20...150, .points, &dice), step: step(&dice))
    }

    private func guarding(_ dice: inout Dice) -> TighteningGuard? {
        TighteningGuard(
            ageMin: dice.chance(50) ? .milliseconds(dice.roll(1...600_000)) : .zero,
            spreadPermille: dice.roll(0...3_000), buffer: distance(0...20, .points, &dice),
            atrFloorPermille: range == .everything ? dice.roll(0...1_500) : 0,
            calmPermille: range == .everything && dice.chance(50) ? dice.roll(500...3_000) : nil)
    }
}
