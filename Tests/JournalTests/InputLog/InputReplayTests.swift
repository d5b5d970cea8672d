import Testing

@testable import Core
@testable import Journal

/// S8: fresh machines that are fed with what others consumed decide the same.
@Suite struct InputReplayTests {
    @Test(arguments: UInt64(1)...TestSize.seeds(8, soak: 400)) func aRecordedWorldIsReplayedByteForByte(
        seed: UInt64
    ) throws {
        var fixture = InputLogFixture(seed: seed)
        fixture.limits.stepsPerCheckpoint = 79
        let inputs = fixture.record(seed: seed, steps: 600)
        let report = try fixture.replay()
        #expect(report.isIdentical, "seed \(seed): \(report.differences.first.map { "\($0)" } ?? "")")
        #expect(report.damages == [])
        #expect(report.gaps == [])
        #expect(report.passedOver == 0)
        #expect(report.steps == inputs.figures.steps)
        #expect(report.decisions > 200)
        // One is due after so many steps, and taken at the next quiet moment.
        #expect(report.checkpoints >= report.steps / (2 * fixture.limits.stepsPerCheckpoint))
    }

    @Test func aLaterLifeIsARunOfItsOwn() throws {
        let fixture = InputLogFixture()
        let first = fixture.record(seed: 1, steps: 200).figures.steps
        let second = fixture.record(seed: 2, steps: 200).figures.steps
        let report = try fixture.replay()
        #expect(report.isIdentical)
        #expect(report.runs == 2)
        #expect(report.steps == first + second)
    }

    @Test func aDeskThatChangesItsShardIsReplayedAtBothEnds() throws {
        let fixture = InputLogFixture()
        var world = RecordedWorld(seed: 5)
        for _ in 0..<300 { world.step { _ in } }
        var giver = world.guardian.shard
        var effects: [ShardEffect] = []
        var recorder = fixture.recorder()
        recorder.take(
            MachineCheckpoint(account: world.guardian.account, shard: giver), at: world.now)
        giver.step(.release(SymbolID(0)), at: world.now, into: &effects)
        recorder.take(.init(input: .shard(.release(SymbolID(0))), now: world.now, decisions: effects.count))
        for effect in effects { recorder.take(.shard(effect)) }
        guard case .released(let desk)? = effects.first else {
            Issue.record("the shard has no such symbol")
            return
        }
        effects = []
        giver.step(.adopt(desk), at: world.now, into: &effects)
        recorder.take(.init(input: .shard(.adopt(desk)), now: world.now, decisions: effects.count))
        recorder.take(
            MachineCheckpoint(account: world.guardian.account, shard: giver), at: world.now)
        recorder.flush()
        let report = try fixture.replay()
        #expect(report.isIdentical, "\(report)")
        #expect(report.steps == 2)
        #expect(report.checkpoints == 2)
    }

    /// The checker finds what it must.
    @Test(arguments: SeededDefect.allCases) func aSeededDefectIsFoundAndNamed(defect: SeededDefect) throws {
        let fixture = InputLogFixture()
        var world = RecordedWorld(seed: 9)
        var recorder = fixture.recorder()
        recorder.take(world.checkpoint, at: world.now)
        var spoilt: UInt64?
        var steps: UInt64 = 0
        for _ in 0..<600 {
            world.step { tape in
                for var step in RecordedStep.all(on: tape) {
                    steps += 1
                    if spoilt == nil, steps > 300, defect.spoil(&step) { spoilt = steps }
                    recorder.take(step)
                }
            }
        }
        recorder.take(world.checkpoint, at: world.now)
        recorder.flush()
        let report = try fixture.replay()
        let step = try #require(spoilt)
        let difference = try #require(report.differences.first)
        #expect(!report.isIdentical)
        switch defect {
        // The very step.
        case .dropsADecision, .changesADecision: #expect(difference.step == step)
        // As soon as it shows, at the next checkpoint at the latest.
        case .changesAnInput, .changesAMoment, .dropsAnInput: #expect(difference.step >= step)
        }
        #expect(!difference.input.isEmpty)
        #expect(difference.recorded != difference.replayed)
    }

    @Test func aStateThatNoStepLeadsToIsFoundAtTheCheckpoint() throws {
        let fixture = InputLogFixture()
        var world = RecordedWorld(seed: 3)
        var recorder = fixture.recorder()
        recorder.take(world.checkpoint, at: world.now)
        for _ in 0..<200 { world.step { _ in } }
        recorder.take(world.checkpoint, at: world.now)
        recorder.flush()
        let difference = try #require(try fixture.replay().differences.first)
        #expect(difference.kind == .state)
        #expect(difference.recorded != difference.replayed)
    }
}
