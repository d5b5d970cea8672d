import Testing

@testable import Core

@Suite struct WorldTests {
    @Test(arguments: UInt64(0)..<400)
    func aRandomMarketWithFaultsEndsCoveredRatchetedAndInAgreement(seed: UInt64) throws {
        var world = World(try #require(WorldPlan(seed: seed)), seed: seed)
        world.run(steps: 300)
        #expect(world.failures.isEmpty, "seed \(seed): \(world.failures)")
    }

    @Test(arguments: UInt64(1_000)..<1_030)
    func aMirroredMarketGetsTheMirroredStops(seed: UInt64) throws {
        var plain = World(try #require(WorldPlan(seed: seed)), seed: seed)
        var mirrored = World(try #require(WorldPlan(seed: seed, mirrored: true)), seed: seed)
        plain.run(steps: 300)
        mirrored.run(steps: 300)
        #expect(plain.log == mirrored.log, "seed \(seed)")
    }
}
