import Core
import Journal

/// What the trade log has still to say of each position: its deals so far, and whether its end has been seen.
///
/// A position is closed for the log when the terminal has shown it gone and its closing deals account for all
/// that was open; the two come in any order. Profit and costs are sums over its deals. Where the opening deals
/// came before the daemon, the position's own commission stands for theirs.
///
/// Bound: a position of the session, or one whose deals are awaited, an entry. Owner: the bridge thread.
struct PositionLedger: Sendable {
    /// How long the deals of a closed position are waited for before it is left to reconciliation.
    static let patience = TimeSpan.seconds(30)

    struct Entry: Sendable {
        let identifier: PositionID
        /// Every ticket it has had; the first is its name in the log.
        var tickets: [Ticket] = []
        /// As the terminal last showed it.
        var position: Position?
        var symbol = TradedSymbol(name: "", digits: 0)
        var largest = Volume.zero
        var volumeIn = Volume.zero
        var volumeOut = Volume.zero
        var profit = Money.zero
        var commission = Money.zero
        var swap = Money.zero
        var fee = Money.zero
        var lastOut: Deal?
        /// By number: a deal is told as an event, and again with the history.
        var deals: Set<UInt64> = []
        /// A request of ours to close it.
        var closing: RequestID?
        /// When the terminal showed it gone.
        var gone: Instant?
    }

    private var entries: [PositionID: Entry] = [:]
    private var identifiers: [Ticket: PositionID] = [:]
    /// The last positions that are done with, so that what is told of them again begins nothing anew.
    private var settled: Set<PositionID> = []
    private var settledInOrder: [PositionID] = []
    private static let settledMax = 4_096

    /// Positions that are gone and whose deals are awaited.
    private(set) var awaited = 0

    func entry(of ticket: Ticket) -> Entry? { identifiers[ticket].flatMap { entries[$0] } }

    /// Takes in a position as the terminal shows it.
    ///
    /// - Returns: whether it is seen for the first time.
    mutating func see(_ position: Position, as symbol: TradedSymbol) -> Bool {
        guard !settled.contains(position.identifier) else { return false }
        let isNew = entries[position.identifier]?.position == nil
        var entry = entries[position.identifier] ?? Entry(identifier: position.identifier)
        entry.position = position
        entry.symbol = symbol
        if !entry.tickets.contains(position.ticket) { entry.tickets.append(position.ticket) }
        if entry.gone != nil {
            // The broker changed its ticket: what had gone was the old one.
            entry.gone = nil
            awaited -= 1
        }
        entry.largest = max(entry.largest, position.volume)
        entries[position.identifier] = entry
        identifiers[position.ticket] = position.identifier
        return isNew
    }

    mutating func note(_ deal: Deal) {
        // A balance operation belongs to no position.
        guard deal.position != PositionID(0) else { return }
        // Of a position that was settled before, the log has everything.
        guard !settled.contains(deal.position) else { return }
        var entry = entries[deal.position] ?? Entry(identifier: deal.position)
        guard entry.deals.insert(deal.deal).inserted else { return }
        switch deal.entry {
        case .into: entry.volumeIn = entry.volumeIn + deal.volume
        case .out, .outBy, .inOut:
            entry.volumeOut = entry.volumeOut + deal.volume
            entry.lastOut = deal
        }
        entry.profit = entry.profit + deal.profit
        entry.commission = entry.commission + deal.commission
        entry.swap = entry.swap + deal.swap
        entry.fee = entry.fee + deal.fee
        entries[deal.position] = entry
    }

    mutating func noteClosing(_ ticket: Ticket, by request: RequestID) {
        guard let identifier = identifiers[ticket] else { return }
        entries[identifier]?.closing = request
    }

    mutating func noteGone(_ ticket: Ticket, at now: Instant) {
        guard let identifier = identifiers[ticket], entries[identifier]?.gone == nil,
            entries[identifier]?.position?.ticket == ticket
        else { return }
        entries[identifier]?.gone = now
        awaited += 1
    }

    /// Positions in a snapshot's place that it does not contain.
    func missing(from positions: [Position]) -> [Ticket] {
        let present = Set(positions.map(\.identifier))
        return entries.values.compactMap { entry in
            present.contains(entry.identifier) || entry.gone != nil ? nil : entry.position?.ticket
        }.sorted()
    }

    /// The record of a position whose end is known in full; it is forgotten with it.
    mutating func settle(_ ticket: Ticket) -> PositionClosedRecord? {
        guard let identifier = identifiers[ticket], let entry = entries[identifier], entry.gone != nil,
            let position = entry.position, let out = entry.lastOut, entry.volumeOut >= entry.largest
        else { return nil }
        forget(ticket)
        return entry.closed(position, by: out)
    }

    /// Positions whose deals have not come in time: reconciliation completes them.
    mutating func takeOverdue(at now: Instant) -> [(ticket: Ticket, position: PositionID)] {
        guard awaited > 0 else { return [] }
        let overdue = entries.values.filter { entry in
            entry.gone.map { now - $0 >= Self.patience } ?? false
        }
        let found = overdue.compactMap { entry in
            entry.tickets.first.map { (ticket: $0, position: entry.identifier) }
        }.sorted { $0.ticket < $1.ticket }
        for entry in found { forget(entry.ticket) }
        return found
    }

    /// The ticket under which a deal's position is known.
    func ticket(of identifier: PositionID) -> Ticket? { entries[identifier]?.position?.ticket }

    /// The ticket by which the log calls a position, whatever its ticket has become.
    func name(of ticket: Ticket) -> Ticket { entry(of: ticket)?.tickets.first ?? ticket }

    private mutating func forget(_ ticket: Ticket) {
        guard let identifier = identifiers.removeValue(forKey: ticket),
            let entry = entries.removeValue(forKey: identifier)
        else { return }
        for former in entry.tickets { identifiers[former] = nil }
        if entry.gone != nil { awaited -= 1 }
        settled.insert(identifier)
        settledInOrder.append(identifier)
        if settledInOrder.count > Self.settledMax { settled.remove(settledInOrder.removeFirst()) }
    }
}

extension PositionLedger.Entry {
    fileprivate func closed(_ position: Position, by out: Deal) -> PositionClosedRecord {
        let isWhole = volumeIn >= largest
        var slippage: Int64?
        if out.reason == .stopLoss, let stop = position.stopLoss {
            slippage = position.side.gain(from: out.price, to: stop).points
        }
        return PositionClosedRecord(
            position: identifier, symbol: symbol, side: position.side, volume: largest,
            openPrice: position.openPrice, price: out.price, reason: out.reason, deal: out.deal,
            request: closing, profit: profit,
            commission: isWhole ? commission : commission + position.commission, swap: swap, fee: fee,
            stop: position.stopLoss, slippage: slippage, opened: position.opened, closed: out.time,
            origin: .live)
    }
}
