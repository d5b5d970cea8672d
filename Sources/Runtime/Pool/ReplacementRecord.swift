import Core

/// Remembers when a worker was replaced, to tell an accident from a worker that fails whatever is done.
///
/// Bound: the moments of the last minute that matter, `patience` of them.
struct ReplacementRecord: Hashable, Sendable {
    /// So many within `window` are more than accidents.
    static let patience = 3
    static let window = TimeSpan.seconds(60)

    private(set) var total: UInt64 = 0
    private var recent: [Instant] = []

    /// - Returns: whether it happens too often: a person must look.
    mutating func count(at now: Instant) -> Bool {
        total &+= 1
        recent.append(now)
        recent.removeAll { now - $0 >= Self.window }
        if recent.count > Self.patience { recent.removeFirst() }
        return recent.count >= Self.patience
    }
}
