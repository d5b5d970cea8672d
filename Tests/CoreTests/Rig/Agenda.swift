@testable import Core

/// What is to happen when: in order of time, and of entry within one moment.
struct Agenda<Event> {
    /// Descending, so that the next one is the last.
    private var entries: [(at: Instant, event: Event)] = []

    var next: Instant { entries.last?.at ?? .never }
    var count: Int { entries.count }

    mutating func add(_ event: Event, at moment: Instant) {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].at > moment { low = middle + 1 } else { high = middle }
        }
        entries.insert((moment, event), at: low)
    }

    mutating func take() -> Event? { entries.popLast()?.event }
}
