import Broker
import Core
import Testing

/// Each fault does what its name says; the document of failure modes names these tests.
@Suite struct FaultTests {
    private func world(_ names: FaultName..., to end: Int64 = 10_000) -> (ServerFixture, Ticket) {
        let faults = names.map { FaultSpec($0, partsPerMillion: 1_000_000, to: .seconds(end)) }
        let world = ServerFixture(faults: faults)
        world.quote(138_600, 138_610)
        let ticket = world.open(.buy)
        world.wait(.milliseconds(100))
        return (world, ticket)
    }

    private func stop(_ world: ServerFixture, _ ticket: Ticket) -> Int64? {
        world.server.position(ticket)?.stopLoss?.points
    }

    @Test func aLostRequestIsNeitherExecutedNorAnswered() {
        let (world, ticket) = world(.lostRequest)
        #expect(world.answer(world.stops(ticket, stop: 138_500)) == nil)
        world.wait(.seconds(500))
        #expect(stop(world, ticket) == nil)
    }

    @Test func aLostResultIsExecutedAndSeenInThePosition() {
        let (world, ticket) = world(.lostResult)
        #expect(world.answer(world.stops(ticket, stop: 138_500)) == nil)
        #expect(world.mirror.position(ticket)?.stopLoss == Price(points: 138_500))
    }

    @Test func aLateResultComesAfterThePosition() {
        let (world, ticket) = world(.lateResult)
        #expect(world.answer(world.stops(ticket, stop: 138_500)) == nil)
        #expect(world.mirror.position(ticket)?.stopLoss == Price(points: 138_500))
        world.wait(.seconds(200))
        #expect(world.codes == [.done])
    }

    @Test func aLateExecutionChangesNothingUntilThen() {
        let (world, ticket) = world(.lateExecution)
        #expect(world.answer(world.stops(ticket, stop: 138_500)) == nil)
        #expect(stop(world, ticket) == nil)
        world.wait(.seconds(200))
        #expect(stop(world, ticket) == 138_500)
    }

    @Test func aSlowExecutionTakesTenTimesAsLong() {
        let (world, ticket) = world(.slowExecution)
        #expect(world.answer(world.stops(ticket, stop: 138_500)) == nil)
        world.wait(.milliseconds(700))
        #expect(stop(world, ticket) == 138_500)
    }

    @Test func aDuplicateResultArrivesTwiceAndChangesTheMirrorOnce() {
        let (world, ticket) = world(.duplicateResult)
        world.send(world.close(ticket, .buy, lots: "0.01"))
        world.wait(.seconds(1))
        #expect(world.codes == [.done, .done])
        #expect(world.deals.count == 2)
        #expect(world.mirror.positions.isEmpty)
    }

    @Test func reorderedTransactionsLeaveTheMirrorRight() {
        var orders: Set<String> = []
        for seed in 1...20 as ClosedRange<UInt64> {
            let world = ServerFixture(faults: [FaultSpec(.reorder, partsPerMillion: 1_000_000)], seed: seed)
            world.quote(138_600, 138_610)
            let ticket = world.open(.buy, lots: "0.02")
            world.wait(.milliseconds(100))
            let before = world.messages.count
            world.send(world.close(ticket, .buy, lots: "0.01"))
            world.wait(.milliseconds(1))
            world.send(world.stops(ticket, stop: 138_500))
            world.wait(.seconds(1))
            let kinds = world.messages[before...].map { String("\($0)".prefix(8)) }
            orders.insert(kinds.joined(separator: " "))
            #expect(world.mirror.positions == world.server.positions, "seed \(seed)")
        }
        #expect(orders.count > 5)
    }

    @Test func aLostConnectionRefusesRequestsAndTellsEverythingOnReturn() {
        let (world, ticket) = world()
        world.person { $0.disconnect(for: .seconds(5), at: world.now) }
        #expect(!world.mirror.isConnected)
        #expect(world.send(world.stops(ticket, stop: 138_500)) == .refused(.connection))
        world.person { $0.personCloses(ticket, at: world.now) }
        let second = world.open(.sell)
        world.wait(.seconds(4))
        #expect(world.mirror.positions.map(\.ticket) == [ticket])
        world.wait(.seconds(2))
        #expect(world.mirror.isConnected)
        #expect(world.mirror.positions.map(\.ticket) == [second])
        #expect(world.deals.count == 3)
    }

    @Test func disconnectionsHappenByThemselvesToo() {
        let (world, _) = world(.brokerDisconnect)
        world.wait(.seconds(3))
        #expect(!world.mirror.isConnected)
        world.wait(.seconds(45))
        #expect(world.messages.contains { if case .connectionRestored = $0 { true } else { false } })
    }

    @Test(arguments: [
        (FaultName.rejectRequote, ReturnCode.requote), (.rejectInvalidStops, .invalidStops),
        (.rejectBusy, .tooManyRequests), (.rejectError, .error), (.rejectLocked, .locked),
        (.rejectFrozen, .frozen), (.rejectPriceOff, .priceOff), (.rejectMarketClosed, .marketClosed),
        (.rejectTradeDisabled, .tradeDisabled), (.rejectConnection, .connection),
    ])
    func aRejectionHasItsCodeAndNoEffect(name: FaultName, code: ReturnCode) {
        let (world, ticket) = world(name)
        #expect(world.answer(world.stops(ticket, stop: 138_500)) == code)
        #expect(stop(world, ticket) == nil)
    }

    @Test func aTimeoutLeavesOpenWhetherTheRequestWasExecuted() {
        var executed = 0
        for seed in 1...40 as ClosedRange<UInt64> {
            let world = ServerFixture(
                faults: [FaultSpec(.rejectTimeout, partsPerMillion: 1_000_000)], seed: seed)
            world.quote(138_600, 138_610)
            let ticket = world.open(.buy)
            #expect(world.answer(world.stops(ticket, stop: 138_500)) == .timeout, "seed \(seed)")
            executed += world.server.position(ticket)?.stopLoss == nil ? 0 : 1
        }
        #expect((8...32).contains(executed))
    }

    @Test func aStopCanBeHitWhileARequestIsInFlight() {
        let (world, ticket) = world(.stopHitInFlight)
        world.person {
            $0.personModifies(ticket, stopLoss: Price(points: 138_400), takeProfit: nil, at: world.now)
        }
        #expect(world.answer(world.stops(ticket, stop: 138_500)) == .positionClosed)
        #expect(world.deals.last?.reason == .stopLoss)
        #expect(world.deals.last?.price == Price(points: 138_400))
    }

    @Test func othersOpenCloseAndModify() {
        let (opened, _) = world(.foreignOpen)
        opened.wait(.seconds(5))
        #expect(opened.mirror.positions.count >= 4)

        let (closed, _) = world(.foreignClose)
        closed.wait(.seconds(3))
        #expect(closed.mirror.positions.isEmpty)
        #expect(closed.deals.last?.reason == .client)

        let (modified, ticket) = world(.foreignModify)
        modified.wait(.seconds(3))
        #expect(modified.mirror.position(ticket)?.stopLoss != nil)

        let (targeted, second) = world(.foreignTakeProfit)
        targeted.wait(.seconds(3))
        #expect(targeted.mirror.position(second)?.takeProfit != nil)
    }

    @Test func othersCloseAPartAndRemoveAStop() {
        let faults: [FaultName] = [.foreignPartialClose, .foreignRemoveStop]
        let world = ServerFixture(faults: faults.map { FaultSpec($0, partsPerMillion: 1_000_000) })
        world.quote(138_600, 138_610)
        let ticket = world.open(.buy, lots: "0.08")
        world.person {
            $0.personModifies(ticket, stopLoss: Price(points: 138_400), takeProfit: nil, at: world.now)
        }
        world.wait(.milliseconds(1_100))
        #expect(world.mirror.position(ticket)?.volume == Volume(lots: "0.04"))
        #expect(world.mirror.position(ticket)?.stopLoss == nil)
    }

    @Test func aTicketCanChangeWhileTheIdentifierStays() {
        let (world, ticket) = world(.ticketChange)
        let identifier = world.mirror.positions.first?.identifier
        world.wait(.seconds(2))
        #expect(world.mirror.positions.first?.ticket != ticket)
        #expect(world.mirror.positions.first?.identifier == identifier)
    }
}
