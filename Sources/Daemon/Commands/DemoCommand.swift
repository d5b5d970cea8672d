import ArgumentParser
import Runtime

struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Runs daemon, terminal and market on this machine, and shows what happens.",
        discussion: """
            The terminal is a process of its own that runs the real EA over a model of an MT5 broker. At the \
            end a checker that saw only the broker's side says whether every promise was kept; if not, the \
            exit code is 70.
            """)

    @OptionGroup(title: "Market options")
    var market: MarketOptions

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "Seconds to run (default: 30, in a terminal 60 or until Ctrl-C).", valueName: "seconds"))
    var seconds: Int?

    @Option(
        help: ArgumentHelp(
            "How much faster than real time the market runs (default: 1 with tick files, 10 with built-in data).",
            valueName: "factor"))
    var speed: Double?

    @Option(help: "Which threads decide: inline, pool, or auto by the number of processors.")
    var driver = Driver.Wish.auto

    @Flag(help: "No live table.")
    var headless = false

    @Flag(help: "The summary as one JSON object, on the last line.")
    var json = false

    @Option(
        name: .customLong("state-dir"),
        help: "Keep the state here (default: a temporary folder, removed at the end).",
        completion: .directory)
    var stateDirectory: String?

    func validate() throws {
        if let seconds, !(1...86_400).contains(seconds) {
            throw ValidationError("--for must be between 1 and 86400 seconds")
        }
        if let speed, !(0.001...10_000).contains(speed) {
            throw ValidationError("--speed must be between 0.001 and 10000")
        }
    }

    func run() throws {
        let signals = TerminationSignals()
        let isLive = !headless && !json && Console.isTerminal
        let plan = try DemoPlan(
            market: market, seconds: seconds ?? (isLive ? 60 : 30),
            speed: speed ?? (market.ticks.isEmpty ? 10 : 1), isLive: isLive,
            stateDirectory: stateDirectory, driver: DriverWish(mode: driver))
        let summary = try Demo(plan, signals: signals).run()
        if json {
            try summary.sayJSON()
        } else {
            Console.write(summary.text)
        }
        guard summary.isClean else { throw ExitCode(CommandFailure.Code.software.rawValue) }
    }
}
