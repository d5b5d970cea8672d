import Broker
import Core
import Testing

@Suite struct TradeServerTests {
    @Test func aRequestTakesTheLatencyToAnswerAndIsCheckedOnArrival() {
        let world = ServerFixture()
        world.quote(138_600, 138_610)
        let ticket = world.open(.buy)
        world.wait(.milliseconds(100))
        world.send(world.stops(ticket, stop: 138_500))
        world.wait(.milliseconds(10))
        #expect(world.server.position(ticket)?.stopLoss == nil)
        world.wait(.milliseconds(35))
        #expect(world.server.position(ticket)?.stopLoss == Price(points: 138_500))
        #expect(world.mirror.position(ticket)?.stopLoss == nil)
        world.wait(.milliseconds(40))
        #expect(world.mirror.position(ticket)?.stopLoss == Price(points: 138_500))
        #expect(world.codes == [.done])
    }

    @Test func aStopIsFilledAtTheQuoteThatPassedIt() {
        var contract = Contract.known("EURUSD")
        contract.commissionPerLot = Money(units: 3 * Money.unitsPerWhole)
        let world = ServerFixture([contract])
        world.quote(138_600, 138_610)
        let buy = world.open(.buy)
        let sell = world.open(.sell)
        #expect(world.answer(world.stops(buy, stop: 138_550)) == .done)
        #expect(world.answer(world.stops(sell, stop: 138_660)) == .done)
        world.quote(138_500, 138_510)
        world.quote(138_690, 138_700)
        world.wait(.milliseconds(100))
        #expect(world.server.positions.isEmpty)
        let out = world.deals.filter { $0.entry == .out }
        #expect(out.map(\.price) == [Price(points: 138_500), Price(points: 138_700)])
        #expect(out.map(\.reason) == [.stopLoss, .stopLoss])
        // 110 points and 100 points on 1,000 euros; 3 cents commission a deal.
        #expect(out.map(\.profit.text) == ["-1.10", "-1.00"])
        #expect(out.map(\.commission.text) == ["-0.03", "-0.03"])
    }

    @Test func crossedQuotesStopBothSides() {
        let world = ServerFixture()
        world.quote(138_600, 138_610)
        let buy = world.open(.buy)
        let sell = world.open(.sell)
        _ = world.answer(world.stops(buy, stop: 138_580))
        _ = world.answer(world.stops(sell, stop: 138_630))
        world.quote(138_570, 138_560)
        #expect(world.server.positions.map(\.ticket) == [sell])
        world.quote(138_640, 138_635)
        #expect(world.server.positions.isEmpty)
    }

    @Test func aTakeProfitIsFilledAtTheQuote() {
        let world = ServerFixture()
        world.quote(138_600, 138_610)
        _ = world.open(.buy, takeProfit: 138_700)
        world.quote(138_699, 138_709)
        #expect(world.server.positions.count == 1)
        world.quote(138_720, 138_730)
        world.wait(.milliseconds(100))
        #expect(world.deals.last?.reason == .takeProfit)
        #expect(world.deals.last?.profit.text == "1.10")
    }

    @Test func everyRefusalHasItsCode() {
        let world = ServerFixture()
        world.quote(138_600, 138_610)
        let ticket = world.open(.buy, lots: "0.03")
        #expect(world.answer(world.stops(ticket, stop: 138_595)) == .invalidStops)
        #expect(world.answer(world.stops(ticket, stop: 138_700)) == .invalidStops)
        #expect(world.answer(world.stops(ticket, stop: nil)) == .noChanges)
        #expect(world.answer(world.stops(ticket, stop: 138_500)) == .done)
        #expect(world.answer(world.stops(ticket, stop: 138_500)) == .noChanges)
        #expect(world.answer(world.stops(Ticket(1), stop: 138_500)) == .positionClosed)
        #expect(world.answer(world.close(ticket, .buy, lots: "0.04")) == .invalidCloseVolume)
        #expect(world.answer(world.close(ticket, .sell, lots: "0.01")) == .invalid)
        #expect(world.answer(world.close(ticket, .buy, lots: "0.001")) == .invalidVolume)
        world.quote(138_502, 138_512)
        #expect(world.answer(world.stops(ticket, stop: 138_480)) == .frozen)
        // Saturday.
        world.jump(to: MarketTime(milliseconds: 1_399_075_200_000))
        world.quote(138_600, 138_610)
        #expect(world.answer(world.stops(ticket, stop: 138_510)) == .marketClosed)
    }

    @Test func aPartialCloseKeepsTicketAndStops() {
        let world = ServerFixture()
        world.quote(138_600, 138_610)
        let ticket = world.open(.buy, lots: "0.03")
        _ = world.answer(world.stops(ticket, stop: 138_500))
        #expect(world.answer(world.close(ticket, .buy, lots: "0.01")) == .done)
        let left = world.mirror.position(ticket)
        #expect(left?.volume == Volume(lots: "0.02"))
        #expect(left?.stopLoss == Price(points: 138_500))
        #expect(world.deals.last?.entry == .out)
        #expect(world.deals.last?.position == left?.identifier)
    }

    @Test func aNettingDealTurnsThePositionRoundUnderANewTicket() {
        let world = ServerFixture(mode: .netting)
        world.quote(138_600, 138_610)
        let ticket = world.open(.buy, lots: "0.02")
        let identifier = world.server.positions.first?.identifier
        _ = world.open(.buy, lots: "0.02")
        #expect(world.server.positions.count == 1)
        #expect(world.server.positions.first?.volume == Volume(lots: "0.04"))
        _ = world.open(.sell, lots: "0.05")
        world.wait(.milliseconds(100))
        let turned = world.mirror.positions.first
        #expect(turned?.side == .sell)
        #expect(turned?.volume == Volume(lots: "0.01"))
        #expect(turned?.identifier == identifier)
        #expect(turned?.ticket != ticket)
        #expect(world.deals.last?.entry == .inOut)
    }

    @Test func profitInAnotherCurrencyIsConvertedAtTheRateThatCostsMore() {
        let world = ServerFixture([.known("USDJPY")])
        world.quote(150_000, 150_012)
        _ = world.open(.buy, lots: "0.10")
        let position = world.server.positions[0]
        // 112 points below the open price: 10,000 x 0.112 yen at 149.900.
        world.quote(149_900, 149_912)
        #expect(world.server.floating(position).text == "-7.47")
    }

    @Test func swapIsBookedAtRolloverAndTripledOnWednesday() {
        let world = ServerFixture([.known("EURUSD")])
        // Wednesday 2014-05-07 23:59:59.
        world.jump(to: MarketTime(milliseconds: 1_399_507_199_000))
        world.quote(138_600, 138_610)
        let ticket = world.open(.buy, lots: "1.00")
        world.wait(.seconds(2))
        world.quote(138_600, 138_610)
        world.wait(.milliseconds(100))
        // 7 points, three nights, one lot.
        #expect(world.server.position(ticket)?.swap.text == "-21.00")
        #expect(world.mirror.position(ticket)?.swap.text == "-21.00")
    }

    @Test func aMarketDealTellsItsTransactionsInMT5sOrder() {
        let world = ServerFixture()
        world.quote(138_600, 138_610)
        world.send(
            TradeRequest(
                action: .deal, symbol: SymbolIndex(0), side: .buy, volume: Volume(lots: "0.01") ?? .zero))
        world.wait(.milliseconds(200))
        let kinds = world.messages.map { message in
            switch message {
            case .orderAdded: "order added"
            case .dealAdded: "deal added"
            case .orderDeleted: "order deleted"
            case .historyAdded: "history added"
            case .answered: "answered"
            default: "other"
            }
        }
        #expect(kinds == ["order added", "deal added", "order deleted", "history added", "answered"])
    }

    @Test func tooManyRequestsAreRefused() {
        let world = ServerFixture(inFlightMax: 2)
        world.quote(138_600, 138_610)
        let ticket = world.open(.buy)
        for stop in [138_500, 138_501, 138_502] as [Int64] { world.send(world.stops(ticket, stop: stop)) }
        world.wait(.milliseconds(200))
        #expect(world.codes.filter { $0 == .tooManyRequests }.count == 1)
    }

    @Test(arguments: [
        (Contract.TradeMode.disabled, ReturnCode.tradeDisabled), (.closeOnly, .closeOnly),
        (.shortOnly, .shortOnly),
    ])
    func theTradeModeLimitsWhatCanBeOpened(mode: Contract.TradeMode, code: ReturnCode) {
        var contract = Contract.known("EURUSD")
        contract.tradeMode = mode
        let world = ServerFixture([contract])
        world.quote(138_600, 138_610)
        let request = TradeRequest(
            action: .deal, symbol: SymbolIndex(0), side: .buy, volume: Volume(lots: "0.01") ?? .zero)
        #expect(world.answer(request) == code)
    }

    @Test func whatTheMarginDoesNotAllowIsNotOpened() {
        let world = ServerFixture(balance: "1000.00")
        world.quote(138_600, 138_610)
        let request = TradeRequest(
            action: .deal, symbol: SymbolIndex(0), side: .buy, volume: Volume(lots: "1.00") ?? .zero)
        #expect(world.answer(request) == .noMoney)
    }

    @Test func theWorstPositionIsClosedWhenEquityFallsBelowHalfTheMargin() {
        let world = ServerFixture(balance: "1500.00")
        world.quote(138_600, 138_610)
        let small = world.open(.buy, lots: "0.10")
        let large = world.open(.buy, lots: "0.80")
        // 910 points on 0.9 lots: 819; equity 681 of 1,247 margin. Then 1,010 points: 591.
        world.wait(.seconds(61))
        world.quote(137_700, 137_710)
        #expect(world.server.positions.count == 2)
        world.wait(.seconds(2))
        world.quote(137_600, 137_610)
        world.wait(.milliseconds(100))
        #expect(world.server.positions.map(\.ticket) == [small])
        #expect(world.deals.last?.reason == .stopOut)
        #expect(world.deals.last?.position == PositionID(large.rawValue))
    }
}
