import Core
import Journal
import Runtime

/// What the trade log has still to say of each position: its deals so far, and whether its end has been seen.
///
/// A position is closed for the log when it is gone at the terminal and its deals account for that; the two come
/// in any order. Profit and costs are sums over its deals.
///
/// Bound: an entry for each open position, each whose deals are awaited, and each that nobody can explain. Owner:
/// the bridge thread.
struct PositionLedger: Sendable {
    private var entries: [PositionID: LedgerEntry] = [:]
    private var identifiers: [Ticket: PositionID] = [:]
    /// The last positions that are done with, so that what is told of them again begins nothing anew.
    private var settled = RecentSet<PositionID>(generation: 65_536)
    /// Positions that are gone and whose deals do not account for it yet, unless nobody can explain them.
    private(set) var awaited: Set<PositionID> = []
    /// Positions of which the terminal has told a deal, or shown them for the first time, since the last
    /// `takeTraded`.
    private var retold: Set<PositionID> = []

    /// By identifier.
    var all: [LedgerEntry] { entries.values.sorted { $0.identifier.rawValue < $1.identifier.rawValue } }

    /// Positions that are open as far as is known.
    var openCount: Int { entries.values.count { $0.opened != nil && $0.gone == nil } }

    func entry(of ticket: Ticket) -> LedgerEntry? { identifiers[ticket].flatMap { entries[$0] } }

    /// The ticket under which the log knows a position, whatever the broker calls it by now.
    func recorded(_ ticket: Ticket) -> Ticket { entry(of: ticket)?.ticket ?? ticket }

    /// The ticket under which a deal's position is recorded.
    func ticket(of identifier: PositionID) -> Ticket? {
        entries[identifier].flatMap { $0.opened == nil ? nil : $0.ticket }
    }

    /// The ticket that the terminal showed last, which the broker may have changed.
    func shown(_ identifier: PositionID) -> Ticket? { entries[identifier]?.position?.ticket }

    func isSettled(_ identifier: PositionID) -> Bool { settled.contains(identifier) }

    func change(_ identifier: PositionID, _ change: (LedgerEntry) -> Void) {
        if let entry = entries[identifier] { change(entry) }
    }

    // MARK: - What the terminal shows

    /// Takes in a position as the terminal shows it.
    ///
    /// - Returns: its opening, to be recorded, if it is seen for the first time.
    mutating func see(
        _ position: Position, as symbol: TradedSymbol, origin: Origin, at now: Instant
    ) -> PositionOpened? {
        guard !settled.contains(position.identifier) else { return nil }
        let entry = entries[position.identifier] ?? LedgerEntry(position.identifier, ticket: position.ticket)
        entry.position = position
        entry.tickets.insert(position.ticket)
        entry.symbol = symbol
        entry.largest = max(entry.largest, position.volume)
        if entry.gone != nil {
            // Shown again after all.
            entry.gone = nil
            awaited.remove(position.identifier)
        }
        var opened: PositionOpened?
        if entry.opened == nil {
            opened = PositionOpened(position, as: symbol, origin: origin)
            entry.opened = opened
            entry.ticket = position.ticket
            entry.stop = position.stopLoss
            entry.takeProfit = position.takeProfit
        }
        if entry.shown == nil { retold.insert(position.identifier) }
        entry.shown = entry.shown ?? now
        entries[position.identifier] = entry
        identifiers[position.ticket] = position.identifier
        return opened
    }

    mutating func note(_ deal: Deal, as symbol: TradedSymbol) {
        // A balance operation belongs to no position, and of one that was settled the log has everything.
        guard deal.position != PositionID(0), !settled.contains(deal.position) else { return }
        let entry =
            entries[deal.position] ?? LedgerEntry(deal.position, ticket: Ticket(deal.position.rawValue))
        entry.note(deal, as: symbol)
        entries[deal.position] = entry
        retold.insert(deal.position)
    }

    /// What was traded of the open positions that something has been told of since the last call, by the tickets they
    /// are shown under.
    mutating func takeTraded() -> [(ticket: Ticket, volumes: TradedVolumes)] {
        guard !retold.isEmpty else { return [] }
        let told = retold.sorted { $0.rawValue < $1.rawValue }
        retold.removeAll(keepingCapacity: true)
        return told.compactMap { identifier in
            guard let entry = entries[identifier], entry.gone == nil, let position = entry.position,
                let traded = entry.traded
            else { return nil }
            return (position.ticket, traded)
        }
    }

    mutating func noteClosing(_ ticket: Ticket, by request: RequestID) {
        guard let identifier = identifiers[ticket] else { return }
        entries[identifier]?.closing = request
    }

    /// - Parameter origin: `backfill` where nobody saw it go.
    mutating func noteGone(_ ticket: Ticket, origin: Origin, at now: Instant) {
        // A ticket that the broker has changed since is gone, its position is not.
        guard let identifier = identifiers[ticket], let entry = entries[identifier], entry.gone == nil,
            entry.position == nil || entry.position?.ticket == ticket
        else { return }
        entry.gone = now
        entry.origin = origin
        awaited.insert(identifier)
    }

    /// Whether something has been awaited for this long.
    func hasAwaited(for span: TimeSpan, at now: Instant) -> Bool {
        awaited.contains { identifier in
            guard let gone = entries[identifier]?.gone else { return false }
            return now - gone >= span
        }
    }

    /// It has been said that nobody can explain it; should its deals come after all, it is closed by them.
    mutating func noteReported(_ identifier: PositionID) {
        entries[identifier]?.isReported = true
        awaited.remove(identifier)
    }

    /// What an earlier run knew of the positions that are open.
    var memories: [PositionMemory] {
        all.compactMap { entry in
            guard entry.position != nil, entry.gone == nil, let firstStop = entry.firstStop else {
                return nil
            }
            return PositionMemory(position: entry.identifier, firstStop: firstStop)
        }
    }

    /// Positions in a snapshot's place that it does not contain.
    func missing(from positions: [Position]) -> [Ticket] {
        let present = Set(positions.map(\.identifier))
        return entries.values.compactMap { entry in
            guard entry.opened != nil, entry.gone == nil, !present.contains(entry.identifier) else {
                return nil
            }
            return entry.position?.ticket ?? entry.ticket
        }.sorted()
    }

    // MARK: - What the log says

    /// Takes in what earlier runs recorded, once the terminal has shown what is open.
    ///
    /// - Returns: how many of the open positions the log did not know.
    mutating func adopt(_ book: TradeBook, at now: Instant) -> Int {
        let known = Set(book.positions.values.map(\.opened.position))
        let unknown = entries.values.filter { $0.position != nil && !known.contains($0.identifier) }.count
        for (ticket, known) in book.positions {
            let identifier = known.opened.position
            let entry = entries[identifier] ?? LedgerEntry(identifier, ticket: ticket)
            entry.ticket = ticket
            entry.opened = known.opened
            entry.symbol = known.opened.symbol
            entry.largest = max(entry.largest, known.opened.volume)
            entry.stop = known.stop
            entry.takeProfit = known.takeProfit
            entry.firstStop = known.firstStop
            if entry.position == nil {
                entry.gone = entry.gone ?? now
                entry.origin = .backfill
                awaited.insert(identifier)
            }
            entries[identifier] = entry
            identifiers[ticket] = identifier
        }
        for identifier in book.closed.keys where entries[identifier]?.position == nil {
            entries[identifier] = nil
            settle(identifier)
        }
        return unknown
    }

    /// A record was made that may tell a position's stop or take-profit.
    func mirror(_ event: LogEvent, _ ticket: Ticket) {
        guard let entry = entry(of: ticket) else { return }
        event.follow(stop: &entry.stop, takeProfit: &entry.takeProfit)
    }

    // MARK: - Ends

    /// The record of a position whose end is known in full; it is forgotten with it.
    mutating func settle(_ ticket: Ticket) -> PositionClosedRecord? {
        guard let identifier = identifiers[ticket], let entry = entries[identifier], entry.gone != nil,
            entry.isAccountedFor, let record = entry.closed
        else { return nil }
        entries[identifier] = nil
        identifiers[entry.ticket] = nil
        for former in entry.tickets { identifiers[former] = nil }
        awaited.remove(identifier)
        settle(identifier)
        return record
    }

    /// A position that nobody saw and whose deals open and close it.
    mutating func settleUnseen(
        _ identifier: PositionID
    ) -> (ticket: Ticket, opened: PositionOpened, closed: PositionClosedRecord)? {
        guard let entry = entries[identifier], entry.opened == nil, entry.isAccountedFor,
            let opened = entry.openedByDeals
        else { return nil }
        entry.opened = opened
        entry.origin = .backfill
        guard let closed = entry.closed else { return nil }
        entries[identifier] = nil
        settle(identifier)
        return (entry.ticket, opened, closed)
    }

    /// Deals of a position from before the log began.
    mutating func forget(_ identifier: PositionID) { entries[identifier] = nil }

    private mutating func settle(_ identifier: PositionID) { settled.insert(identifier) }
}

extension PositionOpened {
    init(_ position: Position, as symbol: TradedSymbol, origin: Origin) {
        self.init(
            position: position.identifier, symbol: symbol, side: position.side, volume: position.volume,
            price: position.openPrice, stop: position.stopLoss, takeProfit: position.takeProfit,
            magic: position.magic, time: position.opened, comment: position.comment, origin: origin)
    }
}
