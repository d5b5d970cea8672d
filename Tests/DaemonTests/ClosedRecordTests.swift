import Core
import Journal
import Testing

@testable import Daemon

/// What deals tell of a position: what is left of it for its ladder, and how its end counts.
@Suite struct ClosedRecordTests {
    private static func deal(
        _ number: UInt64, _ entry: Deal.Entry, lots: Int64, order: UInt64 = 1, profit: Int64 = 0,
        time: Int64 = 2
    ) -> TerminalMessage {
        .deal(
            Deal(
                deal: number, order: order, position: PositionID(71), magic: Magic(7), symbol: SymbolID(0),
                kind: entry == .into ? .buy : .sell, entry: entry, reason: .expert,
                volume: Volume(units: lots * 1_000_000), price: Price(points: 100_000),
                profit: Money(units: profit * Money.unitsPerWhole / 100), commission: .zero, swap: .zero,
                fee: Money(units: -Money.unitsPerWhole / 100), time: MarketTime(milliseconds: time)))
    }

    private static func scene(microLoss: Int64?) throws -> RecorderScene {
        var scene = try RecorderScene()
        var settings = scene.guardian.settings
        settings.selections[0].rules.microLoss = microLoss.map {
            Money(units: $0 * Money.unitsPerWhole / 100)
        }
        scene.recorder.settings = settings
        scene.show(stop: 99_000, takeProfit: nil)
        return scene
    }

    private static let gone = TerminalMessage.positionClosed(
        PositionClosed(
            ticket: RecorderScene.ticket, identifier: PositionID(71), symbol: SymbolID(0), seen: .zero))

    private static func ends(_ scene: RecorderScene) -> [PositionClosedRecord] {
        scene.events().compactMap { if case .closed(let end) = $0 { end } else { nil } }
    }

    @Test func whatAPositionWasOpenedWithIsThatOfItsFirstOrder() throws {
        var scene = try Self.scene(microLoss: nil)
        _ = scene.recorder.ledger.takeTraded()
        scene.hear(Self.deal(1, .into, lots: 60))
        #expect(scene.recorder.ledger.takeTraded().isEmpty, "a part of what was seen is not explained")
        scene.hear(Self.deal(2, .into, lots: 40))
        scene.hear(Self.deal(3, .into, lots: 30, order: 2, time: 3))
        scene.hear(Self.deal(4, .out, lots: 50, order: 3, time: 4))
        scene.hear(Self.deal(4, .out, lots: 50, order: 3, time: 4))
        let told = scene.recorder.ledger.takeTraded()
        #expect(told.map(\.ticket) == [RecorderScene.ticket])
        #expect(told.first?.volumes.initial == .oneLot)
        #expect(told.first?.volumes.opened == Volume(units: 130_000_000))
        #expect(told.first?.volumes.closed == Volume(units: 50_000_000))
        #expect(scene.recorder.ledger.takeTraded().isEmpty, "each news once")
    }

    @Test func aPositionThatHasTurnedWasOpenedWithNothingKnown() throws {
        var scene = try Self.scene(microLoss: nil)
        scene.hear(Self.deal(1, .into, lots: 100))
        _ = scene.recorder.ledger.takeTraded()
        scene.hear(Self.deal(2, .inOut, lots: 200, order: 2))
        #expect(scene.recorder.ledger.takeTraded().isEmpty)
    }

    @Test(arguments: [(Int64(50), true), (42, false)])
    func aSmallLossCountsByTheRulesThatGovernedIt(below: Int64, counts: Bool) throws {
        var scene = try Self.scene(microLoss: below)
        scene.hear(Self.deal(1, .into, lots: 100))
        scene.hear(Self.deal(2, .out, lots: 100, order: 2, profit: -40, time: 3))
        scene.hear(Self.gone)
        scene.hear(Self.gone)
        let end = try #require(Self.ends(scene).first)
        #expect(end.rules == "cap" && end.isMicroLoss == counts)
        #expect(end.result == Money(units: -42 * Money.unitsPerWhole / 100))
        #expect(end.microLossBelow == Money(units: below * Money.unitsPerWhole / 100))
        let figures = scene.recorder.closes["cap"]
        #expect(figures.closes == 1 && figures.losses == 1)
        #expect(figures.microLosses == (counts ? 1 : 0))
        #expect(Self.ends(scene).count == 1)
    }

    @Test func aProfitIsNoMicroLossAndAPositionWithoutRulesCountsNowhere() throws {
        var scene = try Self.scene(microLoss: 1_000)
        scene.hear(Self.deal(1, .into, lots: 100))
        scene.hear(Self.deal(2, .out, lots: 100, order: 2, profit: 40, time: 3))
        scene.hear(Self.gone)
        #expect(try #require(Self.ends(scene).first).isMicroLoss == false)
        #expect(scene.recorder.closes["cap"].microLosses == 0)
        var unmanaged = try RecorderScene()
        unmanaged.hear(Self.deal(1, .into, lots: 100))
        unmanaged.hear(Self.deal(2, .out, lots: 100, order: 2, profit: -40, time: 3))
        unmanaged.hear(Self.gone)
        #expect(try #require(Self.ends(unmanaged).first).rules == nil)
        #expect(unmanaged.recorder.closes.ruleSets.isEmpty)
    }

    @Test func aPositionThatEndedUnseenCountsUnderTheRulesInForce() throws {
        let scene = try Self.scene(microLoss: nil)
        let symbol = TradedSymbol(name: "EURUSD", digits: 5)
        let opened = PositionOpened(
            RecorderScene.position(stop: nil, takeProfit: nil), as: symbol, origin: .live)
        let former = Position(opened, ticket: RecorderScene.ticket)
        #expect(scene.recorder.governing(former, as: symbol)?.name == "cap")
    }
}
