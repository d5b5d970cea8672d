@testable import Core

/// How many closures have struck while a request was under way, by what closed and what was under way.
struct RaceCounts {
    enum Closure: CaseIterable {
        /// By the stop, the target or a person.
        case whole
        case partial
        /// The ticket is new, the position is the same.
        case reticketed
        /// A netting account turns round under the same ticket.
        case reversed
    }

    private(set) var ofUpdates: [Closure: Int] = [:]
    /// A close of ours was under way.
    private(set) var ofCloses: [Closure: Int] = [:]
    private(set) var all = 0

    mutating func count(_ closure: Closure, in phase: PositionPhase) {
        all += 1
        switch phase {
        case .updating: ofUpdates[closure, default: 0] += 1
        case .closing: ofCloses[closure, default: 0] += 1
        case .opening, .open, .closed: break
        }
    }
}
