import Core
import Foundation
import Runtime

/// `backstop run` in a process of its own, with the whole daemon in it: event log, lease table, control socket.
///
/// Every position is managed with the ladder of `Scene`; neither rate nor budget binds a profit lock. Owner: the
/// thread that made it; it ends with this object.
final class DaemonChild {
    /// What the rows need of `backstop status --json`.
    struct Status: Decodable {
        struct Account: Decodable {
            var ticks: UInt64
            var stopsSent: UInt64
            var tickToRequestUs: Percentiles
        }
        var endpoint: String
        var loopMs: Percentiles
        var accounts: [Account]
    }

    static let token = "benchmark token of no value"
    private static let patience = TimeSpan.seconds(20)

    let endpoint: String
    private let program: String
    private let folder: URL
    private let child: Child

    init(driver: String = "inline") throws {
        program = try Products.path("backstop")
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("backstop-bench-\(UUID().uuidString)")
        let state = folder.appendingPathComponent("state").path
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        let token = folder.appendingPathComponent("token").path
        guard
            FileManager.default.createFile(
                atPath: token, contents: Data(Self.token.utf8), attributes: [.posixPermissions: 0o600])
        else { throw BenchmarkFailure("cannot create \(token)") }
        let configuration = folder.appendingPathComponent("backstop.toml")
        try Self.configuration(token: token, driver: driver)
            .write(to: configuration, atomically: true, encoding: .utf8)
        let log = folder.appendingPathComponent("log").path
        child = try Child(
            program, ["run", "--config", configuration.path, "--state-dir", state], errors: log)
        let deadline = MonotonicClock.now() + Self.patience
        while true {
            if let status = try Self.status(program, state) {
                endpoint = status.endpoint
                return
            }
            guard child.isRunning, MonotonicClock.now() < deadline else {
                let said = FileManager.default.contents(atPath: log) ?? Data()
                throw BenchmarkFailure(
                    "the daemon did not start: \(String(decoding: said, as: UTF8.self).suffix(300))")
            }
        }
    }

    deinit {
        do {
            try FileManager.default.removeItem(at: folder)
        } catch {
            print("\(folder.path) stays: \(error.localizedDescription)")
        }
    }

    var process: ProcessFigures { ProcessFigures(pid: child.pid) }

    func status() throws -> Status {
        guard let status = try Self.status(program, folder.appendingPathComponent("state").path) else {
            throw BenchmarkFailure("the daemon gives no status")
        }
        return status
    }

    /// Ends it and waits for it.
    func stop() throws { _ = try child.end() }

    /// `nil`: no daemon answers there.
    private static func status(_ program: String, _ state: String) throws -> Status? {
        let asked = try Child.run(program, ["status", "--json", "--state-dir", state], patience: patience)
        guard asked.status == 0 else { return nil }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Status.self, from: Data(asked.output.utf8))
    }

    private static func configuration(token: String, driver: String) -> String {
        let ladder = (1...Scene.rungs).map { rung in
            let lock = rung * Scene.rungStep - Scene.rungStep / 2
            return "[[rules.profit_lock]]\nat_points = \(rung * Scene.rungStep)\nlock_points = \(lock)\n"
        }
        return """
            mode = "manage"
            [link]
            port = 0
            token_file = "\(token)"
            timeout_ms = 60000
            [driver]
            mode = "\(driver)"
            [flow]
            window = 256
            rate_per_second = 1000
            budget_per_day = 10000000
            [[rules]]
            name = "ladder"
            cap = "1000.00"

            """ + ladder.joined()
    }
}
