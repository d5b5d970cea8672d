import Core
import TestSupport
import Testing

@testable import Bridge
@testable import Daemon
@testable import Runtime

/// Between the link and the machines: epochs, latches and policies go where they must.
@Suite struct GuardiansTests {
    let folder: TemporaryFolder
    let directory: StateDirectory

    init() throws {
        folder = try TemporaryFolder()
        directory = try StateDirectory(taking: folder.path(of: "state"))
    }

    private let leases = LeaseTable(capacity: 64)
    private let events = Ring<PipelineEvent>(capacity: 16)

    private func guardians() throws -> Guardians {
        try GuardiansRig.guardians(in: directory, leases: leases, events: events)
    }

    private func facts(_ account: UInt64 = 7, lastEpoch: Epoch = .none) -> LinkFacts {
        GuardiansRig.facts(of: AccountNumber(account), lastEpoch: lastEpoch)
    }

    private func policies(_ outbox: Outbox) -> [GuardPolicy] {
        outbox.entries.compactMap {
            if case .message(_, .guardPolicy(let policy)) = $0 { policy } else { nil }
        }
    }

    private func connect(_ guardians: inout Guardians, _ facts: LinkFacts) -> Outbox {
        var outbox = Outbox()
        guardians.receive(
            LinkNotice(account: facts.account, event: .established(facts)), received: Instant(nanoseconds: 1),
            into: &outbox)
        return outbox
    }

    @Test func anEAIsToldTheGuardPolicyAtOnce() throws {
        var guardians = try guardians()
        let first = policies(connect(&guardians, facts()))
        #expect(first.map(\.latch) == [.none])
        let second = policies(connect(&guardians, facts()))
        #expect(try #require(second.first).version > #require(first.first).version)
    }

    @Test func whatADayHasUsedIsFoundAgain() throws {
        let store = DayStore(in: directory, limits: .standard)
        try store.keep(DayState(day: 20_000, used: 1_234), of: AccountNumber(7), .ended)
        var guardians = try guardians()
        _ = connect(&guardians, facts())
        let flow = guardians.accounts.first?.guardian.account.flow(at: Instant(nanoseconds: 1))
        #expect(flow?.day == DayState(day: 20_000, used: 1_234))
        #expect(flow?.pace == 2)
    }

    @Test func aKillButtonIsKeptRaisesTheEpochAndSurvivesARestart() throws {
        var guardians = try guardians()
        _ = connect(&guardians, facts())
        let before = guardians.epoch
        var outbox = Outbox()
        guardians.receive(
            LinkNotice(account: AccountNumber(7), event: .message(.panel(PanelPressed(level: .freeze)))),
            received: Instant(nanoseconds: 2), into: &outbox)
        #expect(guardians.epoch > before)
        #expect(outbox.adopted == guardians.epoch)
        #expect(policies(outbox).map(\.latch) == [.freeze])
        #expect(guardians.status(of: AccountNumber(7)).latch == .freeze)

        var restarted = try self.guardians()
        #expect(restarted.epoch > guardians.epoch)
        #expect(policies(connect(&restarted, facts())).map(\.latch) == [.freeze])
        #expect(policies(connect(&restarted, facts(8))).map(\.latch) == [.none])
    }

    @Test func aPersonsResumeLiftsTheLatchHereAndAtTheEAForGood() throws {
        var guardians = try guardians()
        _ = connect(&guardians, facts())
        var outbox = Outbox()
        guardians.receive(
            LinkNotice(account: AccountNumber(7), event: .message(.panel(PanelPressed(level: .freeze)))),
            received: Instant(nanoseconds: 2), into: &outbox)
        let frozen = guardians.epoch
        outbox = Outbox()
        guardians.resume(because: "looked at it")
        guardians.finishWakeUp(at: Instant(nanoseconds: 3), into: &outbox)
        #expect(guardians.epoch > frozen)
        #expect(policies(outbox).map(\.latch) == [.none])
        #expect(policies(outbox).map(\.liftsLocalLatch) == [true])
        #expect(guardians.status(of: AccountNumber(7)).latch == .none)
        #expect(try LatchStore(in: directory).level(of: AccountNumber(7)) == .none)

        outbox = Outbox()
        guardians.finishWakeUp(at: Instant(nanoseconds: 4), into: &outbox)
        #expect(policies(outbox).isEmpty)
    }

    @Test func aLatchOfAnAccountThatIsNotConnectedIsNotLifted() throws {
        try LatchStore(in: directory).keep(.freeze, of: AccountNumber(7))
        var guardians = try guardians()
        _ = connect(&guardians, facts())
        var outbox = Outbox()
        guardians.receive(
            LinkNotice(account: AccountNumber(7), event: .lost(.silent)), received: Instant(nanoseconds: 2),
            into: &outbox)
        guardians.resume(because: "looked at it")
        guardians.finishWakeUp(at: Instant(nanoseconds: 3), into: &outbox)
        #expect(guardians.status(of: AccountNumber(7)).latch == .freeze)
        #expect(try LatchStore(in: directory).level(of: AccountNumber(7)) == .freeze)
    }

    @Test func aLatchThatCannotBeReadIsTakenForFreeze() throws {
        try directory.replace("latch-7", with: Array("?".utf8))
        var guardians = try guardians()
        #expect(policies(connect(&guardians, facts())).map(\.latch) == [.freeze])
    }

    @Test func theEpochIsRaisedAboveTheHighestTheEAHasSeen() throws {
        var guardians = try guardians()
        let high = Epoch(guardians.epoch.rawValue + 1_000)
        let outbox = connect(&guardians, facts(lastEpoch: high))
        #expect(guardians.epoch > high)
        #expect(outbox.adopted == guardians.epoch)
        var restarted = try EpochSource(in: directory)
        #expect(try restarted.next() > guardians.epoch)
    }

    @Test func theLogForgetsRatherThanGrowAndSaysHowMuch() throws {
        var guardians = try guardians()
        for _ in 0..<events.capacity + 5 { _ = connect(&guardians, facts()) }
        var taken: [PipelineEvent] = []
        while let event = events.pop() { taken.append(event) }
        #expect(taken.count == events.capacity)
        _ = connect(&guardians, facts())
        guard case .dropped(let count)? = events.pop()?.kind else {
            Issue.record("the loss is not said")
            return
        }
        #expect(count == 5)
        guard case .linked? = events.pop()?.kind else {
            Issue.record("what fits is not logged")
            return
        }
    }

    @Test func otherSettingsRaiseTheEpochAndAreToldToTheEA() throws {
        var guardians = try guardians()
        _ = connect(&guardians, facts())
        let before = guardians.epoch
        let cap = try #require(LossCap(amount: Money(units: 300_000_000)))
        let rules = RuleSet(name: "new", cap: cap, allowance: CostAllowance(), trailing: nil)
        let elsewhere = PositionFilter(accounts: [AccountNumber(8)])
        var outbox = Outbox()
        guardians.adopt(
            Settings(
                mode: .protect,
                selections: [
                    .init(filter: PositionFilter(), rules: rules), .init(filter: elsewhere, rules: rules),
                ]))
        guardians.finishWakeUp(at: Instant(nanoseconds: 3), into: &outbox)
        #expect(guardians.epoch > before)
        #expect(outbox.adopted == guardians.epoch)
        #expect(policies(outbox).map { $0.entries.map(\.cap) } == [[cap]])
        #expect(policies(outbox).map(\.mode) == [.protect])
        #expect(guardians.status(of: AccountNumber(7)).mode == .protect)
        #expect(guardians.accounts.first?.guardian.settings.selections.count == 1)

        outbox = Outbox()
        guardians.finishWakeUp(at: Instant(nanoseconds: 4), into: &outbox)
        #expect(policies(outbox).isEmpty)
    }
}
