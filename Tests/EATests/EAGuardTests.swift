import Core
import MQL5Runtime
import Testing

/// What the EA does on its own: the guard, the latch on the chart, one holder per account.
@Suite struct EAGuardTests {
    let bench: EABench

    init() throws {
        bench = try EABench()
        try bench.connect()
    }

    private func policy(
        mode: ControlMode = .protect, latch: KillLevel = .none, lifts: Bool = false, cap: Int64 = 500,
        delay_ms: UInt32 = 30,
        magics: [Magic] = [], symbols: String = "", slippage: Int64 = 0, manual: Bool = true,
        perLot: Int64 = 0
    ) -> DaemonMessage {
        .guardPolicy(
            GuardPolicy(
                version: 1, mode: mode, latch: latch, liftsLocalLatch: lifts, guardDelay_ms: delay_ms,
                entries: [
                    entry(
                        PositionFilter(
                            symbols: symbols.isEmpty ? [] : [SymbolPattern(symbols)], magics: magics,
                            includesManual: manual), cap: cap, slippage: slippage, perLot: perLot)
                ]))
    }

    private func entry(
        _ filter: PositionFilter, cap: Int64, balanceMillionths: Int64? = nil, slippage: Int64 = 0,
        perLot: Int64 = 0
    ) -> GuardEntry {
        GuardEntry(
            filter: filter,
            cap: LossCap(
                amount: Money(units: cap * 100_000_000), balanceMillionths: balanceMillionths),
            allowance: CostAllowance(
                slippage: Distance(points: slippage),
                commissionPerLot: Money(units: perLot * 100_000_000)))
    }

    private func policy(_ entries: [GuardEntry]) -> DaemonMessage {
        .guardPolicy(
            GuardPolicy(
                version: 1, mode: .protect, latch: .none, liftsLocalLatch: false, guardDelay_ms: 30,
                entries: entries))
    }

    /// A position opened once the policy is in force; its stop in points when it has one.
    private func guarded(_ ticket: UInt64) throws -> Int64 {
        bench.tradeChanged()
        try bench.run("the guard gives a stop") { (bench.broker.stop(of: ticket) ?? 0) > 0 }
        return Int64(((bench.broker.stop(of: ticket) ?? 0) * 100_000).rounded())
    }

    private func staysWithoutStop(_ ticket: UInt64) {
        bench.tradeChanged()
        bench.run(steps: 60)
        #expect(bench.broker.stop(of: ticket) == 0)
    }

    @Test func givesAStopWithinTheCap() throws {
        bench.daemon.say(policy())
        // 95 % of 500 is 475; 3.50 of commission leave 471.50, which is 471.5 points: 471 fit, 472 do not.
        #expect(try guarded(bench.broker.open(tp: 1.3)) == 110_010 - 471)
        #expect(bench.broker.requests[0].tp == 1.3)
        try bench.run("it is told") { bench.daemon.heard.contains { $0.type == .guardActed } }
    }

    @Test func givesASellItsStopAboveTheMarket() throws {
        bench.daemon.say(policy())
        #expect(try guarded(bench.broker.open(side: 1, price: 1.1)) == 110_000 + 471)
    }

    @Test func countsSlippageAndWhatIsStillToPay() throws {
        bench.daemon.say(policy(slippage: 20, perLot: 7))
        #expect(try guarded(bench.broker.open()) == 110_010 - (471 - 27))
    }

    @Test func placesTheTightestStopWhereTheCapCannotBe() throws {
        bench.broker.stopsLevel = 100
        bench.daemon.say(policy(cap: 20))
        #expect(try guarded(bench.broker.open()) == 110_000 - 100)
    }

    @Test func placesTheTightestStopWhenTheTerminalCannotValue() throws {
        bench.broker.canValue = false
        bench.daemon.say(policy())
        #expect(try guarded(bench.broker.open()) == 110_000 - 1)
    }

    @Test func placesTheTightestStopWhenNothingSeemsToBeWorthAnything() throws {
        bench.broker.isWorthless = true
        bench.daemon.say(policy())
        #expect(try guarded(bench.broker.open(side: 1, price: 1.1)) == 110_010 + 1)
    }

    @Test func aSymbolTradedOnRequestGetsItsStopToo() throws {
        bench.broker.executionMode = 0
        bench.daemon.say(policy())
        #expect(try guarded(bench.broker.open()) == 110_010 - 471)
    }

    @Test func triesAgainWhenTheBrokerRefuses() throws {
        bench.broker.answer = .refuse(10_016)
        bench.daemon.say(policy())
        let ticket = bench.broker.open()
        bench.tradeChanged()
        try bench.run("it tries twice") { bench.broker.requests.count > 1 }
        bench.broker.answer = .done
        _ = try guarded(ticket)
    }

    @Test func actsWithoutADaemonAndAfterARestart() throws {
        bench.daemon.say(policy())
        bench.run(steps: 10)
        let ticket = bench.broker.open()
        bench.daemon.isObliging = false
        bench.restart()
        _ = try guarded(ticket)
    }

    @Test func leavesAStopThatIsThereAlone() throws {
        bench.daemon.say(policy())
        let ticket = bench.broker.open(sl: 1.0)
        bench.tradeChanged()
        bench.run(steps: 60)
        #expect(bench.broker.requests.isEmpty && bench.broker.stop(of: ticket) == 1.0)
    }

    @Test func doesNothingInShadow() throws {
        bench.daemon.say(policy(mode: .shadow))
        staysWithoutStop(bench.broker.open())
        try bench.run("the chart says so") { bench.comment.contains("SHADOW: NOT PROTECTED") }
    }

    @Test func doesNothingWithoutACap() throws {
        bench.daemon.say(policy(cap: 0))
        staysWithoutStop(bench.broker.open())
    }

    @Test func doesNothingToWhatIsNotItsOwn() throws {
        bench.daemon.say(policy(magics: [Magic(8)], symbols: "EUR*"))
        staysWithoutStop(bench.broker.open(magic: 7))
        bench.daemon.say(policy(symbols: "GBP*"))
        staysWithoutStop(bench.broker.open(magic: 8))
        bench.daemon.say(policy(manual: false))
        staysWithoutStop(bench.broker.open(magic: 0))
    }

    @Test func aPositionThatNoRuleSetManagesIsNeverTouched() throws {
        let sells = PositionFilter(includesManual: true, side: .sell)
        let marked = PositionFilter(excludedMagics: [Magic(7)], comment: "grid")
        bench.daemon.say(policy([entry(sells, cap: 500), entry(marked, cap: 500)]))
        let unmanaged = [
            bench.broker.open(magic: 0), bench.broker.open(magic: 8, comment: "other"),
            bench.broker.open(magic: 7, comment: "grid 1"),
        ]
        let managed = bench.broker.open(magic: 8, comment: "my grid")
        bench.tradeChanged()
        #expect(try guarded(managed) == 110_010 - 471)
        #expect(try guarded(bench.broker.open(side: 1, price: 1.1, magic: 0)) == 110_000 + 471)
        bench.run(steps: 40)
        for ticket in unmanaged { #expect(bench.broker.stop(of: ticket) == 0) }
    }

    @Test func theFirstRuleSetThatMatchesSaysWhatAStopMayCost() throws {
        let first = PositionFilter(magics: [Magic(8)])
        bench.daemon.say(
            policy([entry(first, cap: 100), entry(PositionFilter(includesManual: true), cap: 500)]))
        // 95 less 3.50 of commission.
        #expect(try guarded(bench.broker.open(magic: 8)) == 110_010 - 91)
        #expect(try guarded(bench.broker.open(magic: 9)) == 110_010 - 471)
    }

    @Test func aRuleSetWithoutACapManagesAndLeavesAlone() throws {
        let first = PositionFilter(magics: [Magic(8)])
        bench.daemon.say(
            policy([entry(first, cap: 0), entry(PositionFilter(includesManual: true), cap: 500)]))
        let alone = bench.broker.open(magic: 8)
        _ = try guarded(bench.broker.open(magic: 9))
        bench.run(steps: 40)
        #expect(bench.broker.stop(of: alone) == 0)
    }

    @Test func aShareOfTheTerminalsOwnBalanceIsTheCapWhereItIsSmaller() throws {
        let all = PositionFilter(includesManual: true)
        // One percent of 10,000, of which 95 % less 3.50 of commission.
        bench.daemon.say(policy([entry(all, cap: 500, balanceMillionths: 10_000)]))
        #expect(try guarded(bench.broker.open()) == 110_010 - 91)
        bench.broker.balance = 1_000_000
        #expect(try guarded(bench.broker.open()) == 110_010 - 471)
    }

    @Test func thePolicyWithAllItsRuleSetsOutlivesARestart() throws {
        let sells = PositionFilter(includesManual: true, side: .sell)
        let marked = PositionFilter(symbols: [SymbolPattern("EUR*")], magics: [Magic(8)], comment: "grid")
        bench.daemon.say(policy([entry(sells, cap: 500), entry(marked, cap: 100)]))
        bench.run(steps: 10)
        bench.daemon.isObliging = false
        bench.restart()
        let unmanaged = bench.broker.open(magic: 9, comment: "grid")
        #expect(try guarded(bench.broker.open(magic: 8, comment: "grid")) == 110_010 - 91)
        bench.run(steps: 40)
        #expect(bench.broker.stop(of: unmanaged) == 0)
    }

    @Test func aPolicyOfAnOlderLayoutIsNotReadAndTheLatchBesideItHolds() throws {
        bench.daemon.say(policy())
        let ticket = bench.broker.open(sl: 1.09)
        bench.tradeChanged()
        try bench.run("the position is told") { bench.position(ticket) != nil }
        try bench.run("there is a panel") { mql_program_click(bench.program, "Backstop.freeze") }
        bench.run(steps: 5)
        bench.daemon.isObliging = false
        #expect(try bench.rewriteState(magic: 0x314D_5342))
        bench.restart()
        try bench.run("the latch holds") { bench.comment.contains("FROZEN") }
        #expect(bench.comment.contains("NO POLICY"))
        staysWithoutStop(bench.broker.open())
    }

    @Test func doesNothingWhileFrozen() throws {
        bench.daemon.say(policy(latch: .freeze))
        staysWithoutStop(bench.broker.open())
    }

    @Test func theFreezeButtonLatchesUntilTheDaemonLiftsIt() throws {
        bench.daemon.say(policy())
        let ticket = bench.broker.open(sl: 1.09)
        bench.tradeChanged()
        try bench.run("the position is told") { bench.position(ticket) != nil }
        try bench.run("there is a panel") { mql_program_click(bench.program, "Backstop.freeze") }
        try bench.run("the daemon is told") { bench.daemon.heard.contains { $0.type == .panel } }
        bench.daemon.say(bench.command(1, ticket: ticket, stop: 109_500, expected: 109_000))
        #expect(try bench.result(1).refusal == .latched)
        bench.restart()
        try bench.connect()
        staysWithoutStop(bench.broker.open())
        bench.daemon.say(policy(lifts: true))
        bench.daemon.say(bench.command(2, ticket: ticket, stop: 109_500, expected: 109_000))
        #expect(try bench.result(2).outcome == .done)
    }

    @Test func theFlattenButtonClosesEverythingAndThenFreezes() throws {
        bench.daemon.say(policy())
        for _ in 0..<3 { bench.broker.open(sl: 1.09) }
        bench.tradeChanged()
        bench.daemon.isObliging = false
        bench.daemon.drop()
        try bench.run("there is a panel") { mql_program_click(bench.program, "Backstop.flatten") }
        try bench.run("everything is closed") { bench.broker.positions.isEmpty }
        try bench.run("it freezes") { bench.comment.contains("FROZEN") }
        #expect(bench.broker.requests.count == 3)
    }

    @Test func onNettingFlattenClosesOneAtATime() throws {
        bench.broker.marginMode = 0
        bench.daemon.say(policy())
        for _ in 0..<3 { bench.broker.open(sl: 1.09) }
        bench.tradeChanged()
        bench.broker.answer = .lost
        bench.run(steps: 5)
        try bench.run("there is a panel") { mql_program_click(bench.program, "Backstop.flatten") }
        bench.run(steps: 20)
        #expect(bench.broker.requests.count == 1)
    }

    @Test(arguments: [true, false]) func onNettingACloseOfOpenFateIsNotSentTwice(isTimeout: Bool) throws {
        bench.broker.marginMode = 0
        bench.daemon.say(policy())
        bench.broker.open(sl: 1.09)
        bench.tradeChanged()
        bench.broker.answer = isTimeout ? .refuse(10_012) : .lost
        bench.run(steps: 5)
        try bench.run("there is a panel") { mql_program_click(bench.program, "Backstop.flatten") }
        let clock = ContinuousClock()
        let sent = clock.now
        // Longer than the answer is waited for and than a rejected close is held back.
        try bench.run("time passes") { clock.now - sent > .milliseconds(1_800) }
        #expect(bench.broker.requests.count == 1)
    }

    @Test func flattenClosesNoMoreAtOnceThanTheBrokerTakes() throws {
        bench.broker.volumeMax = 0.4
        bench.broker.open(sl: 1.09)
        bench.tradeChanged()
        try bench.run("there is a panel") { mql_program_click(bench.program, "Backstop.flatten") }
        try bench.run("everything is closed") { bench.broker.positions.isEmpty }
        #expect(bench.broker.requests.map(\.volume) == [0.4, 0.4, 0.2])
    }

    @Test func theWorstCaseIsOnTheChart() throws {
        bench.daemon.say(policy())
        bench.broker.open(sl: 1.095)
        bench.tradeChanged()
        // 510 points and 3.50 of commission.
        try bench.run("the chart says so") { bench.comment.contains("worst case 513.50") }
    }
}
