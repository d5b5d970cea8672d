import Testing

@testable import Core

/// Random rule sets of every kind in random markets.
@Suite struct RuleMarketTests {
    @Test(arguments: UInt64(0)..<8)
    func noProposalLoosensRisksMoreThanTheCapOrLeavesTheBrokersLimits(block: UInt64) {
        var proposals = 0
        for seed in block * 50..<(block + 1) * 50 {
            var market = RuleMarket(seed: seed)
            market.run(ticks: 400)
            #expect(market.failures.isEmpty, "seed \(seed): \(market.failures)")
            proposals += market.log.count
        }
        #expect(proposals > 50, "hardly anything was proposed")
    }

    /// What a watch lets pass, deciding on every tick would have kept as well: the same stops at the same ticks.
    @Test(arguments: UInt64(0)..<8)
    func waitingForTheNamedPricesAndMomentsMissesNothing(block: UInt64) {
        for seed in block * 50..<(block + 1) * 50 {
            var waiting = RuleMarket(seed: seed)
            var eager = RuleMarket(seed: seed, shape: .init(decides: .onEveryTick))
            waiting.run(ticks: 400)
            eager.run(ticks: 400)
            let isSame = waiting.log == eager.log
            #expect(isSame, "seed \(seed): \(firstDifference(waiting.log, eager.log))")
        }
    }

    @Test(arguments: UInt64(0)..<4)
    func aSellInTheMirroredMarketGetsTheMirroredStops(block: UInt64) {
        for seed in block * 50..<(block + 1) * 50 {
            var plain = RuleMarket(seed: seed)
            var mirrored = RuleMarket(seed: seed, shape: .init(mirror: 2 * RuleMarket.open))
            plain.run(ticks: 400)
            mirrored.run(ticks: 400)
            let isSame = plain.log == mirrored.log
            #expect(isSame, "seed \(seed): \(firstDifference(plain.log, mirrored.log))")
        }
    }

    @Test(arguments: UInt64(0)..<4)
    func oneMoreDigitChangesNoStop(block: UInt64) {
        for seed in block * 50..<(block + 1) * 50 {
            var plain = RuleMarket(seed: seed, range: .withoutAverages)
            var scaled = RuleMarket(seed: seed, shape: .init(scale: 10), range: .withoutAverages)
            plain.run(ticks: 400)
            scaled.run(ticks: 400)
            let isSame = plain.log == scaled.log
            #expect(isSame, "seed \(seed): \(firstDifference(plain.log, scaled.log))")
        }
    }

    private func firstDifference(_ left: [String], _ right: [String]) -> String {
        for index in 0..<max(left.count, right.count) {
            let pair = (
                index < left.count ? left[index] : "nothing", index < right.count ? right[index] : "nothing"
            )
            if pair.0 != pair.1 { return "\(index): \(pair.0) is not \(pair.1)" }
        }
        return "none"
    }
}
