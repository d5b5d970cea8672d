import Core

/// How the closes of one rule set ended since the daemon started; part of `AccountReport`.
///
/// A restart begins anew: what was closed before is in the trade log and the store, each with its rule set.
struct RuleSetReport: Codable, Sendable {
    /// Micro-losses should be less than so many percent of all closes.
    static let target_percent = 20

    var name: String
    var closes: UInt64
    var losses: UInt64
    /// Losing closes of less than the rule set's `micro_loss`.
    var microLosses: UInt64
    /// Of all closes, rounded up to a tenth; none before the first.
    var microLossPercent: String?
    var microLossTargetPercent: Int
    /// Of all closes together, costs included, in account money.
    var result: String
}

extension RuleSetReport {
    init(_ name: String, _ figures: CloseTally.Figures) {
        self.init(
            name: name, closes: figures.closes, losses: figures.losses, microLosses: figures.microLosses,
            microLossPercent: figures.microLossPermille.map {
                DecimalText.format(Int64($0), decimals: 1, keeping: 1)
            },
            microLossTargetPercent: Self.target_percent, result: figures.result.text)
    }

    static func all(of tally: CloseTally) -> [RuleSetReport] {
        tally.ruleSets.map { RuleSetReport($0, tally[$0]) }
    }

    /// For a person.
    var phrase: String {
        "\(name): \(closes) closes, \(losses) losses, \(microLosses) micro-losses"
            + (microLossPercent.map { " (\($0) %, target below \(microLossTargetPercent) %)" } ?? "")
            + ", result \(result)"
    }
}
