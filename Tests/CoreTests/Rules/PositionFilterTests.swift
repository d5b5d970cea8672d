import Testing

@testable import Core

@Suite struct PositionFilterTests {
    @Test(arguments: [
        ("EURUSD", "EURUSD", true), ("EURUSD", "EURUSDm", false), ("EURUSD*", "EURUSDm", true),
        ("*USD*", "XAUUSDm", true), ("*", "", true), ("", "", true), ("", "A", false),
        ("*.fx", "EURUSD.fx", true), ("a*b*c", "aXbYbZc", true), ("a*b*c", "aXbYbZ", false),
        ("eur*", "EURUSD", false), ("**", "anything", true), ("日*", "日経225", true),
    ])
    func aPatternMatchesWholeNamesWithStarsForAnyRun(pattern: String, name: String, matches: Bool) {
        #expect(SymbolPattern(pattern).matches(name) == matches)
    }

    @Test func aPersonsPositionsBelongOnlyWhereTheyAreAskedFor() {
        #expect(!PositionFilter().matches(symbol: "EURUSD", magic: .manual))
        #expect(PositionFilter(includesManual: true).matches(symbol: "EURUSD", magic: .manual))
        #expect(PositionFilter().matches(symbol: "EURUSD", magic: Magic(5)))
        #expect(!PositionFilter(magics: [Magic(6)]).matches(symbol: "EURUSD", magic: Magic(5)))
    }

    @Test func theFirstSelectionThatMatchesGoverns() {
        var other = Sample.rules()
        other.name = "other"
        let settings = Settings(
            mode: .manage,
            selections: [
                .init(filter: PositionFilter(symbols: [SymbolPattern("X*")]), rules: other),
                .init(filter: PositionFilter(), rules: Sample.rules()),
            ])
        #expect(settings.rules(symbol: "XAUUSD", magic: Magic(1))?.name == "other")
        #expect(settings.rules(symbol: "EURUSD", magic: Magic(1))?.name == "test")
        #expect(settings.rules(symbol: "EURUSD", magic: .manual) == nil)
    }
}
