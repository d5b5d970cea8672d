import Core
import Journal
import Synchronization

/// What earlier runs recorded of each account, on its way from the journal thread, which reads it when it opens a
/// log, to the bridge thread. Any thread; a lock for a few instructions.
final class Recollections: Sendable {
    private let waiting = Mutex<[AccountNumber: TradeBook]>([:])

    func put(_ book: TradeBook, of account: AccountNumber) { waiting.withLock { $0[account] = book } }

    /// Once for each account.
    func take(_ account: AccountNumber) -> TradeBook? {
        waiting.withLock { $0.removeValue(forKey: account) }
    }
}
