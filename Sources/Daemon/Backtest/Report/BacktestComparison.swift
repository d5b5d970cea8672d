import Core

/// Two configurations over the same quotes and positions, and what the second has more than the first.
struct BacktestComparison: Encodable, Sendable {
    let first: BacktestReport
    let second: BacktestReport
    let difference: FigureSet

    init(_ first: BacktestReport, _ second: BacktestReport) {
        self.first = first
        self.second = second
        difference = second.total.difference(from: first.total)
    }
}
