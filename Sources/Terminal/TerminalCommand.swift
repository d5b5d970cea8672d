import ArgumentParser
import Glibc

/// `backstop-terminal`: a simulated MetaTrader 5 terminal that runs the EA over a model of a broker.
@main
struct TerminalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backstop-terminal",
        abstract: "A simulated MetaTrader 5 terminal that runs the expert advisor over a model of a broker.",
        discussion: """
            The last line on standard output is a summary of what an independent checker saw at the broker, as
            JSON. What the EA prints goes to standard error.
            """)

    @OptionGroup var options: TerminalOptions

    func validate() throws {
        do { _ = try TerminalPlan(options) } catch { throw ValidationError("\(error)") }
    }

    func run() throws {
        let plan = try TerminalPlan(options)
        let signals = EndingSignals()
        if let parent = plan.parent { EndingSignals.end(with: parent) }
        do {
            let session = try TerminalSession(plan)
            let outcome = session.run(until: signals)
            if outcome != 0 { throw ExitCode(outcome) }
        } catch let failure as TerminalFailure {
            Lines.say("backstop-terminal: \(failure)")
            throw ExitCode(failure.exitCode)
        }
    }
}
