import Foundation
import Glibc
import TestSupport
import Testing

@testable import Daemon

/// What a benchmark has started does not outlive it.
@Suite struct BenchmarkChildTests {
    @Test func killedABenchmarkLeavesNoDaemon() async throws {
        try await Scene.play { scene in
            let benchmark = try scene.start(
                Programs.benchmarks, ["--only", "process", "--quick"], log: "benchmarks")
            let daemon = try await eventually("its daemon runs") {
                benchmark.look()
                if let ending = benchmark.ending {
                    throw Timeout("\(ending): \(try scene.log("benchmarks"))")
                }
                return try Processes.children(of: benchmark.pid).first {
                    Processes.arguments(of: $0).dropFirst().first == "run"
                }
            }
            let words = Processes.arguments(of: daemon)
            kill(benchmark.pid, SIGKILL)
            #expect(try await benchmark.ended() == .killed(signal: SIGKILL))
            _ = try await eventually("its daemon ends") { Processes.isAlive(daemon) ? nil : true }
            // Nobody is left to remove the folder of the two.
            let configuration = try #require(words.first { $0.hasSuffix("/backstop.toml") })
            try FileManager.default.removeItem(
                at: URL(fileURLWithPath: configuration).deletingLastPathComponent())
        }
    }
}
