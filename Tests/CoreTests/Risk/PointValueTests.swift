import Testing

@testable import Core

/// The arithmetic of risk against a slow model in exact fractions, on random and on hostile values.
@Suite struct PointValueTests {
    private func drawn(_ dice: inout Dice) throws -> (Valuation, Position) {
        func amount(_ dice: inout Dice) -> Money { Money(units: dice.roll(1...1_000_000_000_000)) }
        let valuation = try #require(
            Valuation(
                symbol: Sample.symbol, reference: Distance(points: dice.roll(1...100_000)),
                buyLoss: amount(&dice), buyProfit: amount(&dice), sellLoss: amount(&dice),
                sellProfit: amount(&dice)))
        var position = Sample.position(
            1, dice.chance(50) ? .buy : .sell, open: dice.roll(10_000...3_000_000),
            swap: dice.roll(-500_000_000...500_000_000), commission: dice.roll(-900_000_000...0))
        position.volume = Volume(units: dice.roll(1...50_000_000_000))
        return (valuation, position)
    }

    @Test func lossAtAStopEqualsTheExactFractionRoundedAgainstUs() throws {
        for seed: UInt64 in 0..<4_000 {
            var dice = Dice(seed: seed)
            let (valuation, position) = try drawn(&dice)
            let allowance = CostAllowance(
                slippage: Distance(points: dice.roll(0...50)),
                commissionPerLot: Money(units: dice.roll(0...1_000_000_000)))
            let worst = WorstCase(of: position, valuation: valuation, allowance: allowance)
            let stop = position.openPrice.points + dice.roll(-5_000...5_000)
            let exact =
                SlowModel.ceiling(SlowModel.priceLoss(position, at: stop, valuation))
                + SlowModel.costs(position, valuation, allowance)
            #expect(Int128(worst.loss(at: Price(points: stop)).units) == exact, "seed \(seed)")
        }
    }

    @Test func theLoosestStopIsWithinTheLimitAndTheNextLooserOneIsNot() throws {
        for seed: UInt64 in 0..<4_000 {
            var dice = Dice(seed: seed)
            let (valuation, position) = try drawn(&dice)
            let tick = Distance(points: dice.one(of: [1, 5, 25]))
            let allowance = CostAllowance(slippage: Distance(points: dice.roll(0...20)))
            let worst = WorstCase(of: position, valuation: valuation, allowance: allowance)
            let limit = Money(units: dice.roll(1...2_000_000_000_000))
            let stop = worst.loosestStop(within: limit, tick: tick)
            #expect(stop.isOnGrid(of: tick), "seed \(seed)")
            #expect(worst.loss(at: stop) <= limit, "seed \(seed)")
            let looser = position.side.favoured(stop, by: -tick)
            let isBounded = position.side.gain(from: looser, to: position.openPrice).points < Price.limit
            if isBounded { #expect(worst.loss(at: looser) > limit, "seed \(seed)") }
        }
    }

    @Test func valuesAtTheEdgesOfTheWireNeverTrapAndErrAgainstUs() throws {
        let most = Money(units: WireLimits.moneyUnits)
        let one = Money(units: 1)
        let longest = Distance(points: Price.limit)
        for reference in [Distance(points: 1), longest] {
            for amount in [one, most] {
                let valuation = try #require(
                    Valuation(
                        symbol: Sample.symbol, reference: reference, buyLoss: amount, buyProfit: amount,
                        sellLoss: amount, sellProfit: amount))
                for volume in [Volume(units: 0), Volume(units: 1), Volume(units: Volume.limit)] {
                    for side in Side.allCases {
                        let loss = valuation.loss(of: volume, side: side, over: longest)
                        let profit = valuation.profit(of: volume, side: side, over: longest)
                        #expect(loss >= profit && profit >= .zero)
                        for money in [one, most, .max] {
                            let away = valuation.distance(losing: money, volume: volume, side: side)
                            #expect(valuation.loss(of: volume, side: side, over: away) <= money)
                        }
                    }
                }
            }
        }
    }

    @Test(arguments: Side.allCases, [-Price.limit, -1, 1, Price.limit])
    func aHostilePositionIsDecidedWithoutATrap(side: Side, edge: Int64) throws {
        for other in [-Price.limit, 1, Price.limit] {
            var position = Sample.position(1, side, open: edge, stop: other == 1 ? nil : other)
            position.volume = Volume(units: Volume.limit)
            position.commission = Money(units: -WireLimits.moneyUnits)
            position.swap = Money(units: -WireLimits.moneyUnits)
            let spec = Sample.spec(
                tick: Price.limit, stopsLevel: Price.limit, freezeLevel: other == 1 ? Price.limit : 0)
            let rules = Sample.rules(
                cap: LossCap(amount: .max),
                trailing: Sample.trailing(start: Price.limit, step: Price.limit, distance: Price.limit),
                allowance: CostAllowance(
                    slippage: Distance(points: Price.limit), commissionPerLot: .max))
            for reference in [1, Price.limit] {
                let valuation = Sample.valuation(whole: 40_000_000_000, reference: reference)
                var rig = Rig.ready(Sample.settings(.manage, rules), specs: [spec], valuations: [valuation])
                rig.isBeyondSlowModel = true
                rig.receive(.position(position))
                rig.receive(.tick(Sample.tick(1, Price.limit)))
                rig.receive(.tick(Sample.tick(Price.limit, 1)))
                rig.pass(.seconds(1))
            }
        }
    }
}
