import MQL5Runtime
import Testing

/// Loading, initialising, stopping and reloading a program.
@Suite struct ProgramLifeTests {
    @Test func aSymbolChangeKeepsTheGlobals() throws {
        let terminal = try TestTerminal()
        terminal.run()
        mql_program_change_chart(terminal.program, "GBPUSD", 5)
        #expect(
            terminal.printed == ["OnInit 1 EURUSD 1.50", "OnDeinit 3", "OnInit 2 GBPUSD 1.50"])
        #expect(terminal.state == MQL_STATE_RUNNING)
    }

    @Test func aReloadResetsTheGlobalsAndKeepsTheInputs() throws {
        let terminal = try TestTerminal(inputs: ["InpFactor": "2.25"])
        terminal.run()
        #expect(mql_program_reload(terminal.program, 6))
        terminal.run()
        #expect(
            terminal.printed == ["OnInit 1 EURUSD 2.25", "OnDeinit 6", "OnInit 1 EURUSD 2.25"])
    }

    @Test func anInputSetWhileTheProgramRunsTakesEffectAtTheNextLoad() throws {
        let terminal = try TestTerminal()
        terminal.run()
        #expect(mql_program_set_input(terminal.program, "InpFactor", "9"))
        mql_program_change_chart(terminal.program, "EURUSD", 5)
        #expect(terminal.printed.last == "OnInit 2 EURUSD 1.50")
        #expect(mql_program_reload(terminal.program, 5))
        terminal.run()
        #expect(terminal.printed.last == "OnInit 1 EURUSD 9.00")
    }

    @Test func aRefusedInitialisationUnloadsTheProgram() throws {
        let terminal = try TestTerminal(inputs: ["InpFailInit": "true"])
        #expect(terminal.run() == -1)
        #expect(terminal.state == MQL_STATE_UNLOADED)
        #expect(terminal.printed.last == "OnDeinit 8")
        #expect(terminal.unloadReasons == [8])
    }

    @Test func inputsAreCheckedAgainstTheirType() throws {
        let terminal = try TestTerminal()
        #expect(mql_program_set_input(terminal.program, "InpPeriod", "25"))
        #expect(!mql_program_set_input(terminal.program, "InpPeriod", "soon"))
        #expect(!mql_program_set_input(terminal.program, "InpFailInit", "maybe"))
        #expect(!mql_program_set_input(terminal.program, "InpNothing", "1"))
        #expect(mql_program_input_at(terminal.program, 0).map { String(cString: $0) } == "InpName")
        #expect(mql_program_input_at(terminal.program, 99) == nil)
    }

    @Test(arguments: [
        ("index", 4 as Int64, "array out of range: index 4, size 4"),
        ("index", -1, "array out of range: index -1, size 4"),
        ("dynamic", 0, "array out of range: index 0, size 0"),
        ("divide", 0, "zero divide"),
        ("remainder", 0, "zero divide"),
        ("real", 0, "zero divide"),
        ("format", 0, "format \"%d\""),
    ])
    func aCriticalErrorUnloadsTheProgramAndNothingElse(
        cause: String, argument: Int64, text: String
    ) throws {
        let terminal = try TestTerminal()
        terminal.run()
        terminal.pushChartEvent(cause, lparam: argument)
        terminal.run()
        #expect(terminal.state == MQL_STATE_STOPPED)
        #expect(terminal.stopText.hasPrefix(text))
        #expect(terminal.stopText.hasSuffix("in OnChartEvent"))
        #expect(terminal.unloadReasons == [-1])
        #expect(!terminal.printed.contains { $0.hasPrefix("OnDeinit") })
        #expect(terminal.run() == -1)

        #expect(mql_program_reload(terminal.program, 2))
        terminal.run()
        #expect(terminal.state == MQL_STATE_RUNNING)
    }

    @Test func aProgramMayRemoveItself() throws {
        let terminal = try TestTerminal()
        terminal.run()
        terminal.pushChartEvent("remove")
        terminal.run()
        #expect(terminal.state == MQL_STATE_UNLOADED)
        #expect(terminal.printed.last == "OnDeinit 0")
    }

    @Test func aStopRequestRunsOnDeinitWithItsReason() throws {
        let terminal = try TestTerminal()
        terminal.run()
        mql_program_request_stop(terminal.program, 9)
        terminal.run()
        #expect(terminal.printed.last == "OnDeinit 9")
        #expect(terminal.state == MQL_STATE_UNLOADED)
    }

    @Test func aScriptRunsOnceAndSeesTheStopFlag() throws {
        let terminal = try TestTerminal(program: "ProbeScript")
        mql_program_request_stop(terminal.program, 1)
        terminal.run()
        #expect(terminal.messages == ["OnStart true", "OnStart ends"])
        #expect(terminal.state == MQL_STATE_UNLOADED)
    }

    @Test func theChartIsReadable() throws {
        let terminal = try TestTerminal()
        terminal.run()
        var text = [CChar](repeating: 0, count: 64)
        #expect(mql_program_comment(terminal.program, &text, text.count) == 7)
        #expect(mql_program_objects_total(terminal.program) == 1)
    }

    @Test func withoutAHostThereAreNoPositions() throws {
        let terminal = try TestTerminal()
        terminal.run()
        terminal.pushChartEvent("positions")
        terminal.run()
        #expect(terminal.printed.last == "positions 0")
    }

    @Test func anUnknownProgramIsNotLoaded() {
        #expect(throws: TestTerminal.CannotStart.self) { try TestTerminal(program: "Nothing") }
    }

    @Test func aStopAskedForByACallbackWaitsForTheHandler() throws {
        let terminal = try TestTerminal()
        terminal.run()
        terminal.onPrint = { [unowned terminal] line in
            guard line.contains("OnTick") else { return }
            mql_program_stop(terminal.program, 4)
            #expect(terminal.state == MQL_STATE_RUNNING)
            #expect(!mql_program_reload(terminal.program, 2))
        }
        mql_program_push_tick(terminal.program, "EURUSD")
        terminal.run()
        #expect(terminal.state == MQL_STATE_UNLOADED)
        #expect(terminal.printed.suffix(2) == ["OnTick 1", "OnDeinit 4"])
    }
}
