import Foundation
import Testing
import TestSupport

@testable import Daemon

/// The executables under test and what else the tests run.
enum Programs {
    /// The test runner lies in the same folder as what was built with it.
    static let folder = Bundle.main.bundlePath
    static let backstop = folder + "/backstop"
    static let terminal = folder + "/backstop-terminal"
    static let benchmarks = folder + "/Benchmarks"

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    static let dealer = root + "/Tests/Peers/dealer.py"
    static let hasPython = FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")

    /// Real quotes, where they are at hand.
    static let data: String? = {
        let named = ProcessInfo.processInfo.environment["BACKSTOP_DATA"] ?? root + "/../shared/data"
        return FileManager.default.fileExists(atPath: named + "/ticks") ? named : nil
    }()
}

/// A folder with everything one test's processes need; gone, like them, when the test is.
final class Scene {
    static let token = "correct horse battery staple"
    /// The seconds of a run that the test ends.
    static let asLongAsItTakes = String(10 * Patience.seconds)

    private let folder: DemoFolder
    private var children: [ChildProcess] = []
    let punctuality = Punctuality()

    /// Runs a test's body in a slot, with a scene that lasts until the body is done.
    static func play(_ body: (Scene) async throws -> Void) async throws {
        try await ProcessSlots.use {
            let scene = try Scene()
            defer { scene.clear() }
            try await body(scene)
        }
    }

    private init() throws {
        folder = try DemoFolder(named: nil)
        try Self.token.write(toFile: path("token"), atomically: true, encoding: .utf8)
    }

    /// Ends what the test has started and removes its folder.
    private func clear() {
        punctuality.end()
        for child in children { child.end(patience_ms: 0) }
        children.removeAll()
        folder.removeIfTemporary()
    }

    /// Starts a process that lasts no longer than the scene.
    func start(_ executable: String, _ arguments: [String], log name: String) throws -> ChildProcess {
        let child = try ChildProcess(executable, arguments, log: path(name + ".log"))
        children.append(child)
        return child
    }

    func path(_ name: String) -> String { folder.path + "/" + name }

    /// Writes a configuration that guards everything.
    func configure(
        mode: String = "manage", port: UInt16 = 0, cap: String = "3.00", flow: String = ""
    ) throws {
        let text = """
            mode = "\(mode)"
            [link]
            port = \(port)
            token_file = "\(path("token"))"
            heartbeat_ms = 500
            timeout_ms = 3000
            [flow]
            \(flow)
            [[rules]]
            name = "gold"
            symbols = ["XAUUSD*"]
            manual = true
            cap = "\(cap)"
            trailing = { start_points = 600, step_points = 50, distance_points = 400 }
            [[rules]]
            name = "rest"
            manual = true
            cap = "\(cap)"
            trailing = { start_points = 60, step_points = 5, distance_points = 40 }
            """
        try text.write(toFile: path("backstop.toml"), atomically: true, encoding: .utf8)
    }

    /// `backstop` with these arguments; its log is `NAME.log`.
    func backstop(_ arguments: [String], name: String = "backstop") throws -> ChildProcess {
        try start(Programs.backstop, arguments, log: name)
    }

    func log(_ name: String = "backstop") throws -> String {
        try String(contentsOfFile: path(name + ".log"), encoding: .utf8)
    }

    /// A daemon that answers.
    func daemon() async throws -> (process: ChildProcess, report: DaemonReport) {
        let process = try backstop(
            ["run", "--config", path("backstop.toml"), "--state-dir", path("state"), "--verbose"])
        let first = try await eventually("the daemon answers") {
            process.look()
            if let ending = process.ending { throw Timeout("ended: \(ending), \(try log())") }
            return report()
        }
        return (process, first)
    }

    /// What the daemon says at this moment, if it says anything.
    func report() -> DaemonReport? {
        // A terminal whose status lines nobody takes would come to a halt.
        for child in children { child.look() }
        do {
            return try ControlClient(stateDirectory: path("state")).report()
        } catch {
            return nil
        }
    }

    /// A simulated terminal that runs the real EA, with a status line every 50 ms; it keeps its files in the folder
    /// `name`, so that another one can go on where it was killed.
    func terminal(
        port: UInt16, _ arguments: [String] = [], name: String = "terminal"
    ) throws -> ChildProcess {
        let fixed = [
            "--connect", "127.0.0.1:\(port)", "--token-file", path("token"), "--state-dir", path(name),
            "--for", Self.asLongAsItTakes, "--report-interval", "50", "--speed", "10", "--headless",
        ]
        return try start(Programs.terminal, fixed + arguments, log: name)
    }

    func dealer(_ scenario: String, port: UInt16, _ arguments: [String] = []) throws -> ChildProcess {
        try start(
            "/usr/bin/python3",
            [Programs.dealer, "--port", String(port), "--token", Self.token] + arguments + [scenario],
            log: "dealer")
    }
}

extension DaemonReport {
    var port: UInt16 { endpoint.split(separator: ":").last.flatMap { UInt16($0) } ?? 0 }
}
