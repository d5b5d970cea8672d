import Foundation
import Glibc
import TestSupport
import Testing

@testable import Daemon

/// The bridge thread of a real daemon hangs: it owns the socket, so nothing in the process could replace it.
@Suite struct HangingBridgeTests {
    /// A call on a file that never returns, as of a disk that is gone: the thread that is to replace this file opens
    /// a pipe that nobody reads.
    private func hang(whoReplaces file: String, in scene: Scene) throws {
        try #require(mkfifo(scene.path("state/\(file).tmp"), 0o600) == 0)
    }

    @Test func itEndsTheProcessWith70AndTheEACoversWhatIsOpenedMeanwhile() async throws {
        try await Scene.play { scene in
            try scene.configure()
            let (daemon, before) = try await scene.daemon()
            let terminal = try scene.terminal(port: before.port)
            try await terminal.covered(atLeast: 2)

            // The latch of another account is lifted, and the bridge thread never comes back from writing that down.
            try "pause\n".write(toFile: scene.path("state/latch-77"), atomically: true, encoding: .utf8)
            _ = try scene.terminal(port: before.port, ["--account", "77", "--positions", "1"], name: "other")
            _ = try await eventually("the other account is linked and latched") {
                scene.report()?.accounts.first { $0.account == 77 && $0.linked && $0.latch == "pause" }
            }
            try hang(whoReplaces: "latch-77", in: scene)
            let resume = try scene.backstop(
                ["resume", "--reason", "test", "--state-dir", scene.path("state")], name: "resume")
            #expect(try await daemon.ended() == .exited(70))
            #expect(try scene.log().contains("the bridge thread is stuck; ending"))
            #expect(try await resume.ended() != .exited(0))

            try await terminal.opened(2)
            try await terminal.covered(atLeast: 3)
            #expect(scene.report() == nil)

            try FileManager.default.removeItem(atPath: scene.path("state/latch-77.tmp"))
            try scene.configure(port: before.port)
            let (_, after) = try await scene.daemon()
            #expect(after.epoch > before.epoch)
            _ = try await eventually("the daemon guards again") {
                scene.report()?.accounts.first {
                    $0.account == 5_000_001 && $0.linked && $0.guarded > 0 && $0.guarded == $0.managed
                }
            }
            try await terminal.endClean(on: scene.punctuality)
        }
    }
}
