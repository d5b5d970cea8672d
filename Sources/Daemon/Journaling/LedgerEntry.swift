import Core
import Journal

/// One position between its opening and its end, as far as the log is concerned.
///
/// A class, because it is large and looked at several times for each request. Owner: its ledger's, one thread.
final class LedgerEntry: @unchecked Sendable {
    let identifier: PositionID
    /// Under which the log knows it: that of its first sight, whatever the broker calls it later.
    var ticket: Ticket
    /// Every ticket that the terminal has shown it under.
    var tickets: Set<Ticket> = []
    /// As it was recorded; `nil` as long as only deals of it are known.
    var opened: PositionOpened?
    /// As the terminal last showed it in this run.
    var position: Position?
    var symbol = TradedSymbol(name: "", digits: 0)
    /// The stop and the take-profit that the log last told.
    var stop: Price?
    var takeProfit: Price?
    /// Where its first stop belongs, as the log of an earlier run told.
    var firstStop: Price?
    var largest = Volume.zero
    /// A request of ours to close it.
    var closing: RequestID?
    /// When the terminal first showed it in this run.
    var shown: Instant?
    /// When it was found gone.
    var gone: Instant?
    /// How its end came to be known.
    var origin = Origin.live
    /// Whether it has been said that nobody can explain it.
    var isReported = false
    /// The rules that governed it when the terminal last showed it; `nil` where none did.
    var rules: GoverningRules?
    /// Whether the history has been asked for its opening deals in vain.
    var isOpeningUnknown = false

    /// By number: a deal is told as an event, and again with the history.
    private(set) var deals: Set<UInt64> = []
    /// Those by which a program closed something of it.
    private(set) var programCloses: Set<UInt64> = []
    private(set) var firstIn: Deal?
    private(set) var lastOut: Deal?
    private var volumeIn = Volume.zero
    /// What each order has opened of it.
    private var openedBy: [UInt64: Volume] = [:]
    private var hasTurned = false
    private var volumeOut = Volume.zero
    /// Bought less sold, in units of volume.
    private var net: Int64 = 0
    private var profit = Money.zero
    private var commission = Money.zero
    private var swap = Money.zero
    private var fee = Money.zero

    init(_ identifier: PositionID, ticket: Ticket) {
        self.identifier = identifier
        self.ticket = ticket
    }

    /// Whether the deals that opened it are known.
    var isWhole: Bool { firstIn != nil && volumeIn >= largest }

    /// Whether its deals account for its end: nothing is left of what they opened. Where the history could not tell
    /// the opening deals, whether they close what was open at its largest.
    var isAccountedFor: Bool {
        guard lastOut != nil else { return false }
        if isWhole { return net == 0 }
        return isOpeningUnknown && volumeOut >= largest
    }

    func note(_ deal: Deal, as symbol: TradedSymbol) {
        guard deals.insert(deal.deal).inserted else { return }
        if self.symbol.name.isEmpty { self.symbol = symbol }
        switch deal.entry {
        case .into:
            volumeIn = volumeIn + deal.volume
            openedBy[deal.order, default: .zero] = openedBy[deal.order, default: .zero] + deal.volume
            if deal.time <= firstIn?.time ?? deal.time { firstIn = deal }
        case .inOut:
            hasTurned = true
            volumeIn = volumeIn + deal.volume
            volumeOut = volumeOut + deal.volume
            takeOut(deal)
        case .out, .outBy:
            volumeOut = volumeOut + deal.volume
            takeOut(deal)
        }
        switch deal.kind {
        case .buy: net += deal.volume.units
        case .sell: net -= deal.volume.units
        case .other: break
        }
        if opened == nil { largest = max(largest, Volume(units: abs(net))) }
        profit = profit + deal.profit
        commission = commission + deal.commission
        swap = swap + deal.swap
        fee = fee + deal.fee
    }

    private func takeOut(_ deal: Deal) {
        if deal.reason == .expert { programCloses.insert(deal.deal) }
        guard let last = lastOut, (deal.time, deal.deal) < (last.time, last.deal) else {
            lastOut = deal
            return
        }
    }

    /// What it was opened with and what has been closed of it; `nil` unless all deals are known that opened it. Of one
    /// that has turned nobody can say what it was opened with.
    var traded: TradedVolumes? {
        guard isWhole, !hasTurned, let first = firstIn, let initial = openedBy[first.order] else {
            return nil
        }
        return TradedVolumes(position: identifier, initial: initial, opened: volumeIn, closed: volumeOut)
    }

    /// How it came into being, of a position that nobody saw open; `nil` as long as its opening is not known.
    var openedByDeals: PositionOpened? {
        guard let deal = firstIn, !symbol.name.isEmpty else { return nil }
        let side: Side
        switch deal.kind {
        case .buy: side = .buy
        case .sell: side = .sell
        case .other: return nil
        }
        return PositionOpened(
            position: identifier, symbol: symbol, side: side, volume: deal.volume, price: deal.price,
            stop: nil, takeProfit: nil, magic: deal.magic, time: deal.time, comment: "", origin: .backfill)
    }

    /// Its end; `nil` where its opening or its end is not known.
    var closed: PositionClosedRecord? {
        guard let opened, let out = lastOut else { return nil }
        let rested = position.map(\.stopLoss) ?? stop
        var slippage: Int64?
        if out.reason == .stopLoss, let rested {
            slippage = opened.side.gain(from: out.price, to: rested).points
        }
        let result = profit + swap + fee
        // Without the opening deals the position's own commission stands for theirs.
        let charged = isWhole ? commission : commission + (position?.commission ?? .zero)
        return PositionClosedRecord(
            position: identifier, symbol: symbol, side: position?.side ?? opened.side, volume: largest,
            openPrice: position?.openPrice ?? opened.price, price: out.price, reason: out.reason,
            deal: out.deal, request: closing, profit: profit, commission: charged, swap: swap, fee: fee,
            stop: rested, slippage: slippage, opened: opened.time, closed: out.time, origin: origin,
            rules: rules?.name, microLossBelow: rules?.microLoss,
            isMicroLoss: CloseTally.isMicroLoss(result + charged, below: rules?.microLoss))
    }
}
