import Core
import Dispatch
import Synchronization

/// Writes budgets to disk away from the thread that sends: once a second what has changed, and all at the end.
///
/// `tell` holds its lock for a few instructions, `write` only to copy what is to be written. `tell` and
/// `budget` belong to the bridge thread, `run` to the thread "keeper".
final class BudgetKeeper: Sendable {
    private struct State {
        var latest: [AccountNumber: BudgetState] = [:]
        var changed: Set<AccountNumber> = []
    }

    private let store: BudgetStore
    private let state = Mutex(State())
    private let end = DispatchSemaphore(value: 0)

    init(_ store: BudgetStore) { self.store = store }

    /// What an earlier run has kept; read once an account, when it connects first.
    func budget(of account: AccountNumber) throws(CommandFailure) -> BudgetState {
        try store.budget(of: account)
    }

    func tell(_ budget: BudgetState, of account: AccountNumber) {
        state.withLock { state in
            state.latest[account] = budget
            state.changed.insert(account)
        }
    }

    /// Writes until `stop`. What the disk refuses is given to `failed` and tried again with the next change.
    func run(failed: (AccountNumber, CommandFailure) -> Void) {
        while end.wait(timeout: .now() + .seconds(1)) == .timedOut { write(.running, failed: failed) }
        write(.ended, failed: failed)
    }

    /// After the last `tell`.
    func stop() { end.signal() }

    func write(_ moment: BudgetStore.Moment, failed: (AccountNumber, CommandFailure) -> Void) {
        let due = state.withLock { state in
            defer { state.changed.removeAll(keepingCapacity: true) }
            switch moment {
            case .running: return state.latest.filter { state.changed.contains($0.key) }
            case .ended: return state.latest
            }
        }
        for (account, budget) in due {
            do throws(CommandFailure) {
                try store.keep(budget, of: account, moment)
            } catch {
                failed(account, error)
            }
        }
    }
}
