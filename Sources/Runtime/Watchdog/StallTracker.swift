/// Decides from a thread's signs whether it is stuck.
///
///     well --work waits and no progress, `limit` checks in a row--> stuck --progress--> well
///       |                                                             |
///       +---------------------- thread ended ------------------------+--> ended
///
/// A check counts only if work waited at the check before too, so `limit` checks span at least `limit`
/// periods. Checks are counted, not time: a process that was stopped, or a watchdog that came late, says
/// nothing about the patient; a late check begins the count anew. Each verdict is given once.
struct StallTracker: Hashable, Sendable {
    enum Timing: Hashable, Sendable, CaseIterable {
        case onTime
        case late
    }

    enum Verdict: Hashable, Sendable {
        case unchanged
        case stuck
        case recovered
        case ended
    }

    private enum Condition: Hashable, Sendable {
        case well(checksWithoutProgress: Int)
        case stuck
        case ended
    }

    let limit: Int
    private var condition = Condition.well(checksWithoutProgress: 0)
    private var last: Patient.Signs?

    /// - Parameter limit: checks without progress, at least 1.
    init(limit: Int) {
        precondition(limit >= 1, "a patient needs at least one check")
        self.limit = limit
    }

    mutating func check(_ signs: Patient.Signs, _ timing: Timing) -> Verdict {
        defer { last = signs }
        switch condition {
        case .ended: return .unchanged
        case .well where signs.hasEnded, .stuck where signs.hasEnded:
            condition = .ended
            return .ended
        case .stuck:
            guard signs.progress != last?.progress else { return .unchanged }
            condition = .well(checksWithoutProgress: 0)
            return .recovered
        case .well(let checks):
            guard timing == .onTime, signs.hasWork, let last, last.hasWork, last.progress == signs.progress
            else {
                condition = .well(checksWithoutProgress: 0)
                return .unchanged
            }
            guard checks + 1 >= limit else {
                condition = .well(checksWithoutProgress: checks + 1)
                return .unchanged
            }
            condition = .stuck
            return .stuck
        }
    }
}
