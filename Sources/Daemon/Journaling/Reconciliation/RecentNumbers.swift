/// The latest numbers of many. Bound: the last `generation` at least, and twice as many at most.
struct RecentNumbers: Sendable {
    static let generation = 65_536

    private var young: Set<UInt64> = []
    private var old: Set<UInt64> = []

    func contains(_ number: UInt64) -> Bool { young.contains(number) || old.contains(number) }

    mutating func insert(_ number: UInt64) {
        guard !young.contains(number) else { return }
        if young.count >= Self.generation {
            old = young
            young = []
        }
        young.insert(number)
    }
}
