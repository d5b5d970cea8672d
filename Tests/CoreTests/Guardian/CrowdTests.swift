import Testing

@testable import Core

/// Many uncovered positions at once, and a terminal that answers late, twice, out of order or never.
@Suite struct CrowdTests {
    /// How a terminal delivers the answers to one batch.
    enum Delivery: CaseIterable { case prompt, reversed, twice, late, never }

    private static func crowd(_ count: Int) -> [Position] {
        (1...count).map { Sample.position(UInt64($0), lots: 1 + Int64($0 * 37 % 499)) }
    }

    private static func stops(_ sent: [DaemonMessage]) -> [ModifyStop] {
        sent.compactMap { if case .modifyStop(let command) = $0 { command } else { nil } }
    }

    @Test(arguments: [50, 1_000])
    func theWorstRiskIsCoveredFirstWithinTheWindowAndAllInTheEnd(count: Int) {
        let positions = Self.crowd(count)
        var rig = Rig.ready(positions: positions, ticks: [Sample.tick(99_990)])
        var order: [Volume] = []
        var covered: Set<Ticket> = []
        for round in 0..<count {
            let batch = Self.stops(rig.takeSent())
            if batch.isEmpty { break }
            #expect(batch.count <= rig.settings.flow.window)
            if round == 0 { #expect(batch.count == rig.settings.flow.window) }
            rig.now = rig.now + .milliseconds(60)
            for command in batch {
                order.append(rig.told[command.ticket]?.volume ?? .zero)
                covered.insert(command.ticket)
                rig.confirm(command)
            }
        }
        #expect(covered.count == count && order.count == count)
        #expect(order == order.sorted(by: >), "the larger the position, the more it can lose")
        #expect(rig.guardian.account.positions.allSatisfy { $0.stopLoss != nil })
        rig.pass(.seconds(10))
        #expect(rig.takeSent().isEmpty)
        #expect(rig.counters.leaseTimeouts == 0)
        #expect(rig.violations.isEmpty)
    }

    @Test(arguments: Delivery.allCases)
    func howeverATerminalAnswersEveryRequestEndsOnceAndAllAreCovered(delivery: Delivery) {
        var rig = Rig.ready(positions: Self.crowd(50), ticks: [Sample.tick(99_990)])
        for _ in 0..<2_000 {
            let sent = rig.takeSent()
            if delivery == .late { rig.pass(.milliseconds(1_500)) }
            var commands = Self.stops(sent)
            if delivery == .reversed { commands.reverse() }
            for command in commands { deliver(command, delivery, to: &rig) }
            for message in sent {
                if case .readBackRequest(let question) = message { rig.readBack(question, .done) }
            }
            rig.pass(.milliseconds(60))
            if rig.guardian.account.positions.allSatisfy({ $0.stopLoss != nil }) { break }
        }
        rig.pass(.seconds(10))
        #expect(rig.guardian.account.positions.allSatisfy { $0.stopLoss != nil })
        #expect(rig.guardian.account.inFlight == 0)
        #expect(rig.leases.heldCount == 0)
        var endings: [RequestID: Int] = [:]
        for note in rig.takeNotes() {
            switch note {
            case .confirmed(let request, _, _), .ended(let request, _, _): endings[request, default: 0] += 1
            default: break
            }
        }
        #expect(endings.count == Int(rig.counters.stopsSent))
        #expect(endings.values.allSatisfy { $0 == 1 })
        #expect(rig.counters.stopsConfirmed == 50)
        if delivery == .never || delivery == .late { #expect(rig.counters.stopsUnknown > 0) }
    }

    private func deliver(_ command: ModifyStop, _ delivery: Delivery, to rig: inout Rig) {
        switch delivery {
        case .prompt, .reversed, .late: rig.confirm(command)
        case .twice:
            rig.confirm(command)
            rig.answer(command.request, command.ticket, .done, code: 10009)
        case .never:
            // Executed, and neither the answer nor the position's own event ever comes.
            guard var position = rig.told[command.ticket] else { return }
            position.stopLoss = command.stopLoss
            rig.pretend(position)
        }
    }
}
