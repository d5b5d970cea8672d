import ArgumentParser
import Core

/// Lifts what a person latched on a chart: freeze, or what a flatten ended in.
struct ResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Lifts the kill latch of every connected account.")

    @OptionGroup var state: StateOptions

    @Option(help: "Why; it is written to the log.")
    var reason: String

    func validate() throws {
        guard reason.contains(where: { !$0.isWhitespace }) else {
            throw ValidationError("--reason must say something")
        }
    }

    func run() throws {
        let report = try ControlClient(stateDirectory: try state.path()).resume(because: reason)
        for account in report.accounts {
            Console.write("account \(account.account): \(Self.words(account))\n")
        }
        guard report.accounts.allSatisfy({ $0.latch == KillLevel.none.name }) else {
            throw CommandFailure(
                .temporary, "an account is still latched: resume again when its EA is connected")
        }
    }

    private static func words(_ account: AccountReport) -> String {
        account.latch == KillLevel.none.name ? "not latched" : "latched at \(account.latch)"
    }
}
