import ArgumentParser

/// The command line as text; `TerminalPlan` checks it.
struct TerminalOptions: ParsableArguments {
    @Option(help: "The daemon's endpoint, HOST:PORT.") var connect = "127.0.0.1:7471"
    @Option(
        parsing: .upToNextOption,
        help: "Tick files in MT5's export layout, merged on one clock; without any, generated quotes.")
    var ticks: [String] = []
    @Option(help: "Server time to start at, \"YYYY-MM-DD HH:MM\".") var from: String?
    @Option(help: "Positions that stay open; a closed one is replaced.") var positions = 20
    @Option(help: "hedging or netting.") var marginMode = "hedging"
    @Option(help: "Round trip of a trade request, in milliseconds.") var brokerLatency = 60
    @Option(parsing: .upToNextOption, help: "Faults: name[:probability][@from-to]; all for every one.")
    var fault: [String] = []
    @Option(help: "How many times as fast as real time the market runs.") var speed = "1"
    @Option(help: "Seed of quotes, positions and faults.") var seed: UInt64 = 1
    @Option(name: .customLong("for"), help: "Seconds to run; without it until a signal or the market's end.")
    var seconds: Int?
    @Option(help: "What one position may lose, in account currency: what the checker holds the daemon to.")
    var cap = "3.00"
    @Option(help: "Thousandths of the cap that a stop may use.") var capMargin: Int64 = 950
    @Option(help: "Commission per lot and deal, in account currency.") var commission = "0.00"
    @Option(help: "Account number.") var account: UInt64 = 5_000_001
    @Option(help: "Magic number of the positions opened; 0 is a person's.") var magic: UInt64 = 0
    @Option(help: "Link token.") var token: String?
    @Option(help: "File whose first line is the link token.") var tokenFile: String?
    @Option(help: "Folder for the terminal's files and the broker's state.") var stateDir: String?
    @Flag(help: "No status on standard error, only what the EA prints.") var headless = false
    @Flag(help: "Also hide what the EA prints.") var quiet = false
    @Option(help: "A status line as JSON on standard output every so many milliseconds.")
    var reportInterval: Int?
    @Option(help: "Descriptor for reports and summary instead of standard output.") var summaryFd: Int32?
    @Option(
        help: "Write when quotes came, frames left and orders went out, on the machine's clock, to this file."
    )
    var stages: String?
    @Option(help: ArgumentHelp("End when this process, the parent, does.", valueName: "pid"))
    var parent: Int32?
}
