/// One open position as it stands with its guardian: for people, and for records of the state.
public struct PositionView: Sendable {
    public var position: Position
    /// `nil` until the terminal has described the symbol.
    public var symbol: SymbolSpec?
    /// The rule set that governs it; `nil` for a position that is not managed.
    public var rules: String?
    /// Where it could be closed at the last quote.
    public var exit: Price?
    /// The stop decided on and not yet proven at the broker.
    public var wanted: Price?
    /// The most it can cost at its present stop; `nil` without stop, rules or valuation.
    public var worstCase: Money?
    /// When it was first seen, on the daemon's clock.
    public var firstSeen: Instant
}

extension Guardian {
    /// Every open position, by ticket. Costs a copy of all of them: not for every wake-up.
    public var positionViews: [PositionView] {
        let wanted = shard.wantedStops
        return views(quote: { shard.quote(of: $0) }, wanted: { wanted[$0.position.ticket] })
    }

    /// As `positionViews`, with shards elsewhere: what is wanted is what the account has heard of.
    public func positionViews(quote: (SymbolID) -> Quote?) -> [PositionView] {
        views(quote: quote, wanted: \.stopUnderWay)
    }

    private func views(
        quote: (SymbolID) -> Quote?, wanted: (HeldPosition) -> Price?
    ) -> [PositionView] {
        account.held.values.sorted { $0.position.ticket < $1.position.ticket }.map { entry in
            let position = entry.position
            return PositionView(
                position: position, symbol: account.specs[position.symbol], rules: entry.shared?.rules.name,
                exit: quote(position.symbol)?.exit(of: position.side),
                wanted: wanted(entry), worstCase: account.worstLoss(of: entry),
                firstSeen: entry.firstSeen)
        }
    }
}

extension HeldPosition {
    /// The stop that waits to be sent, or else that of the request under way.
    fileprivate var stopUnderWay: Price? {
        if case .move(let move)? = pending?.action { return move.stop }
        return request == nil ? nil : cargo?.stop
    }
}

extension Account {
    fileprivate func worstLoss(of entry: HeldPosition) -> Money? {
        entry.position.stopLoss.flatMap { worstCase(of: entry)?.loss(at: $0) }
    }
}

extension Shard {
    fileprivate func quote(of symbol: SymbolID) -> Quote? {
        deskIndex(symbol).flatMap { desks[$0]?.quote }
    }

    fileprivate var wantedStops: [Ticket: Price] {
        var wanted: [Ticket: Price] = [:]
        for desk in desks {
            for guarded in desk?.positions ?? [] { wanted[guarded.position.ticket] = guarded.wanted?.stop }
        }
        return wanted
    }
}
