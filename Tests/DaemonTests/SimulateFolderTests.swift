import ArgumentParser
import Core
import Journal
import TestSupport
import Testing

@testable import Daemon

/// Where `backstop simulate` writes its logs.
@Suite struct SimulateFolderTests {
    private func failure(_ words: String...) -> CommandFailure? {
        do {
            try SimulateCommand.parse(words).run()
            return nil
        } catch let failure as CommandFailure {
            return failure
        } catch {
            return CommandFailure(.software, "\(error)")
        }
    }

    @Test func aFolderThatHoldsATradeLogIsRefusedAndLeftAsItIs() throws {
        let folder = try TemporaryFolder()
        let state = folder.path(of: "state")
        var journal = DirectJournal(JournalPlace(state: state, alert: { _ in }))
        for entry in ExplainScript().entries { journal.record(entry) }
        _ = journal.write(at: .zero)
        let logs = LogFolder(account: ExplainScript.account, in: state)
        let before = try LogCheck(logs).records
        let refused = try #require(failure("--hours", "1", "--positions", "1", "--state-dir", state))
        #expect(refused.code == .cannotCreate)
        #expect(refused.message.contains(state))
        #expect(try LogCheck(logs).records == before)
        #expect(try LogFolder.accounts(in: state) == [ExplainScript.account])
    }
}
