import ArgumentParser
import Glibc

@main
struct BackstopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backstop",
        abstract: "Guards the stop-losses of MetaTrader 5 positions.",
        version: Version.text,
        subcommands: [
            RunCommand.self, DemoCommand.self, CheckConfigCommand.self, StatusCommand.self,
            PositionsCommand.self, ExplainCommand.self, ResumeCommand.self, SimulateCommand.self,
            BacktestCommand.self, JournalCommand.self,
        ])

    /// Ends the process with a sysexits code; a failure's sentence goes to the standard error.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let failure as CommandFailure {
            Console.complain(failure.message)
            Glibc.exit(failure.code.rawValue)
        } catch {
            exit(withError: error)
        }
    }
}

/// What this build calls itself.
enum Version {
    static let text = "0.1.0"
}
