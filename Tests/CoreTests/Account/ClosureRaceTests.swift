import Foundation
import Testing

@testable import Core

/// Closures race updates, on a far end that forgets, doubles and is late.
@Suite struct ClosureRaceTests {
    /// Five thousand closures each: a hundred thousand in all, unless the environment asks for more or fewer.
    static let seeds: ClosedRange<UInt64> = {
        let asked = ProcessInfo.processInfo.environment["BACKSTOP_RACE_SEEDS"].flatMap { UInt64($0) }
        return 1...max(1, asked ?? 20)
    }()

    @Test(arguments: seeds)
    func fiveThousandClosuresThatRaceUpdatesAreFiveThousandOrdinaryEndings(seed: UInt64) {
        var world = ClosureRaces(.race, seed: seed)
        world.run(races: 5_000)
        #expect(world.violations.isEmpty, "\(world.violations)")
        #expect(world.races.all >= 5_000)
        for closure in RaceCounts.Closure.allCases {
            let ofUpdates = world.races.ofUpdates[closure] ?? 0
            let ofCloses = world.races.ofCloses[closure] ?? 0
            #expect(ofUpdates >= 250, "seed \(seed): \(closure) met \(ofUpdates) updates")
            #expect(ofCloses >= 3, "seed \(seed): \(closure) met \(ofCloses) closes")
        }
        #expect(world.notFound > 1_000, "the closures have not met the updates: \(world.notFound)")
        #expect(world.account.counters.leaseTimeouts == 0)
    }

    @Test(arguments: UInt64(100)...103)
    func ofAnOrdinaryDaysAttemptsFewerThanOneInAHundredFindNoPosition(seed: UInt64) {
        var world = ClosureRaces(.ordinary, seed: seed)
        world.run(attempts: 10_000)
        #expect(world.violations.isEmpty, "\(world.violations)")
        #expect(world.notFound * 100 < world.attempts, "\(world.notFound) of \(world.attempts)")
        #expect(world.notFound > 0, "an ordinary day has some")
    }

    /// The checks can fail: a request that is sent to a closed position is seen.
    @Test func aRequestToAClosedPositionIsSeen() {
        var world = ClosureRaces(.race, seed: 1)
        for _ in 0..<500 { world.step() }
        #expect(world.violations.isEmpty)
        world.told = []
        for _ in 0..<500 { world.step() }
        #expect(!world.violations.isEmpty)
    }
}
