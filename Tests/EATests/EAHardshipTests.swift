import Core
import MQL5Runtime
import Testing

/// What the EA lives through: damaged files, a second copy of itself, blocked calls, a position that turns
/// round, the broker's silence.
@Suite struct EAHardshipTests {
    let bench: EABench

    init() throws {
        bench = try EABench()
        try bench.connect()
    }

    @Test func damagedFilesCountAsAbsent() throws {
        let ticket = bench.broker.open(sl: 1.09)
        bench.tradeChanged()
        try bench.run("the position is told") { bench.position(ticket) != nil }
        bench.daemon.say(bench.command(1, ticket: ticket, stop: 109_500, expected: 109_000))
        _ = try bench.result(1)
        try bench.damageFiles()
        bench.restart()
        try bench.connect()
        #expect(bench.hellos.first?.lastEpoch == Epoch(0))
        bench.daemon.say(bench.command(2, ticket: ticket, stop: 109_600, expected: 109_500))
        #expect(try bench.result(2).outcome == .done)
    }

    @Test func aSecondCopyStandsByAndTakesOver() throws {
        let other = try bench.attachAnother()
        defer { mql_program_destroy(other) }
        for _ in 0..<20 { mql_program_run_once(other, 5) }
        #expect(EABench.comment(of: other).contains("STANDING BY"))
        #expect(bench.daemon.connections == 1)
        mql_program_stop(bench.program, 1)
        for _ in 0..<400 where bench.daemon.connections == 1 {
            mql_program_run_once(other, 5)
            bench.daemon.poll()
        }
        #expect(bench.daemon.connections == 2)
    }

    @Test func aButtonPressedWhileStandingByDoesNothingLater() throws {
        bench.broker.open(sl: 1.09)
        let other = try bench.attachAnother()
        defer { mql_program_destroy(other) }
        for _ in 0..<200 where !mql_program_click(other, "Backstop.flatten") {
            mql_program_run_once(other, 5)
        }
        for _ in 0..<5 { mql_program_run_once(other, 5) }
        mql_program_stop(bench.program, 1)
        for _ in 0..<400 where bench.daemon.connections == 1 {
            mql_program_run_once(other, 5)
            bench.daemon.poll()
        }
        #expect(bench.daemon.connections == 2)
        for _ in 0..<200 { mql_program_run_once(other, 5) }
        #expect(bench.broker.requests.isEmpty)
    }

    @Test func aBlockedCallIsToldInTheHeartbeat() throws {
        bench.broker.open(sl: 1.09)
        bench.tradeChanged()
        var faults = mql_faults()
        mql_faults_set_block_call(&faults, "OrderCalcProfit")
        faults.block_ms = 60
        faults.block_count = 1
        mql_program_set_faults(bench.program, &faults)
        try bench.run("a heartbeat tells it") {
            bench.heartbeats.contains { $0.slowestCall == .calculation && $0.slowestCall_us >= 60_000 }
        }
    }

    @Test func aPositionThatTurnsRoundIsSeenForTheFirstTime() throws {
        let ticket = bench.broker.open(sl: 1.09)
        bench.tradeChanged()
        try bench.run("the position is told") { bench.position(ticket) != nil }
        let first = bench.position(ticket)?.seen
        bench.broker.change(ticket) {
            $0.type = 1
            $0.sl = 0
        }
        bench.tradeChanged()
        try bench.run("the other side is told") { bench.position(ticket)?.side == .sell }
        #expect(bench.position(ticket)?.stopLoss == nil)
        #expect(try #require(bench.position(ticket)?.seen) > first ?? Instant(nanoseconds: 0))
    }

    @Test func aTicketThatChangesIsAnotherPositionWithTheSameIdentifier() throws {
        let ticket = bench.broker.open(sl: 1.09)
        bench.tradeChanged()
        try bench.run("the position is told") { bench.position(ticket) != nil }
        bench.broker.change(ticket) { $0.ticket = ticket + 1_000 }
        bench.tradeChanged()
        try bench.run("the other ticket is told") { bench.position(ticket + 1_000) != nil }
        #expect(bench.position(ticket + 1_000)?.identifier == PositionID(ticket))
        try bench.run("the old one ends") { bench.daemon.heard.contains { $0.type == .positionClosed } }
    }

    @Test func readsAndWritesInAnyPieces() throws {
        var faults = mql_faults()
        faults.send_max_bytes = 7
        faults.speculative_readable_per_mille = 500
        mql_program_set_faults(bench.program, &faults)
        let ticket = bench.broker.open(sl: 1.09)
        bench.tradeChanged()
        try bench.run("the position is told") { bench.position(ticket) != nil }
        bench.daemon.say(bench.command(1, ticket: ticket, stop: 109_500, expected: 109_000))
        #expect(try bench.result(1).outcome == .done)
        #expect(bench.daemon.faults.isEmpty && bench.daemon.connections == 1)
    }

    @Test func aStaleCopyDoesNotHideWhatWasJustDone() throws {
        let ticket = bench.broker.open(sl: 1.09)
        bench.tradeChanged()
        try bench.run("the position is told") { bench.position(ticket) != nil }
        var faults = mql_faults()
        faults.stale_copy_ms = 300
        mql_program_set_faults(bench.program, &faults)
        bench.daemon.say(bench.command(1, ticket: ticket, stop: 109_500, expected: 109_000))
        #expect(try bench.result(1).outcome == .done)
        bench.daemon.say(bench.command(2, ticket: ticket, stop: 109_600, expected: 109_500))
        #expect(try bench.result(2).outcome == .done)
    }

    @Test func aListThatIsEmptyAfterAReconnectionClosesNothing() throws {
        let bench = try EABench()
        bench.broker.open(sl: 1.09)
        try bench.connect()
        bench.broker(isConnected: false)
        try bench.run("the loss of the broker is told") { !bench.lastPermissions.contains(.connected) }
        let positions = bench.broker.positions
        bench.broker.positions = []
        bench.broker(isConnected: true)
        bench.tradeChanged()
        try bench.run("the return of the broker is told") { bench.lastPermissions.contains(.connected) }
        bench.broker.positions = positions
        bench.tradeChanged()
        let beats = bench.heartbeats.count
        try bench.run("its list is trusted again") { bench.heartbeats.count > beats + 2 }
        #expect(!bench.daemon.heard.contains { $0.type == .positionClosed })
        bench.broker.positions = []
        bench.tradeChanged()
        try bench.run("its real end is told") { bench.daemon.heard.contains { $0.type == .positionClosed } }
    }

    @Test func anAnswerToAnotherProgramIsNotOurs() throws {
        let ticket = bench.broker.open(sl: 1.09, tp: 1.2)
        bench.tradeChanged()
        try bench.run("the position is told") { bench.position(ticket) != nil }
        bench.broker.answer = .held
        bench.daemon.say(
            bench.command(1, ticket: ticket, stop: 109_500, expected: 109_000, takeProfit: 120_000))
        try bench.run("the order leaves") { bench.broker.requests.count == 1 }
        var transaction = mql_trade_transaction()
        transaction.type = 10
        var theirs = bench.broker.requests[0]
        theirs.position = 5
        var refused = mql_trade_result()
        refused.request_id = 1
        refused.retcode = 10_016
        mql_program_push_transaction(bench.program, &transaction, &theirs, &refused)
        bench.run(steps: 5)
        bench.broker.answer = .done
        #expect(try bench.result(1).outcome == .done)
    }

    @Test func aTakeProfitOffTheGridMayStay() throws {
        bench.broker.tickSize = 0.00005
        let ticket = bench.broker.open(sl: 1.09, tp: 1.20003)
        bench.tradeChanged()
        try bench.run("the position is told") { bench.position(ticket) != nil }
        bench.daemon.say(
            bench.command(1, ticket: ticket, stop: 109_500, expected: 109_000, takeProfit: 120_003))
        #expect(try bench.result(1).outcome == .done)
        bench.daemon.say(
            bench.command(2, ticket: ticket, stop: 109_601, expected: 109_500, takeProfit: 120_003))
        #expect(try bench.result(2).refusal == .offGrid)
    }

    @Test func garbageOnTheLinkIsSurvivedAgainAndAgain() throws {
        for seed in UInt64(1)...8 {
            var random = SplitMix(seed: seed)
            let before = bench.daemon.connections
            bench.daemon.write(random.bytes(1 + random.below(400)) + [0xFF, 0xFF])
            try bench.run("it connects again, seed \(seed)") { bench.daemon.connections > before }
        }
        bench.daemon.forget()
        try bench.connect()
    }

    @Test func flattenClosesTheWorstFirst() throws {
        let tickets = [(-5.0), -50, 20].map { profit in
            let ticket = bench.broker.open(sl: 1.09)
            bench.broker.change(ticket) { $0.profit = profit }
            return ticket
        }
        bench.tradeChanged()
        try bench.run("the positions are told") { bench.position(tickets[2]) != nil }
        try bench.run("there is a panel") { mql_program_click(bench.program, "Backstop.flatten") }
        try bench.run("everything is closed") { bench.broker.positions.isEmpty }
        #expect(bench.broker.requests.map(\.position) == [tickets[1], tickets[0], tickets[2]])
    }
}

extension EABench {
    var heartbeats: [TerminalHeartbeat] {
        daemon.heard.compactMap { message in
            if case .heartbeat(let beat) = message { return beat }
            return nil
        }
    }
}

extension EABench {
    fileprivate var lastPermissions: Permissions {
        for message in daemon.heard.reversed() {
            if case .heartbeat(let beat) = message { return beat.permissions }
        }
        return .all
    }
}
