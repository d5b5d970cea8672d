import Core

/// How long the stops of a session had been out of date, reading by reading: a stop is stale at a reading where the
/// rules want a tighter one than the broker had, and has been so since the first reading of that run.
struct StopStaleness: Sendable {
    private(set) var readings = 0
    /// Of the stale ones, in whole milliseconds.
    private(set) var ages: [Int64] = []
    /// Runs of stale readings: each begins with the reading that calls for a stop and ends with the stop, or with what
    /// it was wanted for.
    private(set) var spells = 0
    private var since: [Ticket: MarketTime] = [:]
    private var was: [Ticket: Price] = [:]

    /// - Parameter plan: what the rules want, given the stop that the broker had.
    mutating func judge(_ plan: StopPlan, of ticket: Ticket, stop: Price?, at time: MarketTime) {
        readings += 1
        // A stop that has moved begins anew, even when it is still behind.
        if was[ticket] != stop { since[ticket] = nil }
        was[ticket] = stop
        guard case .move = plan else {
            since[ticket] = nil
            return
        }
        if since[ticket] == nil { spells += 1 }
        let first = since[ticket] ?? time
        since[ticket] = first
        ages.append(time.milliseconds - first.milliseconds)
    }

    func percentile(_ permille: Int) -> Int64? {
        guard !ages.isEmpty else { return nil }
        let sorted = ages.sorted()
        return sorted[max((sorted.count * permille + 999) / 1_000, 1) - 1]
    }
}
