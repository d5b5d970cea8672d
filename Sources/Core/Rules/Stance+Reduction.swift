/// What the ladder of partial closes asks for: a profit action, behind everything that protects.
extension Stance {
    /// What is to be closed at the exit price of the moment; `nil` for nothing.
    var reduction: Reduction? {
        guard let ladder = reducible, let limits, !isLevelReached else { return nil }
        let gain = side.gain(from: position.openPrice, to: limits.exit).points
        var due: Reduction?
        forEachRung(of: ladder) { needed, reduction in
            if needed <= gain { due = reduction }
        }
        return due
    }

    /// The exit price at which a rung is reached that is not at this moment; `nil` for none.
    var reductionPrice: Price? {
        guard let ladder = reducible else { return nil }
        let gain = limits.map { side.gain(from: position.openPrice, to: $0.exit).points }
        var next: Int64?
        forEachRung(of: ladder) { needed, _ in
            if next == nil, gain.map({ needed > $0 }) ?? true { next = needed }
        }
        return next.map { side.favoured(position.openPrice, by: Distance(points: $0)) }
    }

    /// Whether a part would be closed if the position were not most likely closed as a whole.
    var isReductionHeld: Bool { reducible != nil && isLevelReached }

    /// The ladder, where parts may be closed at all: mode and latch allow it, a stop protects the position, and its
    /// deals are known.
    private var reducible: PartialCloses? {
        guard let ladder = rules.partialCloses, tightening != .forbidden, position.stopLoss != nil,
            let traded = context.traded, traded.accounts(for: position)
        else { return nil }
        return ladder
    }

    /// Every rung that still has something to close, in order: the gain in points at which it is reached, and what it
    /// asks for.
    private func forEachRung(of ladder: PartialCloses, _ body: (Int64, Reduction) -> Void) {
        guard let traded = context.traded else { return }
        var shares: Int64 = 0
        for rung in ladder.rungs {
            shares += rung.sharePermille
            let target = traded.share(permille: shares)
            guard traded.part(until: target, of: position, spec) != nil,
                let needed = yardstick.points(rung.at, .up)
            else { continue }
            body(needed, Reduction(closed: target))
        }
    }
}
