import Testing

@testable import Core

/// What may be sent before the broker's books have been held against the record.
@Suite struct ReconciliationGateTests {
    private let now = Instant(nanoseconds: 1)

    private func account(_ position: Position) -> Account {
        var account = Account(settings: Sample.settings(.manage), epoch: Epoch(1))
        var effects: [AccountEffect] = []
        account.step(.reconciliation(.awaited), at: now, into: &effects)
        account.step(.linkRestored(.hedging), at: now, into: &effects)
        account.step(.permitted(true), at: now, into: &effects)
        account.step(
            .snapshot(
                Snapshot(
                    symbols: [Sample.spec()], valuations: [Sample.valuation()], ticks: [],
                    positions: [position])), at: now, into: &effects)
        return account
    }

    private func sent(_ account: inout Account, _ move: StopMove? = nil) -> Int {
        var effects: [AccountEffect] = []
        if let move {
            account.step(
                .proposed(Proposal(ticket: Ticket(1), action: .move(move), cause: nil, risk: .zero)), at: now,
                into: &effects)
        }
        account.dispatch(at: now, into: &effects)
        return effects.count { if case .modify = $0 { true } else { false } }
    }

    private func move(_ lane: Lane) -> StopMove {
        StopMove(
            stop: Price(points: 99_951), lane: lane, rule: .protective, isCapUnreachable: false)
    }

    @Test(arguments: [Lane.cap, .firstStop])
    func protectionIsSentBeforeTheFirstComparisonHasEnded(lane: Lane) {
        var account = account(Sample.position())
        #expect(sent(&account, move(lane)) == 1)
    }

    @Test(arguments: [Lane.profitLock, .breakEven, .trailing])
    func whatOnlyTightensWaitsForItAndIsSentAfterwards(lane: Lane) {
        var account = account(Sample.position(1, stop: 99_950))
        #expect(sent(&account, move(lane)) == 0)
        var effects: [AccountEffect] = []
        account.step(.reconciliation(.ended), at: now, into: &effects)
        #expect(sent(&account) == 1)
    }

    @Test func whereNobodyKeepsARecordNothingWaits() {
        #expect(Account(settings: Sample.settings(.manage), epoch: Epoch(1)).reconciliation == .ended)
    }
}
