import Core
import Runtime
import Synchronization

/// Keeps the stores of all accounts in step with their logs, on a thread of its own.
///
/// It is told what is durable (`durable`, any thread; a lock for a few instructions and a bell) and reads the
/// rest from the log's files. However slow, locked or broken a database is, neither the journal thread nor the
/// trading thread ever waits for it. Owner: the thread that made it.
public final class StoreKeeper: Sendable {
    /// What becomes durable within this time is taken over in one transaction.
    private static let pace = TimeSpan.milliseconds(250)

    private struct Shared {
        var durable: [AccountNumber: UInt64] = [:]
        var states: [AccountNumber: StoreState] = [:]
    }

    private let state: String
    private let disk: any JournalDisk
    private let shared = Mutex(Shared())
    private let doorbell = Doorbell()
    private let news = Atomic<Bool>(false)
    private let isEnding = Atomic<Bool>(false)

    /// - Parameter state: the state folder.
    public init(in state: String, disk: any JournalDisk = SystemDisk()) {
        self.state = state
        self.disk = disk
    }

    /// Everything up to this number of the account's log is durable. Any thread.
    public func durable(_ account: AccountNumber, _ sequence: UInt64) {
        shared.withLock { $0.durable[account] = sequence }
        wake()
    }

    /// How each account's store is. Any thread.
    public var states: [AccountNumber: StoreState] { shared.withLock { $0.states } }

    /// Ends `run` once the stores have taken what is durable, or cannot. Any thread.
    public func stop() {
        isEnding.store(true, ordering: .releasing)
        wake()
    }

    private func wake() {
        news.store(true, ordering: .releasing)
        doorbell.ring()
    }

    /// Until `stop`. The thread "store" is this function.
    public func run() {
        var cares: [AccountNumber: StoreCare] = [:]
        while true {
            let isLast = isEnding.load(ordering: .acquiring)
            news.store(false, ordering: .sequentiallyConsistent)
            let due = shared.withLock { $0.durable }
            var hasMore = false
            for (account, sequence) in due {
                var care = cares[account] ?? newCare(of: account)
                hasMore = care.work(at: MonotonicClock.now(), durable: sequence) || hasMore
                cares[account] = care
                shared.withLock { $0.states[account] = care.state }
            }
            if hasMore { continue }
            if isLast { return }
            _ = doorbell.wait(.park, until: MonotonicClock.now() + Self.pace) {
                isEnding.load(ordering: .acquiring)
            }
            let again = cares.values.compactMap { care in
                if case .unavailable = care.state { care.nextTry } else { nil }
            }
            _ = doorbell.wait(.park, until: again.min() ?? .never) { news.load(ordering: .acquiring) }
        }
    }

    private func newCare(of account: AccountNumber) -> StoreCare {
        let folder = LogFolder(account: account, in: state, disk: disk)
        return StoreCare(folder, path: Store.path(of: account, in: state))
    }
}
