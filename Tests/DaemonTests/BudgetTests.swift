import Core
import Testing

@testable import Daemon

/// What has been used of a day outlives the daemon.
@Suite struct BudgetTests {
    private let folder: TemporaryFolder
    private let directory: StateDirectory
    private let store: BudgetStore
    private let account = AccountNumber(7)

    init() throws {
        folder = try TemporaryFolder()
        directory = try StateDirectory(taking: folder.path(of: "state"))
        store = BudgetStore(in: directory, limits: FlowLimits(window: 10, reserved: 2, ratePerSecond: 20))
    }

    @Test func anAccountThatWasNeverSeenHasUsedNothing() throws {
        #expect(try store.budget(of: account) == BudgetState(day: 0, used: 0))
    }

    @Test func afterAnOrderlyEndTheNumberIsExact() throws {
        let keeper = BudgetKeeper(store)
        keeper.tell(BudgetState(day: 20_000, used: 5), of: account)
        keeper.tell(BudgetState(day: 20_000, used: 6), of: account)
        keeper.stop()
        keeper.run()
        #expect(try store.budget(of: account) == BudgetState(day: 20_000, used: 6))
    }

    @Test func afterACrashWhatMayNotHaveBeenKeptIsAdded() throws {
        let keeper = BudgetKeeper(store)
        keeper.tell(BudgetState(day: 20_000, used: 6), of: account)
        keeper.write(.running)
        #expect(try store.budget(of: account) == BudgetState(day: 20_000, used: 6 + 2 * 20 + 10))
    }

    @Test(arguments: ["", "5", "5 6", "a 6 ended", "5 -1 ended", "5 6 later", "5 6 ended 7", "-1 6 ended"])
    func whatCannotBeUnderstoodIsAnErrorAndNotZero(line: String) throws {
        try directory.replace("budget-7", with: Array((line + "\n").utf8))
        #expect(throws: CommandFailure.self) { try store.budget(of: account) }
    }
}
