import Core

/// What the checker remembers of one open position.
struct WatchedPosition {
    /// As the broker has it.
    var actual: Position
    /// As the terminal was last told, and what it had been told before that.
    var told: Position?
    var toldAt = Instant.zero
    var toldBefore: Position?
    /// The take-profit as its owner last set it.
    var ownersTarget: Price?
    /// Who placed the stop in force, and how often it was changed by the guardian.
    var stopAuthor = StopAuthor.nobody
    var guardianChanges = 0
    /// Time without a stop during which one could have been placed, in this stretch.
    var uncovered = TimeSpan.zero
    var isCountedUncovered = false
    /// A fault struck a request of this position since it was last covered.
    var isExcused = false
    var hasHadStop: Bool
    /// Profit and swap realised by partial closings; commission is in `actual`.
    var realised = Money.zero
    /// What it was opened with, and what the guardian has closed of it while the rest stayed open.
    let initial: Volume
    var partsClosed = Volume.zero
    /// Requests of the guardian that are not known to be finished.
    var inFlight: [InFlight] = []

    enum StopAuthor { case nobody, guardian, person }

    struct InFlight {
        var number: RequestNumber
        /// The ticket it named.
        var ticket: Ticket?
        var submitted: Instant
        var isClosing: Bool
        /// It was counted as loosening when it was sent.
        var isCounted: Bool
        var isExecuted = false
        /// Sent by a program that has ended since.
        var isForgotten = false
    }

    init(_ position: Position) {
        actual = position
        initial = position.volume
        ownersTarget = position.takeProfit
        hasHadStop = position.stopLoss != nil
        if hasHadStop { stopAuthor = .person }
    }

    /// What the guardian may have known at `now`: the news, and what it replaced if that was very recent.
    func known(at now: Instant, newsTravel: TimeSpan) -> [Position] {
        var views: [Position] = []
        if let told { views.append(told) }
        if let toldBefore, now - toldAt < newsTravel { views.append(toldBefore) }
        return views.isEmpty ? [actual] : views
    }

    mutating func learn(_ position: Position, at now: Instant) {
        if let told, told.revision >= position.revision { return }
        toldBefore = told
        told = position
        toldAt = now
        inFlight.removeAll { $0.isExecuted }
    }
}

extension Side {
    /// Whether a stop at `stop` risks more than one at `base`; no stop risks the most.
    func isLooser(_ stop: Price?, than base: Price?) -> Bool {
        guard let base else { return false }
        guard let stop else { return true }
        return (stop.points - base.points) * sign < 0
    }
}
