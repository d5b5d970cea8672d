import Testing

@testable import Core

/// The checker of the seeded markets is itself checked: each seeded defect must be caught.
@Suite struct CheckerCanaryTests {
    private func rested() throws -> (World, Position) {
        for seed: UInt64 in 0..<100 {
            var world = World(try #require(WorldPlan(seed: seed, faults: 0)), seed: seed)
            guard world.plan.freezeLevel == 0, world.plan.stopsLevel == 0 else { continue }
            world.run(steps: 200)
            if let position = world.books.values.first, position.stopLoss != nil { return (world, position) }
        }
        throw Rig.Missing(what: "a market that ends with an open position")
    }

    @Test func aPositionWithoutAStopIsCaught() throws {
        var (world, position) = try rested()
        #expect(world.failures.isEmpty)
        position.stopLoss = nil
        world.checkRest(position, World.Watched())
        #expect(world.failures.contains { $0.contains("S3") })
    }

    @Test func aStopThatHasFallenBackIsCaught() throws {
        var (world, position) = try rested()
        let known = World.Watched(peak: nil, ratchet: position.stopLoss, edits: [])
        position.stopLoss = position.stopLoss.map {
            position.side.favoured($0, by: Distance(points: -500 * world.plan.tick))
        }
        world.checkRest(position, known)
        #expect(world.failures.contains { $0.contains("S1") })
    }

    @Test func aViewThatDiffersIsCaught() throws {
        var (world, position) = try rested()
        position.takeProfit = Price(points: 1)
        world.books[position.ticket] = position
        world.settleDown()
        #expect(!world.failures.isEmpty)
    }

    @Test func aCommandThatLoosensIsCaught() {
        withKnownIssue {
            var rig = Rig.ready(ticks: [Sample.tick(100_000)])
            rig.permit([])
            rig.receive(.position(Sample.position(1)))
            // The far end holds a tighter stop than it has told the guardian.
            rig.pretend(Sample.position(1, stop: 99_990))
            rig.permit()
        }
    }
}
