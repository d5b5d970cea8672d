import Core
import Journal
import Runtime
import Synchronization

/// The trade log of a running daemon and the query store that follows it: their threads, figures and alerts.
///
///     bridge thread -> feed -> "journal" thread -> log files
///                                   \-- up to which record they are durable --> "store" thread -> SQLite
///
/// What goes wrong here is told and never stops protection. Owner: the thread that made it; what is marked so may
/// be asked by any thread.
final class TradeJournal: @unchecked Sendable {  // its threads are its owner's alone
    private let journal: Journal
    private let store: StoreKeeper
    private let storeThread: NamedThread
    private let alerts: Alerts
    /// What earlier runs recorded; for the bridge thread.
    let recollections: Recollections

    /// What is to be told to a person. Filled by the journal thread, emptied by the log's.
    final class Alerts: Sendable {
        /// More than this wait only if nobody takes them; then they are counted.
        static let most = 256

        private let waiting = Mutex<(alerts: [JournalAlert], lost: Int)>(([], 0))

        func append(_ alert: JournalAlert) {
            waiting.withLock { waiting in
                if waiting.alerts.count < Self.most {
                    waiting.alerts.append(alert)
                } else {
                    waiting.lost += 1
                }
            }
        }

        func take() -> (alerts: [JournalAlert], lost: Int) {
            waiting.withLock { waiting in
                defer { waiting = ([], 0) }
                return waiting
            }
        }
    }

    /// Starts both threads.
    ///
    /// - Throws: `osError` when the system grants no thread. A disk that cannot be written to shows in figures
    ///   and alerts.
    ///
    /// - Parameter wake: signalled when the bridge thread has something to acknowledge.
    init(in directory: StateDirectory, wake: WakeSignal) throws(CommandFailure) {
        let alerts = Alerts()
        let recollections = Recollections()
        let store = StoreKeeper(in: directory.path)
        let place = JournalPlace(
            state: directory.path, alert: { alerts.append($0) },
            acknowledged: { wake.signalIfAsleep() },
            wrote: { store.durable($0, $1) },
            opened: { account, book in
                recollections.put(book, of: account)
                wake.signalIfAsleep()
            })
        do throws(NamedThread.Unavailable) {
            journal = try Journal(place)
        } catch {
            throw CommandFailure("cannot start the journal thread", failed: error.errno)
        }
        do throws(NamedThread.Unavailable) {
            storeThread = try NamedThread("store") { store.run() }
        } catch {
            journal.stop()
            throw CommandFailure("cannot start the store thread", failed: error.errno)
        }
        self.alerts = alerts
        self.recollections = recollections
        self.store = store
    }

    /// For the bridge thread alone, from its start to its end.
    var feed: TradeFeed { journal.feed }

    /// Any thread.
    func figures(at now: Instant) -> JournalFigures { journal.figures(at: now) }

    /// How each account's store is. Any thread.
    var stores: [AccountNumber: StoreState] { store.states }

    /// What has gone wrong, or right again, since the last call, and how much more than could be kept. Always
    /// from the same thread.
    func takeAlerts() -> (alerts: [JournalAlert], lost: Int) { alerts.take() }

    /// Writes what was handed over, then ends both threads. After the bridge thread has ended. Waits for the disk.
    func stop() {
        journal.stop()
        store.stop()
        storeThread.join()
    }
}
