import Foundation
import Glibc
import TestSupport
import Testing

@testable import Daemon

/// A terminal that shakes hands and then never reads, beside a healthy one, over real sockets.
@Suite struct DeafTerminalTests {
    /// What the deaf terminal may cost the daemon: its socket's buffers, a frame, and books of its positions.
    private static let memoryMax_KiB = 32 * 1_024

    private func memory_KiB(_ pid: pid_t) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(line.split(separator: " ").dropLast().last.flatMap { Int($0) })
    }

    @Test(.enabled(if: Programs.hasPython, "needs python3"))
    func itsLinkIsEndedAndCountedTheLoopStaysInBudgetAndMemoryBounded() async throws {
        try await Scene.play { scene in
            try scene.configure(flow: "window = 256")
            let (daemon, before) = try await scene.daemon()
            let terminal = try scene.terminal(port: before.port)
            try await terminal.covered(atLeast: 2)
            let memory = try memory_KiB(daemon.pid)

            _ = try scene.dealer(
                "deaf-crowd", port: before.port, ["--account", "77", "--boot", "2", "--crowd", "16"])
            let ended = try await eventually("its link is ended") {
                scene.report().flatMap { $0.link.notReading > 0 ? $0 : nil }
            }
            #expect(ended.link.sendsBlocked > 0)
            #expect(ended.accounts.first { $0.account == 77 }?.linked == false)
            // It goes on talking all the while.
            try await terminal.opened(2)
            let after = try #require(scene.report())
            #expect(after.link.notReading == 1)
            #expect(try memory_KiB(daemon.pid) - memory < Self.memoryMax_KiB)
            // Of a debug build, on a machine that runs other tests: the rare wake-ups are Benchmarks' business.
            #expect(after.loopMs.p50 < 50)
            let healthy = try #require(after.accounts.first { $0.account == 5_000_001 })
            #expect(healthy.linked)
            #expect(healthy.links == 1)
            #expect(healthy.stopsConfirmed > 0)
            try await terminal.covered(atLeast: 4)
            // The flood takes a debug build's processor for itself; that all are covered has just been seen.
            try await terminal.endClean(on: scene.punctuality, except: ["uncovered_over_1s"])
            kill(daemon.pid, SIGTERM)
            #expect(try await daemon.ended() == .exited(0))
        }
    }
}
