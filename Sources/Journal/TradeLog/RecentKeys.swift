import Core

/// The keys of the latest records, so that none is recorded twice.
///
/// Bound: the last `generation` keys at least and twice as many at most. A delivery that comes again after a
/// crash is among the last few; what the broker's history tells again from longer ago is held against the
/// store before it is recorded.
struct RecentKeys {
    static let generation = 16_384

    private var young: Set<TradeKey> = []
    private var old: Set<TradeKey> = []

    func contains(_ key: TradeKey) -> Bool { young.contains(key) || old.contains(key) }

    mutating func insert(_ key: TradeKey) {
        if young.count >= Self.generation {
            old = young
            young = []
        }
        young.insert(key)
    }
}
