import Core
import Glibc
import Runtime

/// What the log says is open, what it knows of the recent past, and how far it goes: what reconciliation holds
/// against the broker.
///
/// A fold over records. `read` begins with the store's tables where they can be used and adds what the log has
/// beyond them, so that it costs the same on the first day as after years; without a store it reads the whole
/// log. Bound: the open positions, and the deals and trades since `horizon`.
public struct TradeBook: Hashable, Sendable {
    public struct Entry: Hashable, Sendable {
        /// As it was recorded when it came into being.
        public var opened: PositionOpened
        /// As last recorded.
        public var stop: Price?
        public var takeProfit: Price?
        /// Where its first stop belongs, as a request last told.
        public var firstStop: Price?

        public init(_ opened: PositionOpened) {
            self.opened = opened
            stop = opened.stop
            takeProfit = opened.takeProfit
        }
    }

    /// A request of which the log has no end.
    public struct Asked: Hashable, Sendable {
        public var ticket: Ticket
        /// `nil` for a close.
        public var stop: Price?
    }

    /// Deals and trades are remembered from this long before the last deal, and from the oldest open position on.
    public static let memory = TimeSpan.seconds(3 * 86_400)

    public internal(set) var positions: [Ticket: Entry] = [:]
    /// Requests about open positions.
    public internal(set) var asked: [RequestID: Asked] = [:]
    /// The deals since `horizon`, by number, with their times.
    public internal(set) var deals: [UInt64: MarketTime] = [:]
    /// The positions closed since `horizon`, with the times of their ends.
    public internal(set) var closed: [PositionID: MarketTime] = [:]
    /// The highest deal number recorded; 0 for none.
    public internal(set) var lastDeal: UInt64 = 0
    /// The latest time of a deal recorded.
    public internal(set) var lastDealTime = MarketTime.unknown
    /// The number of the last record in it; 0 for an empty log.
    public internal(set) var sequence: UInt64 = 0
    /// When the last record was made; `nil` for an empty log.
    public internal(set) var lastAt: WallTime?

    public init() {}

    /// What is older than this is remembered only as far as it is open.
    public var horizon: MarketTime {
        let oldest = positions.values.lazy.map(\.opened.time).min() ?? lastDealTime
        return min(oldest, lastDealTime.earlier(by: Self.memory))
    }

    public mutating func apply(_ record: TradeRecord) {
        sequence = record.sequence
        lastAt = record.at
        if case .deal(let deal) = record.event {
            lastDeal = max(lastDeal, deal.deal)
            lastDealTime = max(lastDealTime, deal.time)
            deals[deal.deal] = deal.time
        }
        apply(requests: record)
        guard let ticket = record.ticket else { return }
        if case .opened(let opened) = record.event {
            positions[ticket] = Entry(opened)
        } else if case .closed(let trade) = record.event {
            positions[ticket] = nil
            closed[trade.position] = max(trade.closed, closed[trade.position] ?? .unknown)
        } else if var entry = positions[ticket] {
            record.event.follow(stop: &entry.stop, takeProfit: &entry.takeProfit)
            if case .stopRequested(let asked) = record.event, let first = asked.firstStop {
                entry.firstStop = first
            }
            positions[ticket] = entry
        }
    }

    private mutating func apply(requests record: TradeRecord) {
        if case .stopRequested(let stop) = record.event, let request = stop.request,
            let ticket = record.ticket
        {
            asked[request] = Asked(ticket: ticket, stop: stop.stop)
        } else if case .closeRequested(let close) = record.event, let request = close.request,
            let ticket = record.ticket
        {
            asked[request] = Asked(ticket: ticket, stop: nil)
        } else if case .confirmed(let end) = record.event {
            asked[end.request] = nil
        } else if case .rejected(let end) = record.event {
            asked[end.request] = nil
        } else if case .declined(let end) = record.event {
            asked[end.request] = nil
        } else if case .resolved(let end) = record.event {
            asked[end.request] = nil
        }
    }

    /// Without what is older than the horizon, and without requests about what is closed.
    mutating func trim() {
        let horizon = horizon
        deals = deals.filter { $0.value >= horizon }
        closed = closed.filter { $0.value >= horizon }
        asked = asked.filter { positions[$0.value.ticket] != nil }
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
        book.trim()
        return book
    }
}
