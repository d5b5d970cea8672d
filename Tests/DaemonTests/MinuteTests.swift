import Core
import Journal
import Runtime
import Testing

@testable import Bridge
@testable import Daemon

/// What is recorded once a minute.
@Suite struct MinuteTests {
    @Test func everyMinuteTellsItsOwnLatenciesAndHowProcessAndLinkAre() throws {
        let folder = try TemporaryFolder()
        let directory = try StateDirectory(taking: folder.path(of: "state"))
        var epochs = try EpochSource(in: directory)
        let epoch = try epochs.next()
        var guardians = Guardians(
            settings: Settings(mode: .manage, selections: []), epochs: epochs, epoch: epoch,
            latches: LatchStore(in: directory),
            budgets: BudgetKeeper(BudgetStore(in: directory, limits: .standard)),
            leases: LeaseTable(capacity: 64), events: Ring<PipelineEvent>(capacity: 16))
        var outbox = Outbox()
        let hello = Hello(
            eaVersion: 1, terminalBuild: 1, bootID: BootID(1), account: AccountNumber(7),
            marginMode: .hedging,
            accountMode: .demo, permissions: .all, lastEpoch: .none, nonce: Nonce(1, 2), currency: "USD",
            server: "S", company: "C")
        guardians.receive(
            LinkNotice(account: AccountNumber(7), event: .established(LinkFacts(hello))),
            received: guardians.minuteBegan, into: &outbox)
        guardians.accounts[0].recorder.forget()
        var loop = TrackedLatency()
        loop.record(.milliseconds(2))
        guardians.accounts[0].latencies.requestToConfirm.record(.milliseconds(60))

        let end = guardians.minuteEnds
        guardians.endMinute(loop: loop.takeMinute(), at: end)
        #expect(guardians.minuteEnds == end + .seconds(60))
        let first = guardians.accounts[0].recorder.pending.events
        let minutes = first.compactMap { if case .minute(let minute) = $0 { minute } else { nil } }
        #expect(minutes.map(\.metric) == ["loop", "request_to_confirm"])
        #expect(minutes.map(\.longest) == [.milliseconds(2), .milliseconds(60)])
        let sample = try #require(
            first.compactMap { if case .sample(let sample) = $0 { sample } else { nil } }.first)
        #expect(sample.resident > 1 << 20)
        #expect(sample.linked)
        #expect(sample.disconnects == 0)

        guardians.accounts[0].recorder.forget()
        guardians.endMinute(loop: loop.takeMinute(), at: end + .seconds(60))
        // Nothing of the minute before is told again.
        #expect(guardians.accounts[0].recorder.pending.events.map(\.name) == [.sample])
    }

    @Test func whatAProcessUsesGrowsWithItsWork() {
        let before = ProcessUsage.now()
        var sum: UInt64 = 0
        while ProcessUsage.now().processorTime < before.processorTime + .milliseconds(5) { sum &+= 1 }
        #expect(sum > 0)
        #expect(ProcessUsage.now().resident > 1 << 20)
    }
}

extension [TradeRecorder.Item] {
    fileprivate var events: [LogEvent] {
        compactMap { item in
            switch item {
            case .entry(let entry): entry.event
            case .delivered: nil
            }
        }
    }
}
