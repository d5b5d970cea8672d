import Core
import TestSupport
import Testing

@testable import Bridge
@testable import Daemon
@testable import Runtime

/// When an EA hears that its trade events are kept.
@Suite struct RecordKeepingTests {
    let folder: TemporaryFolder
    let directory: StateDirectory
    private let account = AccountNumber(7)
    private let event = TradeEvent(
        boot: BootID(1), number: 4, turn: .first,
        content: .closed(
            PositionClosed(ticket: Ticket(1), identifier: PositionID(1), symbol: SymbolID(0), seen: .zero)))

    init() throws {
        folder = try TemporaryFolder()
        directory = try StateDirectory(taking: folder.path(of: "state"))
    }

    private func guardians(_ keeping: RecordKeeping) throws -> Guardians {
        var guardians = try GuardiansRig.guardians(in: directory)
        guardians.recordKeeping = keeping
        var outbox = Outbox()
        receive(.established(GuardiansRig.facts(of: account)), &guardians, &outbox)
        return guardians
    }

    private func receive(_ event: LinkEvent, _ guardians: inout Guardians, _ outbox: inout Outbox) {
        guardians.receive(
            LinkNotice(account: account, event: event), received: Instant(nanoseconds: 1), into: &outbox)
    }

    private func acknowledged(_ outbox: Outbox) -> [Acknowledged] {
        outbox.entries.compactMap { if case .message(_, .acknowledged(let kept)) = $0 { kept } else { nil } }
    }

    @Test func whereNobodyKeepsARecordAnEventIsAcknowledgedWhenItIsHandedOver() throws {
        var guardians = try guardians(.none)
        var outbox = Outbox()
        receive(.event(event), &guardians, &outbox)
        #expect(acknowledged(outbox) == [event.name])
    }

    @Test func whereALogIsKeptAnEventIsAcknowledgedWhenItIsDurableAndNotBefore() throws {
        var guardians = try guardians(.log)
        var outbox = Outbox()
        receive(.event(event), &guardians, &outbox)
        guardians.finishWakeUp(at: Instant(nanoseconds: 2), into: &outbox)
        #expect(acknowledged(outbox).isEmpty)
        guardians.eventsDurable(DurableEvents(account: account, upTo: event.name))
        #expect(guardians.nextWake == .zero)
        guardians.finishWakeUp(at: Instant(nanoseconds: 3), into: &outbox)
        guardians.finishWakeUp(at: Instant(nanoseconds: 4), into: &outbox)
        #expect(acknowledged(outbox) == [event.name])
    }

    @Test func whatBecomesDurableAfterTheLinkIsLostIsToldToNobody() throws {
        var guardians = try guardians(.log)
        var outbox = Outbox()
        receive(.event(event), &guardians, &outbox)
        receive(.lost(.silent), &guardians, &outbox)
        guardians.eventsDurable(DurableEvents(account: account, upTo: event.name))
        guardians.finishWakeUp(at: Instant(nanoseconds: 3), into: &outbox)
        #expect(acknowledged(outbox).isEmpty)
    }
}
