import ArgumentParser
import Core
import Foundation
import Journal
import TestSupport
import Testing

@testable import Daemon

/// `backstop explain`, by a log that never changes.
@Suite struct ExplainTests {
    private let script = ExplainScript()

    private static let golden = """
        Position 71, account 5012345: BUY 0.50 XAUUSD at 2412.30, closed at 2412.38 with 0.38
        Times in UTC, money in USD.

        2026-11-27 08:30:01.001  Opened: BUY 0.50 lots XAUUSD at 2412.30
                                   stop none, take-profit 2430.00
                                   opened by an expert advisor, magic 5
                                   comment "tr\u{FFFD}end"
        2026-11-27 08:30:01.010  Stop 2412.24 asked for instead of none: loss cap (request 1)
                                   bid 2412.20, ask 2412.35, spread 15 points
                                   loss cap 2412.24 won, no other rule asked
                                   limits: tightened to the loss cap; rounded to the tick size
                                   if that stop is hit it costs 2.85 with all costs; by price alone it may lose 2.70
        2026-11-27 08:30:01.090  Request 1 (stop 2412.24) confirmed by the position itself after 80 ms
        2026-11-27 08:31:00.000  Stop 2412.40 asked for instead of 2412.24: break-even (request 2)
                                   bid 2412.20, ask 2412.35, spread 15 points
                                   break-even 2412.40 won over loss cap 2412.24, trailing stop 2412.35; best price so far 2413.30
                                   if that stop is hit it still earns 3.00 after all costs; by price alone it may lose 2.70
        2026-11-27 08:31:00.081  Request 2 (stop 2412.40) rejected by the broker: it does not take such a level (code 10016)
        2026-11-27 08:31:00.500  Would have asked for stop 2412.30 instead of 2412.24: tightest stop the broker allows (shadow mode, nothing is sent)
                                   bid 2412.20, ask 2412.35, spread 15 points
                                   tightest stop the broker allows 2412.30 won, no other rule asked
                                   what it could cost is not known; by price alone it may lose 2.70
                                   the stop that the loss cap asks for cannot be placed: this is the best there is
        2026-11-27 08:31:00.600  Stop 2411.00 held back by the last check: beyond the loss cap
                                   it could cost 9.12, the cap allows 2.85
        2026-11-27 08:31:10.000  Stop 2412.50 asked for instead of 2412.24: profit lock (request 3)
                                   bid 2412.20, ask 2412.35, spread 15 points
                                   profit lock 2412.50 won, no other rule asked
                                   if that stop is hit it still earns 8.00 after all costs; by price alone it may lose 2.70
        2026-11-27 08:31:11.000  Request 3 (stop 2412.50) is of unknown fate: no answer in 1.000 s; the position is read back
        2026-11-27 08:31:11.500  The terminal was lost (silent), after 1 min 11 s
        2026-11-27 08:31:13.000  The terminal connected
        2026-11-27 08:31:13.100  Request 3 (stop 2412.50) read back: it did not happen, after 3.100 s
        2026-11-27 08:31:20.000  Somebody else changed stop 2412.24 to none, take-profit 2430.00 to 2425.00
        2026-11-27 08:31:20.500  The broker changed the ticket to 99
        2026-11-27 08:31:21.000  Kill switch at pause: no stop is tightened, the cap still holds, by the chart's panel
        2026-11-27 08:31:21.500  Incident: a wake-up took 62 ms
        2026-11-27 08:31:30.000  Closed at 2412.38 by its stop-loss
                                   the stop was 2412.40: filled 2 points worse
                                   profit 4.00, commission -3.50, swap -0.12, fee 0.00: 0.38 in all
                                   governed by "gold"
                                   it was open for 1 h 1 min 51 s

        """

    @Test func theStoryOfAPositionIsToldInPlainWords() {
        let story = PositionStory(
            PositionLog(of: script.ticket, script.records), account: ExplainScript.account)
        let told = story.text.split(separator: "\n", omittingEmptySubsequences: false)
        let expected = Self.golden.split(separator: "\n", omittingEmptySubsequences: false)
        for (said, meant) in zip(told, expected) { #expect(said == meant) }
        #expect(told.count == expected.count)
    }

    @Test func everyLineSaysFromWhichRecordItComes() throws {
        let story = PositionStory(
            PositionLog(of: script.ticket, script.records), account: ExplainScript.account)
        #expect(story.lines.first?.record == 3)
        #expect(story.lines.map(\.record) == story.lines.map(\.record).sorted())
        let json = try Console.json(story)
        #expect(json.contains("\"event\":\"stop_requested\""))
        #expect(json.contains("\"ticket\":71"))
    }

    @Test func theStoryIsFoundInTheFilesByEachTicketItHadAndTheOthersAreNot() throws {
        let folder = try TemporaryFolder()
        let state = folder.path(of: "state")
        write(script.entries, in: state)
        let logs = LogFolder(account: ExplainScript.account, in: state)
        for ticket in [Ticket(71), Ticket(99)] {
            let story = PositionStory(try PositionLog(of: ticket, in: logs), account: ExplainScript.account)
            #expect(story.text == Self.golden)
        }
        #expect(try PositionLog(of: Ticket(70), in: logs).records.count > 1)
        #expect(failure("72", in: state)?.code == .noInput)
        #expect(failure("71", in: folder.path(of: "elsewhere"))?.code == .noInput)
        #expect(failure("71", in: state) == nil)
    }

    @Test func severalAccountsAskForOne() throws {
        let folder = try TemporaryFolder()
        let state = folder.path(of: "state")
        write(script.entries, in: state)
        var others = script.entries
        for index in others.indices { others[index].account = AccountNumber(8) }
        write(others, in: state)
        let refused = try #require(failure("71", in: state))
        #expect(refused.code == .usage)
        #expect(refused.message.contains("8, 5012345"))
        #expect(failure("71", in: state, "--account", "8") == nil)
        #expect(failure("71", in: state, "--account", "9")?.code == .noInput)
    }

    private func write(_ entries: [LogEntry], in state: String) {
        var journal = DirectJournal(JournalPlace(state: state, alert: { _ in }))
        for entry in entries { journal.record(entry) }
        _ = journal.write(at: .zero)
        #expect(journal.pending == 0)
    }

    private func failure(_ ticket: String, in state: String, _ more: String...) -> CommandFailure? {
        do {
            try ExplainCommand.parse([ticket, "--state-dir", state] + more).run()
            return nil
        } catch let failure as CommandFailure {
            return failure
        } catch {
            return CommandFailure(.software, "\(error)")
        }
    }
}
