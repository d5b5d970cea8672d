import ArgumentParser
import Core
import Glibc
import Journal

/// Everything about the trade log; docs/trade-log.md describes its format.
struct JournalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Checks, shows, exports the trade log, and rebuilds the store from it.",
        subcommands: [
            JournalVerifyCommand.self, JournalTailCommand.self, JournalExportCommand.self,
            JournalRebuildCommand.self, JournalReplayCommand.self,
        ])
}

/// Which logs a command is about.
struct JournalOptions: ParsableArguments {
    @OptionGroup var state: StateOptions

    @Option(help: ArgumentHelp("The account's number (default: every account).", valueName: "number"))
    var account: UInt64?

    /// - Throws: `CommandFailure`: `noInput` where there is no such log.
    func folders() throws(CommandFailure) -> [LogFolder] {
        let state = try self.state.path()
        do throws(DiskError) {
            let accounts = try LogFolder.accounts(in: state)
            let wanted = account.map { number in accounts.filter { $0.rawValue == number } } ?? accounts
            guard !wanted.isEmpty else {
                throw DiskError(.open, "\(state)/trades" + (account.map { "/\($0)" } ?? ""), number: ENOENT)
            }
            return wanted.map { LogFolder(account: $0, in: state) }
        } catch {
            throw CommandFailure(error)
        }
    }
}

extension CommandFailure {
    init(_ error: DiskError) {
        self.init("cannot \(error.operation.rawValue) \(error.path)", failed: error.number)
    }
}
