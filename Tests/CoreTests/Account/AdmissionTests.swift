import Testing

@testable import Core

/// The last check before the send, with proposals no shard of ours would make.
@Suite struct AdmissionTests {
    private func outcome(
        of action: Proposal.Action, on position: Position = Sample.position(), mode: ControlMode = .manage,
        latch: KillLevel = .none, spec: SymbolSpec = Sample.spec(), valuation: Valuation? = Sample.valuation()
    ) -> (sent: Int, denials: [Denial]) {
        var account = Account(settings: Sample.settings(mode), epoch: Epoch(1), latch: latch)
        var effects: [AccountEffect] = []
        let now = Instant(nanoseconds: 1)
        account.step(.linkRestored(.hedging), at: now, into: &effects)
        account.step(.permitted(true), at: now, into: &effects)
        account.step(
            .snapshot(
                Snapshot(
                    symbols: [spec], valuations: [valuation].compactMap { $0 }, ticks: [],
                    positions: [position])), at: now, into: &effects)
        effects = []
        account.step(
            .proposed(Proposal(ticket: Ticket(1), action: action, cause: nil, risk: .zero)), at: now,
            into: &effects)
        account.dispatch(at: now, into: &effects)
        var sent = 0
        var denials: [Denial] = []
        for effect in effects {
            switch effect {
            case .modify, .close: sent += 1
            case .note(.denied(_, let denial)): denials.append(denial)
            default: break
            }
        }
        return (sent, denials)
    }

    private func move(
        _ stop: Int64, _ lane: Lane = .firstStop, unreachable: Bool = false
    ) -> Proposal.Action {
        .move(
            StopMove(
                stop: Price(points: stop), lane: lane, rule: .protective, isCapUnreachable: unreachable))
    }

    @Test func aStopWithinTheCapIsSent() {
        #expect(outcome(of: move(99_905)) == (1, []))
    }

    @Test func aStopBeyondTheCapIsNotSentUnlessTheCapItselfIsOutOfReach() {
        #expect(outcome(of: move(99_904)) == (0, [.beyondCap]))
        #expect(outcome(of: move(99_904, unreachable: true)) == (1, []))
    }

    @Test func aStopThatIsNotTighterIsNotSent() {
        let held = Sample.position(1, stop: 99_950)
        #expect(outcome(of: move(99_950), on: held) == (0, [.noImprovement]))
        #expect(outcome(of: move(99_940), on: held) == (0, [.noImprovement]))
        #expect(outcome(of: move(99_951), on: held) == (1, []))
        let short = Sample.position(1, .sell, stop: 100_050)
        #expect(outcome(of: move(100_051), on: short) == (0, [.noImprovement]))
        #expect(outcome(of: move(100_049), on: short) == (1, []))
    }

    @Test func aStopOffTheGridOrBelowZeroIsNotSent() {
        #expect(outcome(of: move(99_951), spec: Sample.spec(tick: 10)) == (0, [.offGrid]))
        #expect(outcome(of: move(0)) == (0, [.offGrid]))
        #expect(outcome(of: move(-5)) == (0, [.offGrid]))
    }

    @Test func withoutAValuationTheFirstStopIsSent() {
        #expect(outcome(of: move(99_000), valuation: nil) == (1, []))
    }

    @Test func anUnmanagedPositionIsNeverTouched() {
        let manual = Sample.position(1, magic: 0)
        #expect(outcome(of: move(99_905), on: manual) == (0, [.notManaged]))
        #expect(outcome(of: .close(.flatten), on: manual, latch: .flatten) == (0, [.notManaged]))
    }

    @Test(arguments: ControlMode.allCases, KillLevel.allCases)
    func everyModeAndLevelLetsThroughWhatItShould(mode: ControlMode, latch: KillLevel) {
        let sends = mode != .shadow && latch != .freeze && latch != .flatten
        #expect((outcome(of: move(99_905), mode: mode, latch: latch).sent == 1) == sends)
        #expect((outcome(of: .close(.capReached), mode: mode, latch: latch).sent == 1) == sends)
        let trails = mode == .manage && latch == .none
        #expect((outcome(of: move(99_905, .trailing), mode: mode, latch: latch).sent == 1) == trails)
        #expect((outcome(of: .close(.flatten), mode: mode, latch: latch).sent == 1) == (latch == .flatten))
    }

    @Test func aCoveredPositionIsNotClosedForItsCap() {
        #expect(outcome(of: .close(.capReached), on: Sample.position(1, stop: 99_950)) == (0, [.covered]))
    }

    @Test func aClosedMarketKeepsTheProposalWaiting() {
        #expect(outcome(of: move(99_905), spec: Sample.spec(open: false)) == (0, []))
        #expect(outcome(of: move(99_905), spec: Sample.spec(mode: .disabled)) == (0, []))
    }
}
