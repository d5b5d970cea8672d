import Core
import TestSupport
import Testing

@testable import Daemon

/// What is remembered of a day outlives the daemon.
@Suite struct DayTests {
    private let folder: TemporaryFolder
    private let directory: StateDirectory
    private let store: DayStore
    private let account = AccountNumber(7)

    init() throws {
        folder = try TemporaryFolder()
        directory = try StateDirectory(taking: folder.path(of: "state"))
        store = DayStore(in: directory, limits: FlowLimits(window: 10, reserved: 2, ratePerSecond: 20))
    }

    @Test func anAccountThatWasNeverSeenHasUsedNothing() throws {
        #expect(try store.day(of: account) == DayState(day: 0, used: 0))
    }

    @Test func afterAnOrderlyEndTheNumberIsExact() throws {
        let keeper = DayKeeper(store)
        keeper.tell(DayState(day: 20_000, used: 5), of: account)
        keeper.tell(DayState(day: 20_000, used: 6), of: account)
        keeper.stop()
        keeper.run()
        #expect(try store.day(of: account) == DayState(day: 20_000, used: 6))
    }

    @Test func afterACrashWhatMayNotHaveBeenKeptIsAdded() throws {
        let keeper = DayKeeper(store)
        keeper.tell(DayState(day: 20_000, used: 6), of: account)
        keeper.write(.running)
        #expect(try store.day(of: account) == DayState(day: 20_000, used: 6 + 2 * 20 + 10))
    }

    @Test func theBalanceOfItsBeginningAndALossThatWasActedOnAreKept() throws {
        let kept = DayState(day: 20_000, used: 6, balance: Money(units: -5), isLossReached: true)
        try store.keep(kept, of: account, .ended)
        #expect(try store.day(of: account) == kept)
    }

    @Test(arguments: [
        "", "5", "5 6", "5 6 ended", "a 6 - below ended", "5 -1 - below ended", "5 6 - below later",
        "5 6 - below ended 7", "-1 6 - below ended", "5 6 x below ended", "5 6 - maybe ended",
    ])
    func whatCannotBeUnderstoodIsAnErrorAndNotZero(line: String) throws {
        try directory.replace("day-7", with: Array((line + "\n").utf8))
        #expect(throws: CommandFailure.self) { try store.day(of: account) }
    }
}
