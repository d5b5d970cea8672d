import ArgumentParser
import Broker
import Core
import Runtime

/// What a configuration would have done with recorded prices.
struct BacktestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract:
            "Runs a configuration over recorded prices and positions, and reports what it would have done.",
        discussion: """
            The rules act as in mode "manage", whatever the file's mode is; nothing is sent anywhere. Formats, and \
            what the broker model does and does not do: docs/backtest.md.
            """)

    @Option(help: "The configuration to test.", completion: .file(extensions: ["toml"]))
    var config: String

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Tick files as MT5 exports them, merged on one clock.", valueName: "file"),
        completion: .file())
    var ticks: [String] = []

    @Option(
        help: ArgumentHelp(
            "What was open: a file of positions, or a recorded session, which is the market too.",
            valueName: "file"),
        completion: .file(extensions: ["csv"]))
    var positions: String?

    @Option(
        help: ArgumentHelp(
            "Without --positions: how many made-up positions stay open.", valueName: "count"))
    var positionsCount = 8

    @Option(
        help: ArgumentHelp("Of a recorded session: what its own guardian did.", valueName: "file"),
        completion: .file(extensions: ["csv"]))
    var events: String?

    @Option(
        help: ArgumentHelp("A second configuration over the same prices.", valueName: "file"),
        completion: .file(extensions: ["toml"]))
    var compare: String?

    @Option(
        help: ArgumentHelp("Draw every position into this folder.", valueName: "folder"),
        completion: .directory)
    var svg: String?

    @Option(
        help: ArgumentHelp(
            "Server time to start at, \"YYYY-MM-DD HH:MM\"; earlier quotes warm up bars.", valueName: "time"))
    var from: String?

    @Option(help: ArgumentHelp("Server time to end before.", valueName: "time"))
    var to: String?

    @Option(help: ArgumentHelp("How long the broker takes to answer, in milliseconds.", valueName: "ms"))
    var brokerLatency = 60

    @Option(help: ArgumentHelp("What the account holds at the start.", valueName: "amount"))
    var balance = "100000.00"

    @Option(help: ArgumentHelp("Makes up the same positions and latencies again.", valueName: "number"))
    var seed: UInt64 = 1

    @Flag(help: "One JSON object on one line; the same inputs give the same bytes.")
    var json = false

    func validate() throws {
        guard (1...500).contains(positionsCount) else {
            throw ValidationError("--positions-count must be between 1 and 500")
        }
        guard (0...60_000).contains(brokerLatency) else {
            throw ValidationError("--broker-latency must be between 0 and 60000 milliseconds")
        }
    }

    func run() throws {
        let plan = try BacktestPlan(self)
        let started = MonotonicClock.now()
        let first = try plan.run(config)
        let second = try compare.map { try plan.run($0) }
        let lasted = MonotonicClock.now() - started
        if let svg {
            let count = try PictureFolder.write(first, to: svg)
            Console.write("\(count) pictures in \(svg)\n", to: 2)
        }
        let output = BacktestOutput(
            config: config, compare: compare, report: first, compared: second,
            difference: second.map { $0.total.difference(from: first.total) },
            session: plan.session.map { BotComparison($0, first, events: plan.events) })
        if json {
            try Console.sayJSON(output)
        } else {
            Console.write(output.text(latency: plan.latency))
            let quotes = Int64(first.ticks + (second?.ticks ?? 0))
            let perSecond = quotes * 1_000_000 / max(lasted.microseconds, 1)
            Console.say(
                "\(quotes) quotes in \(DecimalText.format(lasted.milliseconds, decimals: 3)) s, \(perSecond)/s"
            )
        }
    }
}
