/// One symbol of a shard: its market and the positions that depend on it.
///
/// A tick must not cost per position: each position compiles its rules to the next exit price at which
/// anything could change, and the desk keeps the nearest of them. A tick short of both returns at once.
struct SymbolDesk: Sendable {
    var spec: SymbolSpec
    var valuation: Valuation?
    var quote: Quote?
    var positions: [GuardedPosition] = []
    /// The lowest bid any buy waits for, and the highest ask any sell waits for.
    private(set) var buyTrigger = Int64.max
    private(set) var sellTrigger = Int64.min
    /// How many positions want to see every tick.
    private(set) var restless = 0

    init(spec: SymbolSpec) { self.spec = spec }

    /// Whether a tick with these extremes can change anything.
    @inline(__always)
    func isCrossed(byBid high: Price, ask low: Price) -> Bool {
        restless > 0 || high.points >= buyTrigger || low.points <= sellTrigger
    }

    /// Gathers the nearest triggers anew; after any change to `positions`.
    mutating func gatherTriggers() {
        buyTrigger = .max
        sellTrigger = .min
        restless = 0
        for guarded in positions {
            if guarded.isRestless { restless += 1 }
            guard let trigger = guarded.trigger?.points else { continue }
            switch guarded.position.side {
            case .buy: buyTrigger = min(buyTrigger, trigger)
            case .sell: sellTrigger = max(sellTrigger, trigger)
            }
        }
    }

    func index(of ticket: Ticket) -> Int? {
        positions.firstIndex { $0.position.ticket == ticket }
    }
}
