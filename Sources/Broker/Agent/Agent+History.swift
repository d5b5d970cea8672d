import Core

/// Answers of the deal history, from what the terminal has.
extension Agent {
    /// The whole answer at once; the real EA takes its time over it.
    func tellHistory(_ question: DealHistoryRequest, at now: Instant) {
        historyWanted = nil
        guard mirror.isConnected else {
            end(question, .failed, [], at: now)
            return
        }
        let first = question.from.milliseconds / 1_000
        let last = question.to.map { ($0.milliseconds + 999) / 1_000 } ?? .max
        let found = mirror.deals.filter { (first...last).contains($0.time.milliseconds / 1_000) }
        write(
            .dealHistoryBegin(DealHistoryBegin(request: question.request, deals: UInt32(found.count))),
            at: now)
        var told: [Core.Deal] = []
        for deal in found {
            tellSymbol(number(of: deal.symbol, at: now), at: now)
            told.append(wire(deal))
            write(.deal(wire(deal)), at: now)
        }
        end(question, .complete, told, at: now)
    }

    private func end(
        _ question: DealHistoryRequest, _ outcome: DealHistoryEnd.Outcome, _ deals: [Core.Deal],
        at now: Instant
    ) {
        write(
            .dealHistoryEnd(
                DealHistoryEnd(
                    request: question.request, outcome: outcome, deals: UInt32(deals.count),
                    checksum: DealChecksum.of(deals))), at: now)
    }
}
