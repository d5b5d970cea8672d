import ArgumentParser

/// The market and broker to prove things against; the same options wherever one is simulated.
struct MarketOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Tick files as MT5 exports them, merged on one clock; without any, built-in data.",
            valueName: "file"),
        completion: .file())
    var ticks: [String] = []

    @Option(help: ArgumentHelp("Server time to start at, \"YYYY-MM-DD HH:MM\".", valueName: "time"))
    var from: String?

    @Option(help: ArgumentHelp("How many positions stay open.", valueName: "count"))
    var positions: Int = 8

    @Option(help: ArgumentHelp("hedging or netting.", valueName: "mode"))
    var marginMode: MarginModeName = .hedging

    @Option(help: ArgumentHelp("How long the broker takes to answer, in milliseconds.", valueName: "ms"))
    var brokerLatency: Int = 60

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "What goes wrong: name[:probability][@from-to]; \"all\" for everything.", valueName: "spec"))
    var fault: [String] = []

    @Option(help: ArgumentHelp("Replays the same market.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp(
            "Use the rules of this configuration file, as though armed (default: built-in ones).",
            valueName: "file"),
        completion: .file(extensions: ["toml"]))
    var config: String?

    enum MarginModeName: String, ExpressibleByArgument, CaseIterable, Sendable {
        case hedging
        case netting
    }

    func validate() throws {
        guard (1...500).contains(positions) else {
            throw ValidationError("--positions must be between 1 and 500")
        }
        guard (0...60_000).contains(brokerLatency) else {
            throw ValidationError("--broker-latency must be between 0 and 60000 milliseconds")
        }
    }

    /// The configuration that `--config` names.
    func configuration() throws(CommandFailure) -> Configuration? {
        guard let config else { return nil }
        return try ConfigurationFile(path: config).load()
    }

    /// The same options for `backstop-terminal`, which has no rules.
    var arguments: [String] {
        var arguments = [
            "--positions", String(positions), "--margin-mode", marginMode.rawValue, "--broker-latency",
            String(brokerLatency), "--seed", String(seed),
        ]
        if !ticks.isEmpty { arguments += ["--ticks"] + ticks }
        if let from { arguments += ["--from", from] }
        if !fault.isEmpty { arguments += ["--fault"] + fault }
        return arguments
    }
}
