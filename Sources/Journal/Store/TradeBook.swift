import Core
import Glibc
import Runtime

/// What the log says is open, and how far it knows the broker's history: what reconciliation holds against the
/// broker.
///
/// A fold over records. `read` begins with the store's tables where they can be used and adds what the log has
/// beyond them, so that it costs the same on the first day as after years; without a store it reads the whole
/// log. Bound: the open positions.
public struct TradeBook: Hashable, Sendable {
    public struct Entry: Hashable, Sendable {
        /// As it was recorded when it came into being.
        public var opened: PositionOpened
        /// As last proven.
        public var stop: Price?
        public var takeProfit: Price?

        public init(_ opened: PositionOpened) {
            self.opened = opened
            stop = opened.stop
            takeProfit = opened.takeProfit
        }
    }

    public internal(set) var positions: [Ticket: Entry] = [:]
    /// The highest deal number recorded; 0 for none.
    public internal(set) var lastDeal: UInt64 = 0
    /// The latest time of a deal recorded.
    public internal(set) var lastDealTime = MarketTime.unknown
    /// The number of the last record in it; 0 for an empty log.
    public internal(set) var sequence: UInt64 = 0

    public init() {}

    public mutating func apply(_ record: TradeRecord) {
        sequence = record.sequence
        if case .deal(let deal) = record.event {
            lastDeal = max(lastDeal, deal.deal)
            lastDealTime = max(lastDealTime, deal.time)
        }
        guard let ticket = record.ticket else { return }
        if case .opened(let opened) = record.event {
            positions[ticket] = Entry(opened)
        } else if case .closed = record.event {
            positions[ticket] = nil
        } else if case .confirmed(let confirmed) = record.event, let stop = confirmed.stop {
            positions[ticket]?.stop = stop
            positions[ticket]?.takeProfit = confirmed.takeProfit
        } else if case .personEdited(let edited) = record.event {
            positions[ticket]?.stop = edited.stop
            positions[ticket]?.takeProfit = edited.takeProfit
        } else if case .lateRegression(let regression) = record.event {
            positions[ticket]?.stop = regression.stop
        } else if case .guardActed(let acted) = record.event, acted.kind == .stopPlaced {
            positions[ticket]?.stop = acted.stop
        }
    }

    /// Everything the log of `folder` says, up to and including record `limit`.
    ///
    /// - Parameter state: the state folder, where the store lies.
    /// - Throws: `DiskError` when the log cannot be read. An empty log, or none yet, is an empty book.
    public static func read(
        _ folder: LogFolder, in state: String, to limit: UInt64 = .max
    ) throws(DiskError) -> TradeBook {
        guard try exists(folder) else { return TradeBook() }
        if let (book, position) = fromStore(folder, in: state), book.sequence <= limit {
            return try book.extended(over: LogTail(folder, after: position), to: limit)
        }
        return try TradeBook().extended(over: LogTail(folder), to: limit)
    }

    private static func exists(_ folder: LogFolder) throws(DiskError) -> Bool {
        do throws(DiskError) {
            _ = try folder.disk.names(in: folder.path)
            return true
        } catch {
            guard error.number == ENOENT else { throw error }
            return false
        }
    }

    private static func fromStore(
        _ folder: LogFolder, in state: String
    ) -> (book: TradeBook, position: LogPosition?)? {
        let path = Store.path(of: folder.account, in: state)
        guard access(path, F_OK) == 0 else { return nil }
        do throws(StoreTrouble) {
            return try Store(path, of: folder).book()
        } catch {
            // The log has it all.
            return nil
        }
    }

    private func extended(over tail: LogTail, to limit: UInt64) throws(DiskError) -> TradeBook {
        var book = self
        var tail = tail
        while let next = try tail.next(), next.record.sequence <= limit { book.apply(next.record) }
        return book
    }
}
