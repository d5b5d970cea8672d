import ArgumentParser
import Broker
import Core
import Glibc
import Journal
import Runtime

/// Runs the daemon's machines against the broker model on virtual time.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Run guardian, EA model and broker on virtual time, and check every invariant.")

    @Option(help: "How many virtual hours to run.") var hours = 1
    @OptionGroup var market: MarketOptions
    @Option(
        help: ArgumentHelp("Print what happens between two virtual seconds.", valueName: "from-to"))
    var trace: String?
    @Option(
        name: .customLong("state-dir"),
        help: "Keep the trade log, the store and the input log in this folder, which must hold none.",
        completion: .directory)
    var stateDirectory: String?
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        guard (1...100_000).contains(hours) else {
            throw ValidationError("--hours must be between 1 and 100000")
        }
    }

    func run() throws {
        var settings = try settings()
        // Nobody else writes there while this runs.
        let directory = try stateDirectory.map { path throws(CommandFailure) in
            try StateDirectory(taking: path)
        }
        if let directory { try Self.requireNoLog(in: directory.path) }
        settings.inputs = directory.map { InputPlace(state: $0.path, build: Version.text) }
        settings.trades = directory?.path
        let simulation = try simulation(settings)
        let started = MonotonicClock.now()
        let report = simulation.run()
        let wall = MonotonicClock.now() - started
        Console.say(
            json ? report.json(wall: wall, replay: replay) : report.text(wall: wall, replay: replay))
        if let failure = report.failure {
            throw CommandFailure(.software, "\(failure.rule.rawValue) was broken; replay: \(replay)")
        }
        if let trouble = simulation.journal.trouble() {
            throw CommandFailure(.inputOutput, "the run is not on disk: \(trouble)")
        }
    }

    /// Another run begins at the same tickets and the same moment: two of them make no log.
    private static func requireNoLog(in state: String) throws(CommandFailure) {
        var accounts: [AccountNumber] = []
        do throws(DiskError) {
            accounts = try LogFolder.accounts(in: state)
        } catch {
            guard error.number == ENOENT else { throw CommandFailure(error) }
        }
        guard accounts.isEmpty else {
            throw CommandFailure(.cannotCreate, "\(state) holds a trade log; name another folder")
        }
    }

    /// The one command that runs this again.
    var replay: String {
        let rules = market.config.map { ["--config", $0] } ?? []
        return (["backstop", "simulate", "--hours", String(hours)] + market.arguments + rules).map { word in
            word.contains(" ") ? "'\(word)'" : word
        }.joined(separator: " ")
    }

    private func simulation(_ settings: SimulationSettings) throws -> Simulation {
        do {
            return try Simulation(settings)
        } catch let failure as TickFile.Failure {
            throw CommandFailure(.noInput, "\(failure)")
        }
    }

    private func settings() throws -> SimulationSettings {
        var settings = SimulationSettings()
        if let from = market.from {
            guard let time = MarketTime(text: from) else {
                throw CommandFailure(.usage, "--from must be \"YYYY-MM-DD HH:MM\"")
            }
            settings.from = time
        }
        settings.duration = .seconds(Int64(hours) * 3_600)
        settings.seed = market.seed
        settings.positions = market.positions
        settings.latency = .milliseconds(Int64(market.brokerLatency))
        settings.marginMode = market.marginMode == .hedging ? .hedging : .netting
        settings.tickFiles = market.ticks
        if let given = try market.configuration()?.onTrial() {
            settings.given = given.settings
            settings.cap = given.cap
        }
        settings.trace = try window()
        for text in market.fault {
            do throws(FaultSpec.Failure) {
                settings.faults += try FaultSpec.parse(text)
            } catch {
                throw CommandFailure(.usage, error.description)
            }
        }
        return settings
    }

    private func window() throws -> SimulationTrace? {
        guard let trace else { return nil }
        let ends = trace.split(separator: "-").compactMap { Int64($0) }
        guard ends.count == 2, ends[0] <= ends[1], ends[1] <= 1_000_000_000 else {
            throw CommandFailure(.usage, "--trace must be FROM-TO in whole seconds")
        }
        return SimulationTrace(from: .zero + .seconds(ends[0]), to: .zero + .seconds(ends[1]))
    }
}
