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
        let byHand = Sample.position(magic: 0)
        let byProgram = Sample.position(magic: 5)
        #expect(!PositionFilter().matches(byHand, symbol: "EURUSD"))
        #expect(PositionFilter(includesManual: true).matches(byHand, symbol: "EURUSD"))
        #expect(PositionFilter().matches(byProgram, symbol: "EURUSD"))
        #expect(!PositionFilter(magics: [Magic(6)]).matches(byProgram, symbol: "EURUSD"))
    }

    @Test func anExcludedMagicDoesNotBelongWhereverItIsNamed() {
        let filter = PositionFilter(
            magics: [Magic(5), Magic(6)], excludedMagics: [Magic(5)], includesManual: true)
        #expect(!filter.matches(Sample.position(magic: 5), symbol: "EURUSD"))
        #expect(filter.matches(Sample.position(magic: 6), symbol: "EURUSD"))
        #expect(filter.matches(Sample.position(magic: 0), symbol: "EURUSD"))
        #expect(!PositionFilter(excludedMagics: [Magic(7)]).matches(Sample.position(), symbol: "EURUSD"))
    }

    @Test func oneSideLeavesTheOtherAlone() {
        let filter = PositionFilter(side: .sell)
        #expect(!filter.matches(Sample.position(1, .buy), symbol: "EURUSD"))
        #expect(filter.matches(Sample.position(1, .sell), symbol: "EURUSD"))
    }

    @Test(arguments: [
        ("grid", "my grid #3", true), ("grid", "my Grid #3", false), ("grid", "", false), ("", "", true),
        ("g", "g", true), ("grid #33", "my grid #3", false),
    ])
    func aCommentIsSearchedForTheText(text: String, comment: String, matches: Bool) {
        var position = Sample.position()
        position.comment = comment
        #expect(PositionFilter(comment: text).matches(position, symbol: "EURUSD") == matches)
    }

    @Test func anAccountKeepsItsOwnSelections() {
        let own = AccountNumber(1)
        let settings = Settings(
            mode: .manage,
            selections: [[AccountNumber(2)], [], [own, AccountNumber(2)]].enumerated().map {
                var rules = Sample.rules()
                rules.name = "\($0.offset)"
                return .init(filter: PositionFilter(accounts: $0.element), rules: rules)
            })
        #expect(settings.restricted(to: own).selections.map(\.rules.name) == ["1", "2"])
        #expect(settings.restricted(to: AccountNumber(3)).selections.map(\.rules.name) == ["1"])
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
        #expect(settings.rules(of: Sample.position(), symbol: "XAUUSD")?.name == "other")
        #expect(settings.rules(of: Sample.position(), symbol: "EURUSD")?.name == "test")
        #expect(settings.rules(of: Sample.position(magic: 0), symbol: "EURUSD") == nil)
    }

    /// A netting account keeps the ticket when a position turns.
    @Test func aPositionThatTurnsIsGovernedByTheRulesOfItsSide() throws {
        let settings = Settings(
            mode: .manage, selections: [.init(filter: PositionFilter(side: .sell), rules: Sample.rules())])
        var rig = Rig.ready(settings, ticks: [Sample.tick(100_000)], marginMode: .netting)
        rig.receive(.position(Sample.position(1, .buy)))
        #expect(rig.takeSent().isEmpty)
        rig.receive(.position(Sample.position(1, .sell)))
        #expect(try rig.takeStop().lane == .firstStop)
    }

    @Test func aCommentIsHeldAgainstTheFilterByteByByte() {
        let filter = PositionFilter(comment: "\u{E9}")
        func matches(_ comment: String) -> Bool {
            filter.matches(symbol: "EURUSD", magic: Magic(1), side: .buy, comment: comment)
        }
        #expect(matches("caf\u{E9} 7"))
        #expect(!matches("cafe\u{301} 7"), "another spelling of the same character")
        #expect(!matches(""))
    }
}
