import Core
import Dispatch
import Synchronization

/// Writes what accounts remember of their day to disk, away from the thread that sends: once a second what has changed, and all at the end.
///
/// `tell` holds its lock for a few instructions, `write` only to copy what is to be written. `tell` and
/// `day(of:)` belong to the bridge thread, `run` to the thread "keeper".
final class DayKeeper: Sendable {
    private struct State {
        var latest: [AccountNumber: DayState] = [:]
        var changed: Set<AccountNumber> = []
        var failures: [Failure] = []
    }

    /// What the disk refused.
    struct Failure: Sendable {
        let account: AccountNumber
        let failure: CommandFailure
    }

    /// Kept until the bridge thread fetches them; more say nothing new.
    private static let failuresMax = 16

    private let store: DayStore
    private let state = Mutex(State())
    private let end = DispatchSemaphore(value: 0)

    init(_ store: DayStore) { self.store = store }

    /// What an earlier run has kept; read once an account, when it connects first.
    func day(of account: AccountNumber) throws(CommandFailure) -> DayState {
        try store.day(of: account)
    }

    func tell(_ day: DayState, of account: AccountNumber) {
        state.withLock { state in
            state.latest[account] = day
            state.changed.insert(account)
        }
    }

    /// What the disk has refused since this was last asked. Never waits: a taken lock answers later.
    func takeFailures() -> [Failure] {
        let taken = state.withLockIfAvailable { state in
            defer { state.failures.removeAll() }
            return state.failures
        }
        return taken ?? []
    }

    /// Writes until `stop`. What the disk refuses is tried again with the next change.
    func run() {
        while end.wait(timeout: .now() + .seconds(1)) == .timedOut { write(.running) }
        write(.ended)
    }

    /// After the last `tell`.
    func stop() { end.signal() }

    func write(_ moment: DayStore.Moment) {
        let due = state.withLock { state in
            defer { state.changed.removeAll(keepingCapacity: true) }
            switch moment {
            case .running: return state.latest.filter { state.changed.contains($0.key) }
            case .ended: return state.latest
            }
        }
        for (account, day) in due {
            do throws(CommandFailure) {
                try store.keep(day, of: account, moment)
            } catch {
                state.withLock { state in
                    guard state.failures.count < Self.failuresMax else { return }
                    state.failures.append(Failure(account: account, failure: error))
                }
            }
        }
    }
}
