import Core
import Journal
import Testing

@testable import Bridge
@testable import Daemon

/// What the recorder says of what the guardian does and people do.
@Suite struct TradeRecorderTests {
    private func stops(_ events: [LogEvent]) -> [StopRequested] {
        events.compactMap { if case .stopRequested(let stop) = $0 { stop } else { nil } }
    }

    private func edits(_ events: [LogEvent]) -> [PersonEdited] {
        events.compactMap { if case .personEdited(let edit) = $0 { edit } else { nil } }
    }

    @Test func maxLossIsWhatTheRequestCarriesTheCapLessTheCostsOfTheWorstCase() throws {
        let scene = try RecorderScene()
        let command = try #require(scene.commands.first)
        let stop = try #require(stops(scene.events()).first)
        #expect(stop.maxLoss == command.maxLoss)
        // 10.00 with its margin of 5 %, less 3.00 of commission.
        #expect(stop.maxLoss == Money(units: 650 * Money.unitsPerWhole / 100))
        let worst = try #require(stop.worstCase)
        let costs = Money(units: 3 * Money.unitsPerWhole)
        #expect(worst - costs <= stop.maxLoss)
        #expect(stop.stop == command.stopLoss)
    }

    @Test func inShadowTheSameLimitIsTold() throws {
        let scene = try RecorderScene(mode: .shadow)
        #expect(scene.commands.isEmpty)
        let stop = try #require(stops(scene.events()).first)
        #expect(stop.disposition == .shadow)
        #expect(stop.maxLoss == Money(units: 650 * Money.unitsPerWhole / 100))
    }

    @Test func aTakeProfitThatAPersonSetsIsAnEditEvenWhereTheStopStays() throws {
        var scene = try RecorderScene()
        let first = try #require(scene.commands.first)
        scene.show(stop: first.stopLoss.points, takeProfit: nil)
        scene.show(stop: first.stopLoss.points, takeProfit: 100_500)
        scene.show(stop: first.stopLoss.points, takeProfit: 100_600)
        // A stop that somebody removes together with the take-profit is one edit.
        scene.show(stop: nil, takeProfit: nil)
        let edits = edits(scene.events())
        #expect(edits.map { $0.oldTakeProfit?.points } == [nil, 100_500, 100_600])
        #expect(edits.map { $0.takeProfit?.points } == [100_500, 100_600, nil])
        #expect(edits.map { $0.stop == $0.oldStop } == [true, true, false])
    }

    /// The take-profit arrives at the broker a moment before a request of ours that does not know of it.
    @Test func whatRestoresATakeProfitIsRecordedAndWhatTravelsWithAStopIsToldAsSent() throws {
        var scene = try RecorderScene()
        let first = try #require(scene.commands.first)
        scene.show(stop: nil, takeProfit: 100_500)
        // Ours overwrites it; the answer frees the position for the next request.
        scene.show(stop: first.stopLoss.points, takeProfit: nil)
        scene.answer(first)
        let restoring = try #require(scene.commands.dropFirst().first)
        #expect(restoring.stopLoss == first.stopLoss)
        #expect(restoring.takeProfit == Price(points: 100_500))
        scene.show(stop: first.stopLoss.points, takeProfit: 100_500)
        scene.answer(restoring)
        // From here on it travels with every stop.
        scene.hear(.tick(RecorderScene.tick(bid: 100_200)))
        let events = scene.events()
        let requested = events.compactMap { event -> TakeProfitRequested? in
            if case .takeProfitRequested(let wish) = event { wish } else { nil }
        }
        #expect(requested.map(\.request) == [restoring.request])
        #expect(requested.first?.takeProfit == Price(points: 100_500))
        #expect(requested.first?.oldTakeProfit == nil)
        // The person's own change, and neither of ours.
        #expect(edits(events).map { $0.takeProfit?.points } == [100_500])
        let stops = stops(events)
        #expect(stops.count == 2)
        #expect(stops.last?.takeProfit == Price(points: 100_500))
        #expect(stops.last?.oldTakeProfit == Price(points: 100_500))
        let confirmed = events.compactMap { event -> RequestID? in
            if case .confirmed(let proof) = event { proof.request } else { nil }
        }
        #expect(confirmed == [first.request, restoring.request])
    }

    @Test func aLatchSaysWhoseDoingItIs() throws {
        var scene = try RecorderScene()
        scene.hear(.panel(PanelPressed(level: .pause)))
        scene.recorder.note(.flattened, guardian: scene.guardian, at: .zero)
        scene.recorder.latched(.freeze, at: .zero)
        scene.recorder.latched(.none, by: .command, because: "checked", at: .zero)
        let moves = scene.events().compactMap { event -> KillSwitchMoved? in
            if case .killSwitch(let move) = event { move } else { nil }
        }
        #expect(moves.map(\.level) == [.pause, .freeze, .none])
        #expect(moves.map(\.by) == [.panel, .daemon, .command])
        #expect(moves.map(\.reason) == ["", "flattened: no managed position is left", "checked"])
    }

    @Test func aWakeUpOverBudgetIsAnIncidentWithWhatItTookTooLong() throws {
        var scene = try RecorderScene()
        scene.recorder.loopOverBudget(.milliseconds(62), at: .zero)
        let incident = scene.events().compactMap { event -> Incident? in
            if case .incident(let incident) = event { incident } else { nil }
        }
        #expect(incident.map(\.kind) == [.loopOverBudget])
        #expect(incident.map(\.value) == [12_000_000])
    }

    @Test func aPositionThatGetsAnotherTicketKeepsItsNameInTheLog() throws {
        var scene = try RecorderScene()
        let stop = try #require(scene.commands.first?.stopLoss.points)
        scene.show(stop: stop, takeProfit: nil)
        scene.hear(
            .positionClosed(
                PositionClosed(
                    ticket: RecorderScene.ticket, identifier: PositionID(71), symbol: SymbolID(0), seen: .zero
                )))
        var moved = RecorderScene.position(stop: stop, takeProfit: nil)
        moved.ticket = Ticket(99)
        scene.hear(.position(moved))
        let events = scene.events()
        let changes = events.compactMap { event -> Ticket? in
            if case .ticketChanged(let change) = event { change.shown } else { nil }
        }
        #expect(changes == [Ticket(99)])
        #expect(events.filter { $0.name == .opened }.count == 1)
        #expect(!events.contains { $0.name == .closed })
        // All of it under the first ticket.
        #expect(Set(scene.tickets()) == [Ticket(71)])
    }
}
