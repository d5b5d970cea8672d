import Core
import Journal
import Runtime
import TestSupport
import Testing

@testable import Bridge
@testable import Daemon

/// What is recorded once a minute.
@Suite struct MinuteTests {
    @Test func everyMinuteTellsItsOwnLatenciesAndHowProcessAndLinkAre() throws {
        let folder = try TemporaryFolder()
        let directory = try StateDirectory(taking: folder.path(of: "state"))
        var guardians = try GuardiansRig.guardians(in: directory)
        var outbox = Outbox()
        guardians.receive(
            LinkNotice(
                account: AccountNumber(7), event: .established(GuardiansRig.facts(of: AccountNumber(7)))),
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
