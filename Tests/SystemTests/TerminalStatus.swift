import Core
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Daemon

/// What a simulated terminal says of its broker's side.
struct TerminalStatus: Equatable {
    let positions: Int
    let withStop: Int
    let opened: Int
    let closed: Int
    let balance: Money
}

extension ChildProcess {
    /// Its latest status line.
    var status: TerminalStatus? {
        look()
        guard let last = objects.last(where: { $0["kind"] as? String == "report" }),
            let positions = last["positions"] as? [[String: Any]],
            let checker = last["checker"] as? [String: Any], let opened = checker["positions_opened"] as? Int,
            let closed = checker["positions_closed"] as? Int,
            let balance = (last["balance"] as? String).flatMap({ Money($0) })
        else { return nil }
        return TerminalStatus(
            positions: positions.count, withStop: positions.count { $0["sl"] is String }, opened: opened,
            closed: closed, balance: balance)
    }

    /// The checker's findings, once it has ended.
    var summary: [String: Any]? { objects.last { $0["kind"] as? String == "summary" } }

    /// Waits until its broker has so many positions and each has a stop.
    func covered(atLeast count: Int) async throws {
        _ = try await eventually("\(count) positions, all with a stop") {
            status.flatMap { $0.positions >= count && $0.withStop == $0.positions ? $0 : nil }
        }
    }

    /// Waits until its broker has opened so many more positions.
    func opened(_ more: Int) async throws {
        let before = try await eventually("the terminal says something") { status }
        _ = try await eventually("\(more) more positions are opened") {
            status.flatMap { $0.opened >= before.opened + more ? $0 : nil }
        }
    }

    /// Asks a terminal to end; its checker must have seen every promise kept.
    ///
    /// - Parameters:
    ///   - punctuality: of the machine meanwhile. A stop may come later than a second after its fill by what the
    ///     machine held up each of the four threads that it passes through.
    ///   - exceptions: promises about time that a crowded machine breaks by itself.
    func endClean(on punctuality: Punctuality, except exceptions: Set<String> = []) async throws {
        kill(pid, SIGTERM)
        #expect(try await ended() == .exited(0))
        let summary = try #require(summary)
        for (key, promise) in DemoSummary.promises where !exceptions.contains(key) {
            if key == "uncovered_over_1s" {
                let spans = summary["first_stop_ms"] as? [String: Any]
                let slowest = spans?["max"] as? Int ?? 0
                #expect(slowest <= 1_000 + 4 * punctuality.lateness_ms, "\(promise): \(summary)")
            } else {
                #expect(summary[key] as? Int == 0, "\(promise): \(summary)")
            }
        }
    }

    /// How it ended by itself.
    func ended() async throws -> Ending {
        try await eventually("the process ends") {
            look()
            return ending
        }
    }

    /// The JSON objects it has written, one a line.
    var objects: [[String: Any]] {
        String(decoding: output, as: UTF8.self).split(separator: "\n").compactMap { line in
            do {
                return try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            } catch {
                return nil
            }
        }
    }
}
