import Broker
import Core
import Testing

/// Each test plants one defect of a guardian and expects the checker to name it, and nothing else.
@Suite struct CheckerTests {
    /// One buy of 0.01 lots of EURUSD at 1.38610, told to the terminal; the cap's share is 285 points.
    private func world(
        _ side: Side = .buy, lots: String = "0.01", faults: [FaultSpec] = [], target: Int64? = nil,
        mode: AccountTerms.MarginMode = .hedging
    ) -> (ServerFixture, Ticket) {
        let world = ServerFixture(mode: mode, faults: faults)
        world.quote(138_600, 138_610)
        let ticket = world.open(side, lots: lots, takeProfit: target)
        world.wait(.milliseconds(200))
        return (world, ticket)
    }

    @Test func aGoodGuardianIsClean() {
        let (world, ticket) = world(target: 139_000)
        #expect(world.answer(world.stops(ticket, stop: 138_325, target: 139_000)) == .done)
        world.wait(.seconds(5))
        world.quote(138_800, 138_810)
        #expect(world.answer(world.stops(ticket, stop: 138_700, target: 139_000)) == .done)
        world.wait(.seconds(5))
        world.quote(138_690, 138_700)
        world.wait(.seconds(1))
        #expect(world.summary.isClean)
        #expect(world.summary.closedBy == [.trailing: 1])
        #expect(world.summary.positionsOpened == 1)
        #expect(world.summary.positionsClosed == 1)
        // 200 ms until it was told, 30 ms each way with jitter.
        #expect((220...250).contains(world.summary.firstStop.max ?? 0))
        #expect(world.summary.lossesBeyondCap.isEmpty)
    }

    @Test func aStopBeyondTheCapsShareIsAViolationOnlyIfItDoesNotLowerTheRisk() {
        let (world, ticket) = world()
        // One point beyond: 2.86.
        _ = world.answer(world.stops(ticket, stop: 138_324))
        #expect(world.summary.capUnreachable == 1)
        _ = world.answer(world.stops(ticket, stop: 138_324, target: 139_000))
        #expect(world.summary.capViolations == 0)
        _ = world.answer(world.stops(ticket, stop: 138_323, target: 139_000))
        #expect(world.summary.capViolations == 1)
        #expect(world.summary.ratchetViolations == 1)
        _ = world.answer(world.stops(ticket, stop: 138_325, target: 139_000))
        #expect(world.summary.capUnreachable == 1)
    }

    @Test func commissionAndSwapOwedCountTowardTheCap() {
        var contract = Contract.known("EURUSD")
        contract.commissionPerLot = Money(units: 3 * Money.unitsPerWhole)
        let world = ServerFixture([contract])
        world.quote(138_600, 138_610)
        let ticket = world.open(.buy)
        world.wait(.milliseconds(200))
        // 279 points and twice 3 cents.
        _ = world.answer(world.stops(ticket, stop: 138_331))
        #expect(world.summary.capUnreachable == 0)
        let second = world.open(.buy)
        world.wait(.milliseconds(200))
        _ = world.answer(world.stops(second, stop: 138_330))
        #expect(world.summary.capUnreachable == 1)
    }

    @Test func aLooserStopBreaksTheRatchetAndARemovedOneToo() {
        let (world, ticket) = world(.sell)
        _ = world.answer(world.stops(ticket, stop: 138_700))
        _ = world.answer(world.stops(ticket, stop: 138_710))
        #expect(world.summary.ratchetViolations == 1)
        _ = world.answer(world.stops(ticket, stop: nil))
        #expect(world.summary.ratchetViolations == 2)
        #expect(world.summary.lateRegressions == 0)
    }

    @Test func aRequestExecutedLateIsARegressionNotARatchetViolation() {
        let (world, ticket) = world(faults: [
            FaultSpec(.lateExecution, partsPerMillion: 1_000_000, to: .seconds(1))
        ])
        world.send(world.stops(ticket, stop: 138_400))
        world.wait(.seconds(2))
        #expect(world.answer(world.stops(ticket, stop: 138_500)) == .done)
        world.wait(.seconds(200))
        #expect(world.server.position(ticket)?.stopLoss == Price(points: 138_400))
        #expect(world.summary.lateRegressions == 1)
        #expect(world.summary.ratchetViolations == 0)
    }

    @Test func aPersonsEditIsTheBaseFromThenOn() {
        let (world, ticket) = world()
        _ = world.answer(world.stops(ticket, stop: 138_500))
        world.person {
            $0.personModifies(ticket, stopLoss: Price(points: 138_400), takeProfit: nil, at: world.now)
        }
        world.wait(.seconds(1))
        _ = world.answer(world.stops(ticket, stop: 138_450))
        #expect(world.summary.isClean)
    }

    @Test func aChangedTakeProfitIsAViolationAndALostRaceIsNot() {
        let (world, ticket) = world(target: 139_000)
        _ = world.answer(world.stops(ticket, stop: 138_500))
        #expect(world.summary.takeProfitViolations == 1)
        let (other, second) = self.world(target: 139_000)
        other.send(other.stops(second, stop: 138_500, target: 139_000))
        other.person {
            $0.personModifies(second, stopLoss: nil, takeProfit: Price(points: 139_500), at: other.now)
        }
        other.wait(.milliseconds(200))
        #expect(other.summary.takeProfitRaces == 1)
        // Put right again: what the owner set.
        #expect(other.answer(other.stops(second, stop: 138_500, target: 139_500)) == .done)
        #expect(other.summary.takeProfitViolations == 0)
    }

    @Test func aPersonWhoMovesTheStopAloneSaysNothingOfATargetThatARaceOverwrote() {
        let (world, ticket) = world(target: 139_000)
        world.send(world.stops(ticket, stop: 138_500, target: 139_000))
        world.person {
            $0.personModifies(ticket, stopLoss: nil, takeProfit: Price(points: 139_500), at: world.now)
        }
        world.wait(.milliseconds(200))
        #expect(world.summary.takeProfitRaces == 1)
        world.person {
            $0.personModifies(ticket, stopLoss: nil, takeProfit: Price(points: 139_000), at: world.now)
        }
        world.wait(.seconds(10))
        #expect(world.answer(world.stops(ticket, stop: 138_500, target: 139_500)) == .done)
        #expect(world.summary.takeProfitViolations == 0, "what the owner set last is put right")
    }

    @Test func aPositionWithoutAStopForOverASecondIsCountedOnce() {
        let (world, _) = world()
        world.wait(.milliseconds(790))
        #expect(world.summary.uncoveredOver1s == 0)
        world.wait(.milliseconds(20))
        #expect(world.summary.uncoveredOver1s == 1)
        world.wait(.seconds(10))
        #expect(world.summary.uncoveredOver1s == 1)
    }

    @Test func timeWithoutConnectionTerminalOrMarketDoesNotCountAsUncovered() {
        let (world, _) = world()
        world.person { $0.disconnect(for: .seconds(10), at: world.now) }
        world.wait(.seconds(9))
        #expect(world.summary.uncoveredOver1s == 0)
        world.wait(.milliseconds(1_100))
        world.checker.terminal(isUp: false, at: world.now)
        world.wait(.seconds(9))
        world.checker.terminal(isUp: true, at: world.now)
        // Saturday.
        world.jump(to: MarketTime(milliseconds: 1_399_075_200_000))
        world.quote(138_600, 138_610)
        world.wait(.seconds(9))
        #expect(world.summary.uncoveredOver1s == 0)
    }

    @Test func timeWithinTheFreezeLevelOfItsTakeProfitDoesNotCountAsUncovered() {
        let (world, ticket) = world(target: 139_000)
        world.quote(138_999, 139_009)
        world.wait(.seconds(5))
        #expect(world.answer(world.stops(ticket, stop: 138_500, target: 139_000)) == .frozen)
        #expect(world.summary.uncoveredOver1s == 0)
        world.quote(138_900, 138_910)
        world.wait(.seconds(2))
        #expect(world.summary.uncoveredOver1s == 1)
    }

    @Test func aFaultExcusesALateStopButIsCountedApart() {
        let (world, ticket) = world(faults: [FaultSpec(.rejectBusy, partsPerMillion: 1_000_000)])
        _ = world.answer(world.stops(ticket, stop: 138_500))
        world.wait(.seconds(2))
        #expect(world.summary.uncoveredOver1s == 0)
        #expect(world.summary.uncoveredByFault == 1)
    }

    @Test func aSecondRequestInFlightIsDoubled() {
        let (world, ticket) = world()
        world.send(world.stops(ticket, stop: 138_500))
        world.wait(.milliseconds(10))
        world.send(world.stops(ticket, stop: 138_510))
        #expect(world.summary.doubledRequests == 1)
    }

    @Test func aRequestAfterTheDeadlineOfALostOneIsNotDoubled() {
        let (world, ticket) = world(faults: [
            FaultSpec(.lostRequest, partsPerMillion: 1_000_000, to: .seconds(1))
        ])
        world.send(world.stops(ticket, stop: 138_500))
        world.wait(.milliseconds(1_100))
        world.send(world.stops(ticket, stop: 138_500))
        #expect(world.summary.doubledRequests == 0)
    }

    @Test func aRestartedTerminalCannotKnowWhatItsPredecessorHadInFlight() {
        let (world, ticket) = world()
        world.send(world.stops(ticket, stop: 138_500))
        world.checker.terminal(isUp: false, at: world.now)
        world.checker.terminal(isUp: true, at: world.now)
        world.wait(.milliseconds(10))
        world.send(world.stops(ticket, stop: 138_500))
        #expect(world.summary.doubledRequests == 0)
    }

    @Test func aBlowToTheTerminalExcusesWhatIsUncoveredMeanwhile() {
        let (world, _) = world()
        world.checker.excuse(until: world.now + .seconds(5), at: world.now)
        world.wait(.seconds(3))
        #expect(world.summary.uncoveredByFault == 1)
        _ = world.open(.sell)
        world.wait(.seconds(3))
        #expect(world.summary.uncoveredByFault == 2)
        _ = world.open(.sell)
        world.wait(.seconds(2))
        #expect(world.summary.uncoveredOver1s == 1)
    }

    @Test func everyFindingNamesItsPosition() {
        let (world, ticket) = world()
        _ = world.answer(world.stops(ticket, stop: 138_500))
        _ = world.answer(world.stops(ticket, stop: 138_490))
        let finding = world.checker.findings.first
        #expect(finding?.kind == .ratchetViolation)
        #expect(finding?.position == PositionID(ticket.rawValue))
        #expect(finding?.detail == "138500 to 138490")
    }

    @Test func closingMoreThanIsOpenIsCounted() {
        let (world, ticket) = world()
        _ = world.answer(world.close(ticket, .buy, lots: "0.02"))
        #expect(world.summary.closesBeyondOpen == 1)
        _ = world.answer(world.close(ticket, .buy, lots: "0.01"))
        #expect(world.summary.closesBeyondOpen == 1)
        #expect(world.summary.closedBy == [.closedByUs: 1])
    }

    @Test func turningANettingPositionRoundIsCounted() {
        let (world, ticket) = world(mode: .netting)
        _ = world.answer(world.stops(ticket, stop: 138_500))
        world.send(world.close(ticket, .buy, lots: "0.01"))
        world.person { $0.personCloses(ticket, Volume(lots: "0.01"), at: world.now) }
        world.wait(.milliseconds(200))
        #expect(world.server.positions.isEmpty)
        let (other, second) = self.world(lots: "0.02", mode: .netting)
        _ = other.answer(other.close(second, .buy, lots: "0.03"))
        #expect(other.summary.closesBeyondOpen > 0)
    }

    @Test func openingAPositionIsCounted() {
        let (world, _) = world()
        world.send(
            TradeRequest(
                action: .deal, symbol: SymbolIndex(0), side: .buy, volume: Volume(lots: "0.01") ?? .zero))
        #expect(world.summary.openings == 1)
    }

    @Test func everyClosingHasItsCause() {
        func closing(_ change: (ServerFixture, Ticket) -> Void) -> [Summary.ClosedBy: Int] {
            let (world, ticket) = world(target: 139_000)
            _ = world.answer(world.stops(ticket, stop: 138_500, target: 139_000))
            change(world, ticket)
            world.wait(.milliseconds(200))
            return world.summary.closedBy
        }
        #expect(closing { world, _ in world.quote(138_490, 138_500) } == [.firstStop: 1])
        #expect(closing { world, _ in world.quote(139_010, 139_020) } == [.takeProfit: 1])
        #expect(
            closing { world, ticket in world.person { $0.personCloses(ticket, at: world.now) } } == [
                .client: 1
            ])
        #expect(
            closing { world, ticket in
                world.person {
                    $0.personModifies(
                        ticket, stopLoss: Price(points: 138_450), takeProfit: Price(points: 139_000),
                        at: world.now)
                }
                world.quote(138_440, 138_450)
            } == [.stopMoved: 1])
    }

    @Test func aLossBeyondTheCapHasACause() {
        func loss(_ change: (ServerFixture, Ticket) -> Void) -> [Summary.LossCause: Int] {
            let (world, ticket) = world()
            change(world, ticket)
            world.wait(.milliseconds(200))
            return world.summary.lossesBeyondCap
        }
        #expect(
            loss { world, ticket in
                _ = world.answer(world.stops(ticket, stop: 138_330))
                world.quote(138_300, 138_310)
            } == [.gap: 1])
        #expect(
            loss { world, ticket in
                _ = world.answer(world.stops(ticket, stop: 138_330))
                world.quote(138_335, 138_345)
                world.quote(138_309, 138_319)
            } == [.slippage: 1])
        #expect(
            loss { world, ticket in
                world.quote(138_000, 138_010)
                world.person { $0.personCloses(ticket, at: world.now) }
            } == [.unmanaged: 1])
        #expect(
            loss { world, ticket in
                world.quote(138_200, 138_210)
                _ = world.answer(world.stops(ticket, stop: 138_190))
                world.quote(138_180, 138_190)
            } == [.unreachable: 1])
    }

    @Test func aPartlyClosedPositionCountsEachCostOnce() {
        var contract = Contract.known("EURUSD")
        contract.commissionPerLot = Money(units: 10 * Money.unitsPerWhole)
        let world = ServerFixture([contract])
        world.quote(138_600, 138_610)
        // Two lots cost 20 to open and 10 for each half closed: 40 beside 2.00 a point.
        let ticket = world.open(.buy, lots: "2.00")
        world.checker = Checker(
            CheckerSettings(cap: Money("60.00") ?? .zero), contracts: [contract], currency: "USD")
        world.checker.adopt(world.server.positions[0])
        world.quote(138_600, 138_610)
        _ = world.answer(world.close(ticket, .buy, lots: "1.00"))
        _ = world.answer(world.close(ticket, .buy, lots: "1.00"))
        // 20 in spread and 40 in commission: exactly the cap.
        #expect(world.server.balance == Money("99940.00"))
        #expect(world.summary.lossesBeyondCap.isEmpty)
    }

    @Test(arguments: [(Int64(600), 1), (700, 0)])
    func moreThanTheShareClosedInPartsIsAViolation(most: Int64, violations: Int) {
        let contract = Contract.known("EURUSD")
        var settings = CheckerSettings(cap: Money(units: 100 * Money.unitsPerWhole))
        settings.partsMaxPermille = most
        let world = ServerFixture([contract])
        world.checker = Checker(settings, contracts: [contract], currency: "USD")
        world.quote(138_500, 138_510)
        let ticket = world.open(.buy, lots: "0.10")
        _ = world.answer(world.close(ticket, .buy, lots: "0.06"))
        #expect(world.summary.partsBeyondShare == 0)
        _ = world.answer(world.close(ticket, .buy, lots: "0.01"))
        #expect(world.summary.partsClosed == 2)
        #expect(world.summary.partsBeyondShare == violations)
        #expect(world.summary.isClean == (violations == 0))
    }

    @Test func theSummaryIsOneJSONObjectWithStableKeys() {
        #expect(
            Summary().json == """
                {"ticks":0,"positions_opened":0,"positions_closed":0,"closed_by":{"first_stop":0,"trailing":0,\
                "take_profit":0,"stop_moved":0,"closed_by_us":0,"client":0,"other":0},"cap_violations":0,\
                "cap_unreachable":0,"losses_beyond_cap":{"gap":0,"slippage":0,"swap":0,"unreachable":0,\
                "unmanaged":0},"uncovered_over_1s":0,"uncovered_by_fault":0,"ratchet_violations":0,\
                "late_regressions":0,"tp_violations":0,"tp_races":0,"doubled_requests":0,\
                "closes_beyond_open":0,"parts_closed":0,"parts_beyond_share":0,"openings":0,"requests":0,"stops_placed":0,"verdicts":{},\
                "first_stop_ms":{"p50":null,"p99":null,"max":null}}
                """)
    }
}
