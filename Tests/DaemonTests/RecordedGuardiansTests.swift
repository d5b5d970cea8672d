import Core
import Journal
import TestSupport
import Testing

@testable import Bridge
@testable import Daemon
@testable import Runtime

/// What the guardians consume gets into the input log, whole.
@Suite struct RecordedGuardiansTests {
    @Test func everythingTheGuardiansConsumeCanBeReplayed() throws {
        let folder = try TemporaryFolder()
        let directory = try StateDirectory(taking: folder.path(of: "state"))
        let journal = try InputJournal(InputPlace(state: directory.path, build: "test"))
        var guardians = try GuardiansRig.guardians(in: directory)
        guardians.inputs = journal.makeTap()
        var outbox = Outbox()
        for account in [AccountNumber(7), AccountNumber(8)] {
            guardians.receive(
                LinkNotice(account: account, event: .established(GuardiansRig.facts(of: account))),
                received: Instant(nanoseconds: 1), into: &outbox)
        }
        for round in 1...50 {
            let now = Instant(nanoseconds: Int64(round) * 1_000_000)
            guardians.receive(
                LinkNotice(account: AccountNumber(7), event: .clock(now)), received: now, into: &outbox)
            // A person's button: a latch, another epoch for all, a policy.
            if round == 25 {
                guardians.receive(
                    LinkNotice(
                        account: AccountNumber(8), event: .message(.panel(PanelPressed(level: .freeze)))),
                    received: now, into: &outbox)
            }
            guardians.finishWakeUp(at: now, into: &outbox)
            guardians.framesSent(at: now)
        }
        journal.stop()
        #expect(journal.figures.lost == 0)
        var steps: UInt64 = 0
        for account in try InputFolder.accounts(in: directory.path) {
            let report = try InputReplay.run(InputFolder(account: account, in: directory.path))
            #expect(report.isIdentical)
            #expect(report.gaps == [])
            // Two wake-ups of each round: what was heard, and the dispatch.
            #expect(report.steps >= 52)
            steps += report.steps
        }
        #expect(steps == journal.figures.steps)
    }

    @Test func recordingIsSwitchedOffByTheConfiguration() throws {
        let token = "[link]\ntoken_env = \"T\"\n"
        let rules = "[[rules]]\nname = \"a\"\n"
        let usual = try Configuration(toml: token + rules)
        #expect(usual.journal.inputs == .recorded)
        let off = try Configuration(toml: token + "[journal]\ninputs = false\n" + rules)
        #expect(off.journal.inputs == .forgotten)
    }
}
