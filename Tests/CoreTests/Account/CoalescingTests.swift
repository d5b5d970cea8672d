import Testing

@testable import Core

/// What waits for a position is one proposal, and another in its place never loosens it.
@Suite struct CoalescingTests {
    private static let now = Instant.zero + .seconds(1)

    private func ready(_ side: Side, stop: Int64?) -> Account {
        var account = Account(settings: Sample.settings(), epoch: Epoch(1))
        var effects: [AccountEffect] = []
        account.step(.linkRestored(.hedging), at: Self.now, into: &effects)
        account.step(.permitted(true), at: Self.now, into: &effects)
        let position = Sample.position(1, side, stop: stop)
        account.step(
            .snapshot(
                Snapshot(
                    symbols: [Sample.spec()], valuations: [Sample.valuation()], ticks: [],
                    positions: [position])), at: Self.now, into: &effects)
        return account
    }

    private func proposal(_ stop: Int64, _ lane: Lane, cause: Instant? = nil) -> Proposal {
        Proposal(
            ticket: Ticket(1),
            action: .move(
                StopMove(
                    stop: Price(points: stop), lane: lane, rule: .protective, isCapUnreachable: false)),
            cause: cause, risk: .zero)
    }

    /// Takes `proposals` in one wake-up.
    private func waiting(_ proposals: [Proposal], _ side: Side = .buy) -> (Proposal?, coalesced: UInt64) {
        waiting(proposals, side, stop: side == .buy ? 99_000 : 101_000)
    }

    private func waiting(
        _ proposals: [Proposal], _ side: Side = .buy, stop: Int64?
    ) -> (Proposal?, coalesced: UInt64) {
        var account = ready(side, stop: stop)
        var effects: [AccountEffect] = []
        for proposal in proposals { account.step(.proposed(proposal), at: Self.now, into: &effects) }
        return (account.held[Ticket(1)]?.pending, account.counters.coalesced)
    }

    @Test func aTighterProposalTakesThePlaceOfTheOneThatWaits() {
        let kept = waiting([proposal(99_910, .trailing), proposal(99_920, .trailing)])
        #expect(kept.0 == proposal(99_920, .trailing))
        #expect(kept.coalesced == 1)
    }

    @Test func aLooserProposalDoesNotTakeItUnlessItIsMoreUrgent() {
        let looser = waiting([proposal(99_920, .trailing), proposal(99_910, .trailing)])
        #expect(looser.0 == proposal(99_920, .trailing))
        #expect(looser.coalesced == 1)
        let urgent = waiting([proposal(99_920, .trailing), proposal(99_910, .cap)])
        #expect(urgent.0 == proposal(99_910, .cap))
    }

    @Test func aTighterStopInThePlaceOfAnUrgentOneIsAsUrgent() {
        let cap = waiting([proposal(99_910, .cap), proposal(99_920, .trailing)])
        #expect(cap.0 == proposal(99_920, .cap))
        let covered = waiting([proposal(99_910, .firstStop), proposal(99_920, .trailing)])
        #expect(covered.0 == proposal(99_920, .trailing), "it has its first stop")
        let uncovered = waiting([proposal(99_910, .firstStop), proposal(99_920, .trailing)], stop: nil)
        #expect(uncovered.0 == proposal(99_920, .firstStop))
        let locks = waiting([proposal(99_910, .profitLock), proposal(99_920, .trailing)])
        #expect(locks.0 == proposal(99_920, .trailing))
    }

    @Test func theEarliestCauseIsKeptWhicheverProposalIs() {
        let early = Instant.zero + .milliseconds(10)
        let late = Instant.zero + .milliseconds(20)
        for second: Int64 in [99_910, 99_930] {
            let kept = waiting([
                proposal(99_920, .trailing, cause: late), proposal(second, .trailing, cause: early),
            ])
            #expect(kept.0?.cause == early)
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func withinOneLaneTheTightestOfAnySequenceWaits(seed: UInt64) {
        var dice = Dice(seed: seed)
        for side in [Side.buy, .sell] {
            let stops = (0..<20).map { _ in dice.roll(99_800...100_200) }
            let kept = waiting(stops.map { proposal($0, .trailing) }, side)
            let tightest = side == .buy ? stops.max() : stops.min()
            guard case .move(let move)? = kept.0?.action else {
                Issue.record("nothing waits")
                return
            }
            #expect(move.stop.points == tightest)
            #expect(kept.coalesced == 19)
        }
    }
}
