import ArgumentParser
import Core
import Glibc
import Logging

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs the daemon until it is told to stop (SIGTERM, SIGINT).",
        discussion: """
            Stops at the broker stay where they are when the daemon ends. On SIGHUP the configuration file is read again: \
            a valid one replaces mode, rules and limits at once, any other changes nothing.
            """)

    @Option(help: "The configuration file.", completion: .file(extensions: ["toml"]))
    var config: String

    @Option(
        name: .customLong("state-dir"), help: "The state folder; overrides the configuration.",
        completion: .directory)
    var stateDirectory: String?

    @Flag(help: "Log every request and its fate, not only what a person should know.")
    var verbose = false

    func run() throws {
        let signals = TerminationSignals(TerminationSignals.ending + [SIGHUP])
        var configuration = try ConfigurationFile(path: config).load()
        let path = try StateDirectory.path(named: stateDirectory ?? configuration.stateDirectory)
        let directory = try StateDirectory(taking: path)
        let log = EventLog(verbose: verbose)
        let pipeline = try Pipeline(configuration, in: directory)
        log.started(pipeline.endpoint, configuration, stateDirectory: directory.path)
        log.memoryLock(pipeline.memory)
        while !pipeline.board.isEnded {
            let signal = signals.wait(milliseconds: 200)
            log.write(pipeline.board.takeEvents())
            log.write(pipeline.takeAlerts())
            guard let signal else { continue }
            guard signal == SIGHUP else {
                log.stopping(signal)
                break
            }
            reload(&configuration, into: pipeline, log)
        }
        let outcome = Result { () throws(CommandFailure) in try pipeline.stop() }
        log.write(pipeline.board.takeEvents())
        log.write(pipeline.takeAlerts())
        try outcome.get()
        log.stopped()
    }

    /// All of the new file counts, or nothing of it.
    private func reload(_ configuration: inout Configuration, into pipeline: Pipeline, _ log: EventLog) {
        do throws(CommandFailure) {
            let next = try ConfigurationFile(path: config).load()
            let fixed = configuration.fixedParts(thatDifferFrom: next)
            guard fixed.isEmpty else {
                throw CommandFailure(
                    .configuration,
                    "\(config): a restart is needed to change \(fixed.joined(separator: ", "))")
            }
            pipeline.board.adopt(next.settings)
            configuration = next
            log.reloaded(next)
        } catch {
            log.reloadRefused(error)
        }
    }
}
