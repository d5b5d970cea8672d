import Core
import Runtime

/// The running trade log: a feed for the thread that trades, a thread that writes, and a way back for what has
/// become durable.
///
///     bridge -> feed -> ring -> journal thread: TradeLog per account -> disk
///     bridge <----------- ring <--- durable deliveries
///
/// Owner: the thread that made it; `feed` belongs to the bridge thread.
public final class Journal: @unchecked Sendable {  // its thread is its owner's alone, as above
    /// 4,096 events in the ring; more wait in the feed.
    public static let ringCapacity = 4_096

    public let feed: TradeFeed
    private let lines: JournalLines
    private let thread: NamedThread

    /// - Throws: `NamedThread.Unavailable` when the system grants no thread. That the disk may be unusable shows
    ///   in alerts and figures: it does not keep the daemon from guarding.
    public init(_ place: JournalPlace, capacity: Int = Journal.ringCapacity) throws(NamedThread.Unavailable) {
        let lines = JournalLines(capacity: capacity)
        self.lines = lines
        feed = TradeFeed(lines)
        thread = try NamedThread("journal") {
            var loop = JournalLoop(place, lines)
            loop.run()
        }
    }

    /// Any thread.
    public func figures(at now: Instant = MonotonicClock.now()) -> JournalFigures { lines.figures(at: now) }

    /// Writes what was handed over, then ends the thread. Call it after the feed's last use by its thread.
    ///
    /// Waits for the disk as long as that takes. What it refuses to the last is in the system log.
    public func stop() {
        lines.enter(.draining)
        feed.flush()
        while feed.waiting > 0 {
            _ = lines.room.wait(.park) { lines.ring.count < lines.ring.capacity }
            feed.flush()
        }
        lines.enter(.ending)
        thread.join()
    }
}
