import Broker
import Core
import Testing

@Suite struct FaultSpecTests {
    @Test func aNameAloneHasItsUsualProbabilityAndNoWindow() throws {
        let specs = try FaultSpec.parse("lost-result")
        #expect(specs == [FaultSpec(.lostResult)])
        #expect(specs[0].partsPerMillion == FaultName.lostResult.usualPartsPerMillion)
    }

    @Test func probabilityAndWindowAreRead() throws {
        #expect(
            try FaultSpec.parse("reject-requote:0.25@10-2m")
                == [
                    FaultSpec(
                        .rejectRequote, partsPerMillion: 250_000, from: .seconds(10), to: .seconds(120))
                ])
    }

    @Test func allMeansEveryFault() throws {
        #expect(try FaultSpec.parse("all").map(\.name) == FaultName.allCases)
    }

    @Test(arguments: [
        ("lost-resluts", FaultSpec.Failure.unknownName("lost-resluts", nearest: .lostResult)),
        ("foreign-opne", .unknownName("foreign-opne", nearest: .foreignOpen)),
        ("reorder:2", .badProbability("2")), ("reorder:x", .badProbability("x")),
        ("reorder@5", .badWindow("5")), ("reorder@9-5", .badWindow("9-5")),
        ("reorder@1-2d", .badWindow("1-2d")),
    ])
    func mistakesAreTypedErrors(text: String, failure: FaultSpec.Failure) {
        #expect(throws: failure) { try FaultSpec.parse(text) }
    }

    @Test func aFaultStrikesOnlyInsideItsWindowAndAsOftenAsSaid() {
        var dice = FaultDice(
            [FaultSpec(.linkLoss, partsPerMillion: 300_000, from: .seconds(10), to: .seconds(20))], seed: 1,
            start: .zero)
        var struck = 0
        for _ in 0..<1_000 { struck += dice.strikes(.linkLoss, at: .zero + .seconds(9)) ? 1 : 0 }
        for _ in 0..<1_000 { struck += dice.strikes(.linkLoss, at: .zero + .seconds(20)) ? 1 : 0 }
        #expect(struck == 0)
        for _ in 0..<10_000 { struck += dice.strikes(.linkLoss, at: .zero + .seconds(15)) ? 1 : 0 }
        #expect((2_700...3_300).contains(struck))
        #expect(dice.struck.map(\.count) == [struck])
    }
}
