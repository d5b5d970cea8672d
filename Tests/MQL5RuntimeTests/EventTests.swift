import MQL5Runtime
import Testing
import TestSupport

/// MetaTrader's event queues: what is merged, what is displaced, what is never lost.
@Suite struct EventTests {
    private func runningTerminal(inputs: [String: String] = [:]) throws -> TestTerminal {
        let terminal = try TestTerminal(inputs: inputs)
        terminal.run()
        return terminal
    }

    @Test func ticksAreMergedWhileOneIsQueued() throws {
        let terminal = try runningTerminal()
        for _ in 0..<5 { mql_program_push_tick(terminal.program, "EURUSD") }
        terminal.run()
        #expect(terminal.statistics.ticks_delivered == 1)
        #expect(terminal.statistics.ticks_coalesced == 4)
    }

    @Test func aTickThatComesWhileOnTickRunsIsLost() throws {
        let terminal = try runningTerminal()
        terminal.onPrint = { [unowned terminal] line in
            if line.contains("OnTick") { mql_program_push_tick(terminal.program, "EURUSD") }
        }
        mql_program_push_tick(terminal.program, "EURUSD")
        terminal.run()
        terminal.run()
        #expect(terminal.printed.filter { $0.hasPrefix("OnTick") } == ["OnTick 1"])
    }

    @Test func ticksOfOtherSymbolsRaiseNothing() throws {
        let terminal = try runningTerminal()
        mql_program_push_tick(terminal.program, "GBPUSD")
        #expect(terminal.run() == 0)
    }

    @Test func bookEventsAreNeverSkipped() throws {
        let terminal = try runningTerminal()
        for _ in 0..<20 { mql_program_push_book(terminal.program, "GBPUSD") }
        #expect(terminal.run() == 20)
        #expect(terminal.printed.last == "OnBookEvent GBPUSD")
    }

    @Test func eventsBeforeOnInitAreDropped() throws {
        let terminal = try TestTerminal()
        mql_program_push_tick(terminal.program, "EURUSD")
        mql_program_push_book(terminal.program, "EURUSD")
        terminal.pushDeal(1)
        terminal.run()
        #expect(terminal.run() == 0)
        #expect(terminal.printed == ["OnInit 1 EURUSD 1.50"])
    }

    @Test func eventsAreDeliveredInTheirOrder() throws {
        let terminal = try runningTerminal()
        mql_program_push_book(terminal.program, "A")
        mql_program_push_tick(terminal.program, "EURUSD")
        mql_program_push_book(terminal.program, "B")
        terminal.run()
        #expect(terminal.printed.suffix(3) == ["OnBookEvent A", "OnTick 1", "OnBookEvent B"])
    }

    @Test func onTradeFollowsItsTransactions() throws {
        let terminal = try runningTerminal()
        terminal.pushDeal(7)
        terminal.pushDeal(8)
        terminal.run()
        terminal.run()
        #expect(
            terminal.printed.suffix(3)
                == ["OnTradeTransaction 7 0 ", "OnTradeTransaction 8 0 ", "OnTrade"])
    }

    @Test func anAnswerCarriesItsRequestAndRaisesNoTradeEvent() throws {
        let terminal = try runningTerminal()
        var transaction = mql_trade_transaction()
        transaction.type = 10
        var request = mql_trade_request()
        withUnsafeMutableBytes(of: &request.comment) { field in
            mql_text_set(field.baseAddress, field.count, "moved")
        }
        var result = mql_trade_result()
        result.request_id = 31
        mql_program_push_transaction(terminal.program, &transaction, &request, &result)
        terminal.run()
        terminal.run()
        #expect(terminal.printed.last == "OnTradeTransaction 0 31 moved")
    }

    @Test func theTransactionQueueDisplacesItsOldestEntries() throws {
        let terminal = try runningTerminal()
        for ticket in 1...1030 { terminal.pushDeal(UInt64(ticket)) }
        terminal.run()
        #expect(terminal.statistics.transactions_displaced == 6)
        #expect(terminal.statistics.transactions_delivered == 1024)
        #expect(terminal.printed[1] == "OnTradeTransaction 7 0 ")
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func transactionsMayBePermutedWithoutLoss(seed: UInt64) throws {
        let terminal = try runningTerminal()
        var faults = mql_faults()
        faults.transaction_shuffle_window = 8
        faults.seed = seed
        mql_program_set_faults(terminal.program, &faults)
        for ticket in 1...50 { terminal.pushDeal(UInt64(ticket)) }
        terminal.run()
        let order = terminal.printed.compactMap { line in
            line.hasPrefix("OnTradeTransaction") ? Int(line.split(separator: " ")[1]) : nil
        }
        #expect(order != Array(1...50), "seed \(seed)")
        #expect(order.sorted() == Array(1...50), "seed \(seed)")
    }

    @Test func theTimerIsNoFasterThanTenMilliseconds() throws {
        let terminal = try runningTerminal(inputs: ["InpPeriod": "1"])
        let clock = ContinuousClock()
        let took = clock.measure {
            while terminal.statistics.timers_delivered < 5 { terminal.run(waitingUpTo: 1000) }
        }
        #expect(took >= .milliseconds(49))
    }

    @Test func timerEventsThatFallIntoALongHandlerAreMerged() throws {
        let terminal = try runningTerminal(inputs: ["InpPeriod": "10", "InpBlock": "100"])
        mql_program_push_tick(terminal.program, "EURUSD")
        terminal.run()
        #expect(terminal.statistics.timers_coalesced >= 4)
        #expect(terminal.run() == 1)
        #expect(terminal.printed.last == "OnTimer")
    }

    @Test func theHostRunsWhileTheProgramSleeps() throws {
        let terminal = try runningTerminal(inputs: ["InpBlock": "5"])
        var idled = 0
        terminal.onIdle = { [unowned terminal] in
            idled += 1
            mql_program_push_book(terminal.program, "FROM IDLE")
        }
        mql_program_push_tick(terminal.program, "EURUSD")
        terminal.run()
        #expect(idled > 0)
        terminal.run()
        #expect(terminal.printed.last == "OnBookEvent FROM IDLE")
    }

    @Test func aWakeUpEndsTheWait() throws {
        let terminal = try runningTerminal()
        mql_program_wake(terminal.program)
        let patience = Patience()
        terminal.run(waitingUpTo: UInt32(Patience.seconds) * 1_000)
        #expect(!patience.isOver)
    }

    @Test func aClickReachesTheProgram() throws {
        let terminal = try runningTerminal()
        #expect(mql_program_click(terminal.program, "stop"))
        #expect(!mql_program_click(terminal.program, "no such button"))
        terminal.run()
        #expect(terminal.printed.last == "OnChartEvent 1 0 0.0 stop")
        var object = mql_chart_object()
        #expect(mql_program_object(terminal.program, "stop", &object))
        #expect(object.pressed)
        #expect(String(cString: mql_object_text(&object)) == "STOP")
    }

    @Test func eventsPushedByOtherThreadsAllArrive() async throws {
        let terminal = try runningTerminal()
        let program = SendableProgram(terminal.program)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<100 { mql_program_push_book(program.pointer, "GBPUSD") }
                }
            }
        }
        while terminal.run() > 0 {}
        #expect(terminal.statistics.book_events_delivered == 400)
    }

    @Test func aFullQueueDropsWhatComesLater() throws {
        let terminal = try runningTerminal()
        for _ in 0..<4100 { mql_program_push_book(terminal.program, "GBPUSD") }
        terminal.run()
        #expect(terminal.statistics.book_events_delivered == 4096)
        #expect(terminal.statistics.queue_overflows == 4)
    }
}

/// Only the calls marked "any thread" are made through it.
private struct SendableProgram: @unchecked Sendable {
    let pointer: OpaquePointer
    init(_ pointer: OpaquePointer) { self.pointer = pointer }
}
