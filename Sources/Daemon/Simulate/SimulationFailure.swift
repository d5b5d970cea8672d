import Core

/// An invariant that did not hold, and when.
struct SimulationFailure: Error, Equatable, CustomStringConvertible {
    enum Rule: String, Sendable {
        /// The checker counted something that no fault excuses.
        case checker
        /// S6: a trade request left under a freeze.
        case kill = "S6"
        /// S10: a queue or table outgrew its bound.
        case bounded = "S10"
        /// Somebody wants to be woken again and again at a moment that has passed: a spinning thread.
        case standstill
        /// S12: the daemon's view differed from the broker's for too long after faults stopped.
        case convergence = "S12"
    }

    var rule: Rule
    var at: Instant
    var detail: String

    var description: String {
        "\(rule.rawValue) broken after \(DecimalText.format(at.nanoseconds / 1_000_000, decimals: 3)) s: \(detail)"
    }

    /// The description as it may stand between the quotes of a JSON text.
    var quoted: String {
        var text = ""
        for character in description where character != "\n" {
            text.append(character == "\"" ? "'" : character)
        }
        return text
    }
}
