import Testing

@testable import Core

/// R is settled once for a position, whatever becomes of the shard or the daemon that settled it.
@Suite struct RecallTests {
    /// 1.5 R locks 0.5 R; the first stop belongs 40 points behind the opening price.
    private var settings: Settings {
        var rules = Sample.rules(cap: Sample.cap(100))
        rules.initial = InitialStop(distance: RuleDistance(unit: .points, amount: 40))
        rules.profitLock = ProfitLock([
            .init(
                at: RuleDistance(unit: .riskPermille, amount: 1_500),
                lock: RuleDistance(unit: .riskPermille, amount: 500))
        ])
        return Sample.settings(.manage, rules)
    }

    /// What a run knows after it has given the position its first stop.
    private func memory() throws -> PositionMemory {
        var rig = Rig.ready(settings, positions: [Sample.position()], ticks: [Sample.tick(100_000)])
        let first = try rig.takeStop()
        #expect(first.stopLoss == Price(points: 99_960))
        let facts = try #require(rig.guardian.account.lastDecision(on: first.ticket)?.facts)
        return PositionMemory(
            position: Sample.position().identifier, firstStop: try #require(facts.firstStop))
    }

    /// The next run finds the position with a stop that was tightened since.
    private func next() -> Rig {
        Rig.ready(settings, positions: [Sample.position(1, stop: 99_990)], ticks: [Sample.tick(100_000)])
    }

    @Test func withoutARecollectionRIsMeasuredFromTheStopThatIsThere() throws {
        var rig = next()
        rig.tick(100_015)
        #expect(try rig.takeStop().stopLoss == Price(points: 100_005))
    }

    @Test func whatTheLogTellsCountsForTheNextRun() throws {
        let memory = try memory()
        var rig = next()
        rig.wake { $0.recall([memory], at: $1, into: &$2) }
        rig.tick(100_059)
        #expect(rig.takeSent().isEmpty)
        rig.tick(100_060)
        #expect(try rig.takeStop().stopLoss == Price(points: 100_020))
    }

    @Test func aRecollectionOfAnotherPositionOrOfOneThatHasTurnedMeansNothing() throws {
        var rig = next()
        let other = PositionMemory(position: PositionID(99), firstStop: Price(points: 99_000))
        let turned = PositionMemory(
            position: Sample.position().identifier, firstStop: Price(points: 100_400))
        rig.wake { $0.recall([other, turned], at: $1, into: &$2) }
        rig.tick(100_015)
        #expect(try rig.takeStop().stopLoss == Price(points: 100_005))
    }

    @Test func aFreshShardIsToldWhatTheLostOneHadSettled() throws {
        var rig = Rig.ready(settings, positions: [Sample.position()], ticks: [Sample.tick(100_000)])
        rig.confirm(try rig.takeStop())
        var effects: [AccountEffect] = []
        var account = rig.guardian.account
        account.step(.shardLost([Sample.symbol]), at: rig.now, into: &effects)
        let told = effects.compactMap { effect in
            if case .shard(.recalled(let ticket, let stop)) = effect { (ticket, stop) } else { nil }
        }
        #expect(told.map(\.0) == [Ticket(1)])
        #expect(told.map(\.1) == [Price(points: 99_960)])
    }
}
