import CLinux
import Core
import Glibc
import Runtime

/// Daemon, terminal and market on this machine, from start to summary. Owner: the main thread.
struct Demo {
    /// How often the table is drawn.
    private static let frame_ms = 250
    /// How much longer than asked the terminal may take to end by itself.
    private static let grace_s = 15

    private let plan: DemoPlan
    private let signals: TerminationSignals

    init(_ plan: DemoPlan, signals: TerminationSignals) {
        self.plan = plan
        self.signals = signals
    }

    /// - Throws: `CommandFailure` when something could not be started, or the terminal failed.
    func run() throws(CommandFailure) -> DemoSummary {
        let folder = try DemoFolder(named: plan.stateDirectory)
        defer { folder.removeIfTemporary() }
        if !plan.isLive { Console.write("state in \(folder.path)\n", to: STDERR_FILENO) }
        let directory = try StateDirectory(taking: folder.path)
        let tokenFile = "\(folder.path)/link-token"
        try directory.replace("link-token", with: Self.randomToken())
        let pipeline = try Pipeline(
            plan.configuration(tokenFile: tokenFile), in: directory, stages: .kept)
        do throws(CommandFailure) {
            let summary = try watch(pipeline, folder, tokenFile: tokenFile)
            return summary
        } catch {
            try pipeline.stop()
            throw error
        }
    }

    private func watch(
        _ pipeline: Pipeline, _ folder: DemoFolder, tokenFile: String
    ) throws(CommandFailure) -> DemoSummary {
        let log = "\(folder.path)/terminal.log"
        let terminal = try ChildProcess(
            try Self.terminalExecutable(), arguments(pipeline, folder, tokenFile: tokenFile), log: log)
        let started = MonotonicClock.now()
        let deadline = started + .seconds(Int64(plan.seconds + Self.grace_s))
        let table = LiveTable(plan)
        if plan.isLive { table.begin() }
        defer { if plan.isLive { table.end() } }
        var isInterrupted = false
        while terminal.ending == nil, !pipeline.board.isEnded, MonotonicClock.now() < deadline {
            if signals.wait(milliseconds: Self.frame_ms) != nil {
                isInterrupted = true
                break
            }
            terminal.look()
            _ = pipeline.board.takeEvents()
            if plan.isLive, let report = pipeline.board.freshReport() {
                table.draw(report, elapsed: MonotonicClock.now() - started)
            }
        }
        let report = pipeline.board.freshReport()
        terminal.end(patience_ms: 5_000)
        let elapsed = MonotonicClock.now() - started
        try pipeline.stop()
        let journal = pipeline.journalReport
        let stages = PathStages(daemon: pipeline.board.stages, terminal: Self.stagesFile(folder))
        return try DemoSummary(
            terminal: terminal, log: log, report: report ?? pipeline.board.lastReport, stages: stages,
            journal: journal, isInterrupted: isInterrupted, elapsed: elapsed, plan: plan)
    }

    private func arguments(
        _ pipeline: Pipeline, _ folder: DemoFolder, tokenFile: String
    ) -> [String] {
        [
            "--connect", pipeline.endpoint, "--token-file", tokenFile, "--state-dir",
            "\(folder.path)/terminal", "--stages", Self.stagesFile(folder), "--cap", plan.cap.text, "--speed",
            String(plan.speed), "--for",
            String(plan.seconds), "--parent", String(getpid()),
        ] + plan.market.arguments
    }

    private static func stagesFile(_ folder: DemoFolder) -> String { "\(folder.path)/terminal-stages" }

    /// Next to this executable, wherever that was installed or built.
    private static func terminalExecutable() throws(CommandFailure) -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        guard length > 0 else { throw CommandFailure("cannot find out where this program is") }
        let own = String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let folder = own.prefix(upTo: own.lastIndex(of: "/") ?? own.startIndex)
        let path = "\(folder)/backstop-terminal"
        guard access(path, X_OK) == 0 else {
            throw CommandFailure(
                .unavailable, "the demo needs backstop-terminal beside this program: no \(path)")
        }
        return path
    }

    /// 32 random bytes in hexadecimal: nobody else on this machine can become the EA.
    private static func randomToken() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 32)
        let outcome = clinux_random_bytes(&bytes, bytes.count)
        precondition(outcome == 0, "the kernel gives no random bytes")
        let digits = Array("0123456789abcdef".utf8)
        return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }
}
